package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/rdf"
)

type queriesTestOptions struct {
	formatOption
	limitOptions
	queries string
	update  bool
}

func newQueriesTestCommand(a *app) *cobra.Command {
	var o queriesTestOptions
	cmd := &cobra.Command{
		Use:   "test --queries DIR",
		Short: "Test queries of one's own",
		Long: `Test queries of one's own: DIR/NAME.js on the cases of DIR/testdata/NAME.txtar, an
archive of text files. graph.nq is a graph (kg extract --format nquads makes one); a case
is CASE.args, a parameter KEY=VALUE a line, and CASE.tsv, the rows. --update writes the
rows that come out.`,
		Example: "  kg queries test --queries my-queries/",
		Args:    args(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runQueriesTest(cmd.Context(), &o) },
	}
	addQueriesFlag(cmd, &o.queries)
	o.formatOption.addFlags(cmd)
	o.limitOptions.addFlags(cmd)
	cmd.Flags().BoolVar(&o.update, "update", false, "write the rows that come out into the cases")
	return cmd
}

func (a *app) runQueriesTest(ctx context.Context, o *queriesTestOptions) error {
	if o.queries == "" {
		return withHint(usagef("no folder of queries"), "--queries DIR names it")
	}
	set, err := allQueries(o.queries)
	if err != nil {
		return err
	}
	if !a.isChild() {
		return a.runChild(ctx, &o.limitOptions)
	}
	w, err := o.writer(a.stdout, "query", "case", "result")
	if err != nil {
		return err
	}
	var count tally
	for _, fault := range set.faults {
		count.failed++
		name := strings.TrimSuffix(filepath.Base(fault.File), ".js")
		if err := w.Write(name, "", fault.Error()); err != nil {
			return err
		}
	}
	for _, q := range set.all[:set.own] {
		results, err := a.testQuery(ctx, q, o)
		if err != nil {
			return err
		}
		for _, r := range results {
			if r.text == passed {
				count.done++
			} else {
				count.failed++
			}
			if err := w.Write(q.Name, r.name, r.text); err != nil {
				return err
			}
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	if count.failed > 0 {
		a.logf("%d of %d cases failed", count.failed, count.failed+count.done)
		return errReported
	}
	return nil
}

// caseResult is what became of a case.
type caseResult struct{ name, text string }

const passed = "ok"

// testQuery runs the cases of one query.
func (a *app) testQuery(ctx context.Context, q *graph.Query, o *queriesTestOptions) ([]caseResult, error) {
	file := filepath.Join(o.queries, "testdata", q.Name+".txtar")
	ar, err := txtar.ParseFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return []caseResult{{"", "no " + file}}, nil
	} else if err != nil {
		return nil, err
	}
	st, err := a.testGraph(ctx, file, archived(ar, "graph.nq"))
	if err != nil {
		return nil, err
	}
	defer st.Close()
	var results []caseResult
	for _, f := range ar.Files {
		name, ok := strings.CutSuffix(f.Name, ".args")
		if !ok {
			continue
		}
		got, err := a.caseRows(ctx, st, q, string(f.Data), o)
		if err != nil {
			results = append(results, caseResult{name, "error: " + err.Error()})
			continue
		}
		want := archived(ar, name+".tsv")
		switch {
		case o.update:
			setArchived(ar, name+".tsv", got)
			results = append(results, caseResult{name, passed})
		case bytes.Equal(want, got):
			results = append(results, caseResult{name, passed})
		default:
			results = append(results, caseResult{name, firstDifference(want, got)})
		}
	}
	if o.update {
		return results, writeFile(file, func(w io.Writer) error {
			_, err := w.Write(txtar.Format(ar))
			return err
		})
	}
	return results, nil
}

func (a *app) testGraph(ctx context.Context, file string, nquads []byte) (*graph.Store, error) {
	ont, err := a.ontology()
	if err != nil {
		return nil, err
	}
	st, err := graph.Open(ctx, graph.Memory, graph.Options{Create: true, Ontology: ont})
	if err != nil {
		return nil, err
	}
	if _, err := st.Import(ctx, rdf.NQuads.Read(ctx, bytes.NewReader(nquads)), graph.ImportOptions{}); err != nil {
		st.Close()
		return nil, quadsError(file+": graph.nq", err)
	}
	return st, nil
}

// caseRows answers a query as kg query --format tsv prints it.
func (a *app) caseRows(ctx context.Context, st *graph.Store, q *graph.Query, params string, o *queriesTestOptions) ([]byte, error) {
	args, err := parseParams(strings.FieldsFunc(params, func(r rune) bool { return r == '\n' || r == '\r' }))
	if err != nil {
		return nil, err
	}
	ctx, stop := a.limit(ctx, &o.limitOptions)
	defer stop()
	res, err := st.Query(ctx, q, args, graph.QueryOptions{MinConfidence: graph.DefaultConfidence})
	if err != nil {
		return nil, ownQueryError(ctx, filepath.Join(o.queries, q.Name+".js"), err)
	}
	var out bytes.Buffer
	w := newTSVWriter(&out, columnNames(res))
	for _, row := range res.Rows {
		if err := w.Write(rowValues(row)...); err != nil {
			return nil, err
		}
	}
	err = w.Close() // before the bytes are taken
	return out.Bytes(), err
}

// firstDifference shows the first line that differs.
func firstDifference(want, got []byte) string {
	a, b := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range max(len(a), len(b)) {
		x, y := lineAt(a, i), lineAt(b, i)
		if x != y {
			return fmt.Sprintf("line %d: want %q, got %q", i+1, x, y)
		}
	}
	return "no rows are expected: is there a .tsv?"
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

func archived(ar *txtar.Archive, name string) []byte {
	for _, f := range ar.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func setArchived(ar *txtar.Archive, name string, data []byte) {
	for i := range ar.Files {
		if ar.Files[i].Name == name {
			ar.Files[i].Data = data
			return
		}
	}
	ar.Files = append(ar.Files, txtar.File{Name: name, Data: data})
}
