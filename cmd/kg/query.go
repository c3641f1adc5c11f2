package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/graph"
)

type queryOptions struct {
	formatOption
	sourceOptions
	limitOptions
	confidenceOption
	queries string
	limit   int
	linked  bool
}

func newQueryCommand(a *app) *cobra.Command {
	var o queryOptions
	cmd := &cobra.Command{
		Use:   "query NAME [KEY=VALUE]...",
		Short: "Answer a saved query",
		Long: `Answer a saved query. "kg queries" lists them with their parameters. A name stands for
all things that are called so, whatever its case and accents; where it may mean several
different things, they are listed.

kg says of each sentence how sure it is to have understood it, and leaves out rows that
it doubts; --min-confidence asks for surer ones, or for every hint.`,
		Example: `  kg query who-holds-office organisation="Department of Commerce"
  kg query trades-with place=Guangdong --format csv
  kg query who-holds-office --from article.txt
  kg query meetings --min-confidence 0
  kg query my-query --queries my-queries/`,
		Args: args(cobra.MinimumNArgs(1)),
		ValidArgsFunction: func(_ *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			return completeQuery(&o, args, word)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runQuery(cmd.Context(), args[0], args[1:], &o)
		},
	}
	o.formatOption.addFlags(cmd)
	o.sourceOptions.addFlags(cmd)
	o.limitOptions.addFlags(cmd)
	o.confidenceOption.addFlags(cmd, graph.DefaultConfidence)
	addQueriesFlag(cmd, &o.queries)
	cmd.Flags().IntVar(&o.limit, "limit", 0, "print so many rows at most (default: all)")
	cmd.Flags().BoolVar(&o.linked, "linked", false, `answer from what "kg link --apply" linked, too`)
	return cmd
}

func addQueriesFlag(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "queries", "", "`folder` with further queries (NAME.js)")
	must(cmd.MarkFlagDirname("queries"))
}

func (a *app) runQuery(ctx context.Context, name string, words []string, o *queryOptions) error {
	if o.limit < 0 {
		return usagef("--limit %d: must not be negative", o.limit)
	}
	if err := o.confidenceOption.check(); err != nil {
		return err
	}
	q, own, err := a.findQuery(name, o.queries)
	if err != nil {
		return err
	}
	params, err := parseParams(words)
	if err != nil {
		return err
	}
	if own && !a.isChild() {
		return a.runChild(ctx, &o.limitOptions)
	}
	return a.answer(ctx, &o.sourceOptions, &o.formatOption, func(st *graph.Store) (*graph.Result, error) {
		ctx := ctx
		if own {
			var stop context.CancelFunc
			ctx, stop = a.limit(ctx, &o.limitOptions)
			defer stop()
		}
		opts := graph.QueryOptions{Limit: o.limit, Linked: o.linked, MinConfidence: o.minConfidence}
		res, err := st.Query(ctx, q, params, opts)
		if own && err != nil {
			err = ownQueryError(ctx, filepath.Join(o.queries, q.Name+".js"), err)
		}
		if err == nil && len(res.Rows) == 0 && !(o.minConfidence > 0 && a.hintLessSure(ctx, st, q, params, opts)) {
			a.sayNoRows()
		}
		return res, a.queryError(err)
	})
}

// ownQueryError names the file of a script at fault, or says that its time was up.
func ownQueryError(ctx context.Context, file string, err error) error {
	var script *graph.ScriptError
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return context.Cause(ctx)
	case errors.As(err, &script):
		return fmt.Errorf("%q: %w", file, script.Err)
	}
	return err
}

// answer prints the result of ask on the database, or on the articles of --from.
func (a *app) answer(ctx context.Context, source *sourceOptions, format *formatOption, ask func(*graph.Store) (*graph.Result, error)) error {
	if _, err := checkFormat(format.name, "table", rowFormats); err != nil {
		return err
	}
	return a.withSource(ctx, source, func(st *graph.Store) error {
		res, err := ask(st)
		if err != nil {
			return err
		}
		return a.writeResult(format, res)
	})
}

