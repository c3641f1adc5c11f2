package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/graph"
)

type searchOptions struct {
	formatOption
	sourceOptions
	limit int
}

func newSearchCommand(a *app) *cobra.Command {
	var o searchOptions
	cmd := &cobra.Command{
		Use:   "search WORDS...",
		Short: "Find people, bodies and places by words of their names",
		Example: `  kg search commerce
  kg search zhang jing --format csv`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runSearch(cmd.Context(), strings.Join(args, " "), &o)
		},
	}
	o.formatOption.addFlags(cmd)
	o.sourceOptions.addFlags(cmd)
	cmd.Flags().IntVar(&o.limit, "limit", 20, "print so many at most; 0 for all")
	return cmd
}

func (a *app) runSearch(ctx context.Context, words string, o *searchOptions) error {
	if o.limit < 0 {
		return usagef("--limit %d: must not be negative", o.limit)
	}
	w, err := o.writer(a.stdout, "name", "class", "aliases", "iri")
	if err != nil {
		return err
	}
	return a.withSource(ctx, &o.sourceOptions, func(st *graph.Store) error {
		hits, err := st.Search(ctx, words, o.limit)
		if err != nil {
			return err
		}
		if len(hits) == 0 {
			a.sayNoRows()
		}
		for _, h := range hits {
			if err := w.Write(h.Label, h.Class, list(h.Aliases), string(h.IRI)); err != nil {
				return err
			}
		}
		return w.Close()
	})
}

// list is never null in JSON.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
