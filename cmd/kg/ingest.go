package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/ingest"
	"kg/internal/ontology"
)

type ingestOptions struct {
	articleOptions
	formatOption
	dryRun, noText, force bool

	minConfidence float64 // of statements that go in
	quiet         bool    // about what is left aside
}

func newIngestCommand(a *app) *cobra.Command {
	var o ingestOptions
	cmd := &cobra.Command{
		Use:   "ingest PATH...",
		Short: "Read articles into the database",
		Long: `Read articles into the database: text, Markdown, HTML, JSON and JSON Lines, each also
compressed with gzip; files, folders, and "-" for standard input. X.meta.json tells
about X.txt; X.jsonl beside X.txt is taken for annotations and left aside.

Reading an article again changes nothing; an edited one replaces its predecessor. A
file that cannot be read is named and the others go in; the exit code is then 3.
Ctrl-C keeps what is stored, and the same command goes on from there.`,
		Example: `  kg ingest articles/
  curl -s https://news.example/1 | kg ingest - --url https://news.example/1
  find . -name '*.html' | kg ingest --files-from -
  kg ingest --dry-run --format json articles/`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.runIngest(cmd.Context(), args, &o) },
	}
	o.articleOptions.addFlags(cmd)
	o.formatOption.addFlags(cmd)
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "read everything, store nothing")
	cmd.Flags().BoolVar(&o.noText, "no-text", false, "keep the sentences that are quoted, not the whole texts")
	cmd.Flags().BoolVar(&o.force, "force", false, "take texts that are not English too")
	return cmd
}

func (a *app) runIngest(ctx context.Context, args []string, o *ingestOptions) (err error) {
	paths, err := a.paths(args, &o.articleOptions)
	if err != nil {
		return err
	}
	if a.dbPath() == graph.Memory && !o.dryRun {
		a.logf("warning: a database in memory ends with this command: nothing is kept")
	}
	out, err := o.writer(a.stdout, "new", "changed", "unchanged", "superseded", "refused", "failed", "statements")
	if err != nil {
		return err
	}
	x, err := a.extractor()
	if err != nil {
		return err
	}
	st, err := a.openForIngest(ctx, o.dryRun)
	if err != nil {
		return err
	}
	defer func() { err = worst(err, st.Close()) }()
	summary, err := a.ingest(ctx, paths, x, st, o)
	row := make([]any, 0, len(summary.Outcomes)+1)
	for _, n := range summary.Outcomes {
		row = append(row, n)
	}
	tableErr := writeRows(out, [][]any{append(row, summary.Statements)})
	if err == nil {
		err = tally{done: summary.Through(), failed: summary.Left()}.err()
	}
	return worst(err, tableErr)
}

// ingest reads articles into a store and reports what becomes of each.
func (a *app) ingest(ctx context.Context, paths []string, x ingest.Extractor, st ingest.Store, o *ingestOptions) (ingest.Summary, error) {
	run, err := a.newRun()
	if err != nil {
		return ingest.Summary{}, err
	}
	in := &spool{in: a.stdin}
	defer in.Close()
	bar := a.newProgress()
	read := o.read
	skipped := make(map[string]int) // by reason
	read.Skipped = func(_, reason string) { skipped[reason]++ }
	bar.scan()
	summary, err := ingest.Run(ctx, diskFS{}, paths, x, st, ingest.Options{
		Workers: o.workers, Force: o.force, NoText: o.noText,
		Article: read, Stdin: in.open, Run: run,
		Scanned: bar.step,
		Planned: bar.start,
		Event:   func(e ingest.Event) { bar.step(); a.reportEvent(bar, e) },
	})
	bar.finish()
	if summary.Reread > 0 {
		a.logf("read again what another version, model or ontology had read: %s", count(summary.Reread, "article", "articles"))
	}
	if !o.quiet {
		if summary.Undated > 0 {
			a.logf("articles without a date: %s left open, as \"yesterday\"; --date, or \"date\" in NAME.meta.json, settles them", count(summary.Undated, "date", "dates"))
		}
		a.reportCoverage(&summary.Coverage, "; kg extract --coverage --examples 3 shows some")
		a.reportSkipped(skipped)
	}
	return summary, err
}

