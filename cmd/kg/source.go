package main

import (
	"context"

	"github.com/spf13/cobra"

	"kg/internal/graph"
)

// sourceOptions choose what a command answers from.
type sourceOptions struct {
	from []string
}

func (o *sourceOptions) addFlags(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&o.from, "from", nil, "answer from the articles of this `path` alone, without a database; repeatable")
	must(cmd.MarkFlagFilename("from"))
}

// withSource opens what the flags choose for f and closes it again. Articles that
// cannot be read make the answer a partial one.
func (a *app) withSource(ctx context.Context, o *sourceOptions, f func(*graph.Store) error) error {
	if len(o.from) == 0 {
		return a.reading(ctx, f)
	}
	return a.withArticles(ctx, o.from, &ingestOptions{quiet: true}, f)
}

// withArticles reads articles into a database that lasts as long as the command, for f.
func (a *app) withArticles(ctx context.Context, paths []string, o *ingestOptions, f func(*graph.Store) error) (err error) {
	x, err := a.extractor()
	if err != nil {
		return err
	}
	ont, err := a.ontology()
	if err != nil {
		return err
	}
	st, err := graph.Open(ctx, graph.Memory, graph.Options{Create: true, Ontology: ont})
	if err != nil {
		return err
	}
	defer func() { err = worst(err, st.Close()) }()
	summary, err := a.ingest(ctx, paths, sureExtractor{x, o.minConfidence}, st, o)
	if err != nil {
		return err
	}
	count := tally{done: summary.Through(), failed: summary.Left()}
	if count.done == 0 && count.failed > 0 {
		return count.err()
	}
	return worst(f(st), count.err())
}