func (a *app) writeResult(format *formatOption, res *graph.Result) error {
	w, err := format.writer(a.stdout, columnNames(res)...)
	if err != nil {
		return err
	}
	for _, row := range res.Rows {
		if err := w.Write(rowValues(row)...); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	if res.More {
		a.logf("only the first %d rows are shown (--limit)", len(res.Rows))
	}
	return nil
}

// sayNoRows tells someone at a terminal that the answer is empty; who reads a pipe counts.
func (a *app) sayNoRows() {
	if isTerminal(a.stdout) {
		a.logf("no rows")
	}
}

func columnNames(res *graph.Result) []string {
	names := make([]string, len(res.Columns))
	for i, c := range res.Columns {
		names[i] = c.Name
	}
	return names
}

// rowValues are the cells of a row; an empty one is nil, so that it is null in JSON.
func rowValues(row graph.Row) []any {
	values := make([]any, len(row))
	for i, c := range row {
		if c.Value != nil {
			values[i] = c
		}
	}
	return values
}

// queryError makes mistakes in names and parameters usage errors, and lists what an
// ambiguous name may mean.
func (a *app) queryError(err error) error {
	var name *graph.NameError
	var arg *graph.ArgError
	switch {
	case errors.As(err, &name):
		a.listCandidates(name)
		return &usageError{err}
	case errors.As(err, &arg):
		return withHint(&usageError{err}, "kg queries show %s", arg.Query)
	}
	return err
}

func (a *app) listCandidates(e *graph.NameError) {
	for _, c := range e.Candidates {
		a.logf("candidate: %s, %d in the graph", c.String(), len(c.Entities))
	}
}

// parseParams reads KEY=VALUE words.
func parseParams(words []string) (map[string]string, error) {
	params := make(map[string]string, len(words))
	for _, word := range words {
		key, value, ok := strings.Cut(word, "=")
		if !ok || key == "" {
			return nil, withHint(usagef("%q is no parameter", word), `parameters are written KEY=VALUE, as place=Guangdong`)
		}
		if _, twice := params[key]; twice {
			return nil, usagef("parameter %s is given twice", key)
		}
		params[key] = value
	}
	return params, nil
}

// querySet is the saved queries that a command may use.
type querySet struct {
	all    []*graph.Query       // the user's own first, which win where names are equal
	own    int                  // how many are the user's
	faults []*graph.HeaderError // files of the user's that are no queries
}

// allQueries are kg's own and those of the folder.
func allQueries(dir string) (set querySet, err error) {
	if dir != "" {
		if set.all, set.faults, err = ownQueries(dir); err != nil {
			return querySet{}, err
		}
	}
	set.own = len(set.all)
	builtin, err := graph.Queries()
	set.all = append(set.all, builtin...)
	return set, err
}

func ownQueries(dir string) (queries []*graph.Query, faults []*graph.HeaderError, err error) {
	if info, err := os.Stat(dir); err != nil {
		return nil, nil, err
	} else if !info.IsDir() {
		return nil, nil, usagef("--queries %q: not a folder", dir)
	}
	queries, err = graph.ReadQueries(os.DirFS(dir))
	joined, ok := err.(interface{ Unwrap() []error })
	if err != nil && !ok {
		return nil, nil, fmt.Errorf("queries in %q: %w", dir, err)
	}
	if ok {
		for _, err := range joined.Unwrap() {
			var fault *graph.HeaderError
			if !errors.As(err, &fault) {
				return nil, nil, fmt.Errorf("queries in %q: %w", dir, err)
			}
			fault.File = filepath.Join(dir, fault.File)
			faults = append(faults, fault)
		}
	}
	return queries, faults, nil
}

// sayFaults names the files that are passed over, once: a child says nothing more.
func (a *app) sayFaults(set querySet) {
	for _, fault := range set.faults {
		if !a.isChild() {
			a.logf("left out: %v", fault)
		}
	}
}

// findQuery finds a query by name; own tells whether it is the user's.
func (a *app) findQuery(name, dir string) (q *graph.Query, own bool, err error) {
	set, err := allQueries(dir)
	if err != nil {
		return nil, false, err
	}
	for _, fault := range set.faults {
		if filepath.Base(fault.File) == name+".js" {
			return nil, false, fault
		}
	}
	a.sayFaults(set)
	i := slices.IndexFunc(set.all, func(q *graph.Query) bool { return q.Name == name })
	if i < 0 {
		return nil, false, withHint(usagef("no query %q", name), "%s", queryHint(name, set.all))
	}
	return set.all[i], i < set.own, nil
}

func queryHint(name string, queries []*graph.Query) string {
	for _, q := range queries {
		if strings.Contains(q.Name, name) || strings.Contains(name, q.Name) || sharedPrefix(q.Name, name) >= 4 {
			return fmt.Sprintf("did you mean %s? kg queries lists them all", q.Name)
		}
	}
	return "kg queries lists them"
}

func sharedPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// completeQuery completes the name of a query, then its parameters.
func completeQuery(o *queryOptions, args []string, word string) ([]string, cobra.ShellCompDirective) {
	set, err := allQueries(o.queries)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	if len(args) == 0 {
		return queryNames(set.all), cobra.ShellCompDirectiveNoFileComp
	}
	if strings.Contains(word, "=") {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []string
	for _, q := range set.all {
		if q.Name != args[0] {
			continue
		}
		for _, p := range q.Params {
			if !slices.ContainsFunc(args[1:], func(arg string) bool { return strings.HasPrefix(arg, p.Name+"=") }) {
				out = append(out, cobra.CompletionWithDesc(p.Name+"=", p.Doc))
			}
		}
		break
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

func queryNames(queries []*graph.Query) []string {
	var out []string
	for _, q := range queries {
		out = append(out, cobra.CompletionWithDesc(q.Name, q.Doc))
	}
	return out
}