// reportSkipped counts what was passed over on purpose. Sidecars are not: they were
// read with their articles.
func (a *app) reportSkipped(reasons map[string]int) {
	var parts []string
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		if words, told := leftAside[reason]; told {
			parts = append(parts, count(reasons[reason], words[0], words[1]))
		}
	}
	if len(parts) > 0 {
		a.logf("left aside: %s", strings.Join(parts, ", "))
	}
}

// count is a number with its noun.
func count(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}

// leftAside says for one file and for several what they are, by the reason that
// article.Files gives.
var leftAside = map[string][2]string{
	"about the folder":   {"README or licence", "READMEs and licences"},
	"annotations":        {"annotation file", "annotation files"},
	"hidden":             {"hidden file or folder", "hidden files and folders"},
	"link to a folder":   {"link to a folder", "links to folders"},
	"not a regular file": {"file that is no regular one", "files that are no regular ones"},
	"other kind of file": {"file of another kind", "files of other kinds"},
}

// reportEvent names what did not go in, and why.
func (a *app) reportEvent(bar *progress, e ingest.Event) {
	if len(e.Warnings) > 0 || e.Outcome >= ingest.Superseded {
		bar.clear()
	}
	a.warn(e.Path, e.Warnings)
	switch e.Outcome {
	case ingest.Refused:
		a.fail(withHint(e.Err, "--force reads it all the same"))
	case ingest.Failed:
		a.fail(e.Err)
	case ingest.Superseded:
		a.logf("%q: superseded: this run holds a later text of article %q", e.Path, e.ID)
	}
}

// newRun is what the graph records of this run.
func (a *app) newRun() (graph.Run, error) {
	rules, err := a.ruleSet()
	return graph.Run{Started: a.now().UTC(), Version: version, RuleSet: rules}, err
}

// ruleSet tells versions of the rules apart, so that what other rules have read is read
// again: by the program's revision or, in a build that has none or holds edits, by its
// file; by the model; and by the user's own ontology.
func (a *app) ruleSet() (string, error) {
	h := sha256.New()
	revision, edited := buildRevision()
	fmt.Fprintln(h, version, revision, a.modelName())
	if revision == "" || edited {
		if err := programFile(h); err != nil {
			return "", err
		}
	}
	for _, file := range a.ontologyFiles {
		data, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		h.Write(data)
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// programFile writes what changes with each build: size, time and the first bytes, which
// hold the linker's build id. All bytes would say it better and take a tenth of a second.
func programFile(w io.Writer) error {
	path, err := os.Executable()
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	fmt.Fprintln(w, info.Size(), info.ModTime().UnixNano())
	_, err = io.Copy(w, io.LimitReader(f, 64<<10))
	return err
}

// openForIngest opens the database, a new one where there is none. A dry run looks at
// the one that is there, if any, and leaves everything as it was.
func (a *app) openForIngest(ctx context.Context, dryRun bool) (ingestStore, error) {
	if !dryRun {
		return a.open(ctx, graph.Options{Create: true})
	}
	st, err := a.open(ctx, graph.Options{ReadOnly: true})
	if errors.Is(err, graph.ErrNoStore) {
		ont, err := a.ontology()
		if err != nil {
			return nil, err
		}
		return graph.Open(ctx, graph.Memory, graph.Options{Create: true, Ontology: ont})
	} else if err != nil {
		return nil, err
	}
	return dryStore{st}, nil
}

// ingestStore is a store that is closed after the run.
type ingestStore interface {
	ingest.Store
	Close() error
}

// dryStore tells what Put would do, and does nothing.
type dryStore struct{ *graph.Store }

func (st dryStore) Put(ctx context.Context, art graph.Article, _ []ontology.Reading, _ graph.PutOptions) (graph.Outcome, error) {
	_, err := st.Show(ctx, string(art.IRI(st.Base())), graph.ShowOptions{})
	var unknown *graph.NameError
	switch {
	case errors.As(err, &unknown):
		return graph.New, nil
	case err != nil:
		return 0, err
	}
	return graph.Changed, nil
}
