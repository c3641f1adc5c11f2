package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/ontology"
	"kg/internal/rdf"
)

type importOptions struct{ graph string }

func newImportCommand(a *app) *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Take N-Quads or N-Triples into the database",
		Long: `Take N-Quads or N-Triples into the database, a graph of kg's or another. Labels are
kept; --graph labels what has none, and is required where there is any. "-" is standard
input; .gz files are unpacked.`,
		Example: `  kg import news.nq
  kg import --graph https://wikidata.example/ slice.nt`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runImport(cmd.Context(), args, &o) },
	}
	cmd.Flags().StringVar(&o.graph, "graph", "", "`IRI` that labels quads without a label")
	return cmd
}

func (a *app) runImport(ctx context.Context, files []string, o *importOptions) error {
	var opts graph.ImportOptions
	if o.graph != "" {
		iri, err := ontology.ParseIRI(o.graph)
		if err != nil {
			return &usageError{err}
		}
		opts.Graph = iri
	}
	for _, name := range files { // a wrong name must not make a database
		if _, err := os.Stat(name); name != "-" && err != nil {
			return err
		}
	}
	return a.with(ctx, graph.Options{Create: true}, func(st *graph.Store) error {
		for _, name := range files {
			added, err := st.Import(ctx, a.quads(ctx, name), opts)
			if errors.Is(err, graph.ErrUnlabelled) {
				return withHint(&usageError{fmt.Errorf("%q: %w", name, err)}, "--graph IRI labels what has no label")
			} else if err != nil {
				return err
			}
			a.logf("%q: %d quads added", name, added)
		}
		return nil
	})
}

// quads reads a file; errors name it.
func (a *app) quads(ctx context.Context, name string) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		r, closer, err := a.openQuads(name)
		if err != nil {
			yield(quad.Quad{}, err)
			return
		}
		defer closer.Close()
		format, ok := rdf.ByExtension(name)
		if !ok {
			format = rdf.NQuads // of which N-Triples is a part
		}
		for q, err := range format.Read(ctx, r) {
			if err != nil {
				err = quadsError(name, err)
			}
			if !yield(q, err) {
				return
			}
		}
	}
}

func (a *app) openQuads(name string) (io.Reader, io.Closer, error) {
	if name == "-" {
		return a.stdin, io.NopCloser(nil), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	if !strings.HasSuffix(strings.ToLower(name), ".gz") {
		return f, f, nil
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, nil, quadsError(name, err)
	}
	return z, f, nil
}

// quadsError places an error as editors do: file:line:column.
func quadsError(name string, err error) error {
	var syntax *rdf.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("%q:%d:%d: %s", name, syntax.Line, syntax.Column, syntax.Reason)
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%q: broken gzip: %w", name, err)
	case errors.Is(err, context.Canceled):
		return err
	}
	return fmt.Errorf("%q: %w", name, cause(err))
}
