package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"kg/internal/extract"
	"kg/internal/graph"
	"kg/internal/nlp"
	"kg/internal/nlp/en"
	"kg/internal/ontology"
	"kg/internal/relate"
)

// defaultDB is the database's folder unless --db or KG_DB names another.
const defaultDB = "kg.db"

// app is what all commands share: the streams, the flags of the root command, and what
// is costly and made when first asked for.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time

	args []string // the command line, for a child process to repeat

	db            string   // --db
	ontologyFiles []string // --ontology
	model         string   // --model
	fast          bool     // --fast: --model fast

	limited   sync.Once // by app.limit
	pipeline  func() (*nlp.Pipeline, error)
	ontology  func() (*ontology.Ontology, error)
	explained func() (*ontology.Ontology, error) // the same, with what explains the relations
}

func newApp(args []string, stdin io.Reader, stdout, stderr io.Writer) *app {
	a := &app{args: args, stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now}
	a.pipeline = sync.OnceValues(en.Load)
	a.ontology = sync.OnceValues(func() (*ontology.Ontology, error) { return a.loadOntology(ontology.Default) })
	a.explained = sync.OnceValues(func() (*ontology.Ontology, error) { return a.loadOntology(ontology.Explained) })
	return a
}

// logf writes a line to the user that is no result.
func (a *app) logf(format string, args ...any) {
	fmt.Fprintf(a.stderr, "kg: %s\n", clean(fmt.Sprintf(format, args...)))
}

// fail names an article that is left out while the run goes on.
func (a *app) fail(err error) { say(a.stderr, err) }

// dbPath is where the database lies.
func (a *app) dbPath() string {
	switch {
	case a.db != "":
		return a.db
	case os.Getenv("KG_DB") != "":
		return os.Getenv("KG_DB")
	}
	return defaultDB
}

// open opens the database. The caller closes it.
func (a *app) open(ctx context.Context, opts graph.Options) (*graph.Store, error) {
	ont, err := a.ontology()
	if err != nil {
		return nil, err
	}
	opts.Ontology = ont
	return graph.Open(ctx, a.dbPath(), opts)
}

// reading opens the database for f, which only reads it.
func (a *app) reading(ctx context.Context, f func(*graph.Store) error) error {
	return a.with(ctx, graph.Options{ReadOnly: true}, f)
}

// with opens the database for f and closes it again.
func (a *app) with(ctx context.Context, opts graph.Options, f func(*graph.Store) error) error {
	st, err := a.open(ctx, opts)
	if err != nil {
		return err
	}
	err = f(st)
	return worst(err, st.Close())
}

// loadOntology is the embedded ontology, with the user's own files laid over it.
func (a *app) loadOntology(embedded func() (*ontology.Ontology, error)) (*ontology.Ontology, error) {
	ont, err := embedded()
	if err != nil {
		return nil, err
	}
	for _, file := range a.ontologyFiles {
		if ont, err = layOver(ont, file); err != nil {
			return nil, err
		}
	}
	return ont, nil
}

// layOver lays a file over an ontology.
func layOver(ont *ontology.Ontology, file string) (*ontology.Ontology, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	own, err := ont.Merge(file, data)
	return own, hintFaults(err, file)
}

// extractor reads statements; asking for it loads the language model.
func (a *app) extractor() (*extract.Extractor, error) {
	ont, err := a.ontology()
	if err != nil {
		return nil, err
	}
	return a.extractorBy(ont)
}

// extractorBy reads statements by an ontology.
func (a *app) extractorBy(ont *ontology.Ontology) (*extract.Extractor, error) {
	pipe, err := a.pipeline()
	if err != nil {
		return nil, err
	}
	x, err := extract.New(pipe, ont)
	if err != nil {
		return nil, err
	}
	return x, a.teach(x)
}

// models are what --model may name.
var models = []string{"full", "fast", "none"}

// modelName is the model of relations to read with.
func (a *app) modelName() string {
	if a.fast {
		return "fast"
	}
	return a.model
}

// teach gives the extractor the model of relations that was asked for.
func (a *app) teach(x *extract.Extractor) error {
	load := relate.Load
	switch a.modelName() {
	case "none":
		return nil
	case "fast":
		load = relate.LoadFast
	case "full":
	default:
		return usagef("--model is %s, not %q", strings.Join(models, ", "), a.model)
	}
	m, err := load(extract.Schema())
	if err != nil {
		return err
	}
	return x.UseModel(m)
}

// isTerminal tells whether a stream is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colour tells whether to mark text in a stream.
func colour(stream any) bool {
	return isTerminal(stream) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
