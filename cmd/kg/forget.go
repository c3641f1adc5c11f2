package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"kg/internal/graph"
)

func newForgetCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "forget ARTICLE...",
		Short: "Remove articles and what they alone say",
		Long: `Remove articles (by id, address or IRI) with their earlier texts, and the statements and
entities that no other article speaks of.`,
		Example: "  kg forget guangdong-trade-2026",
		Args:    args(cobra.MinimumNArgs(1)),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runForget(cmd.Context(), args) },
	}
}

func (a *app) runForget(ctx context.Context, articles []string) error {
	return a.with(ctx, graph.Options{}, func(st *graph.Store) error {
		var unknown error
		done := 0
		for _, name := range articles {
			iri, err := findArticle(ctx, st, name)
			if errors.Is(err, graph.ErrNotFound) {
				if len(articles) > 1 {
					a.fail(err)
				}
				unknown = err
				continue
			} else if err != nil {
				return err
			}
			if err := st.Forget(ctx, iri); err != nil {
				return err
			}
			done++
		}
		switch {
		case unknown == nil:
			return nil
		case done > 0:
			return errPartial
		case len(articles) > 1:
			return &usageError{errReported}
		}
		return unknown
	})
}
