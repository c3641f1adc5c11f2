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
		Long: `Remove articles (by id or IRI) with their earlier texts, and the statements and
entities that no other article speaks of.`,
		Example: "  kg forget guangdong-trade-2026",
		Args:    args(cobra.MinimumNArgs(1)),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runForget(cmd.Context(), args) },
	}
}

func (a *app) runForget(ctx context.Context, articles []string) error {
	return a.with(ctx, graph.Options{}, func(st *graph.Store) error {
		var count tally
		for _, article := range articles {
			err := st.Forget(ctx, article)
			switch {
			case err == nil:
				count.done++
			case errors.Is(err, graph.ErrNotFound):
				a.fail(withHint(err, "kg stats --by article lists the articles"))
				count.failed++
			default:
				return err
			}
		}
		return count.err()
	})
}
