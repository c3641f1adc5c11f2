package main

import (
	"context"

	"github.com/spf13/cobra"

	"kg/internal/graph"
)

type statsOptions struct {
	formatOption
	by string
}

// statsGroups are what stats can list.
var statsGroups = []string{"kind", "relation", "class", "article"}

func newStatsCommand(a *app) *cobra.Command {
	var o statsOptions
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Count what the database holds",
		Example: `  kg stats
  kg stats --by relation
  kg stats --by article --format csv`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runStats(cmd.Context(), &o) },
	}
	o.addFlags(cmd)
	cmd.Flags().StringVar(&o.by, "by", "kind", "kind|relation|class|article")
	must(cmd.RegisterFlagCompletionFunc("by", cobra.FixedCompletions(statsGroups, cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

func (a *app) runStats(ctx context.Context, o *statsOptions) error {
	if _, err := checkFormat(o.name, "table", rowFormats); err != nil {
		return err
	}
	if err := checkChoice("--by", o.by, statsGroups); err != nil {
		return err
	}
	return a.reading(ctx, func(st *graph.Store) error {
		if o.by == "article" {
			return a.listArticles(ctx, st, o)
		}
		stats, err := st.Stats(ctx)
		if err != nil {
			return err
		}
		counts := map[string][]graph.Count{
			"kind": {
				{Name: "articles", N: stats.Articles}, {Name: "earlier texts", N: stats.Versions},
				{Name: "statements", N: stats.Statements}, {Name: "readings", N: stats.Readings},
				{Name: "entities", N: stats.Entities}, {Name: "quads", N: stats.Quads},
			},
			"relation": stats.Relations, "class": stats.Classes,
		}[o.by]
		w, err := o.writer(a.stdout, o.by, "count")
		if err != nil {
			return err
		}
		for _, c := range counts {
			if err := w.Write(c.Name, c.N); err != nil {
				return err
			}
		}
		return w.Close()
	})
}

func (a *app) listArticles(ctx context.Context, st *graph.Store, o *statsOptions) error {
	articles, err := st.Articles(ctx)
	if err != nil {
		return err
	}
	w, err := o.writer(a.stdout, "id", "date", "title", "readings", "versions", "iri")
	if err != nil {
		return err
	}
	for _, art := range articles {
		if err := w.Write(art.ID, art.Date, art.Title, art.Readings, art.Versions, string(art.IRI)); err != nil {
			return err
		}
	}
	return w.Close()
}
