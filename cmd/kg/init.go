package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/ontology"
)

type initOptions struct{ base string }

func newInitCommand(a *app) *cobra.Command {
	var o initOptions
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Make a database",
		Long: `Make a database. "kg ingest" makes one too; init is for choosing the base of its
IRIs, so that they resolve where the graph is to be published.`,
		Example: `  kg init
  kg init --base https://news.example/graph/`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runInit(cmd.Context(), &o) },
	}
	cmd.Flags().StringVar(&o.base, "base", string(ontology.DefaultBase), "`IRI` that those of articles and entities begin with")
	return cmd
}

func (a *app) runInit(ctx context.Context, o *initOptions) error {
	base, err := ontology.ParseBase(o.base)
	if err != nil {
		return &usageError{err}
	}
	path := a.dbPath()
	if _, err := os.Stat(path); err == nil {
		return withHint(fmt.Errorf("%q exists already", path), "choose another place with --db, or remove it first")
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return a.with(ctx, graph.Options{Create: true, Base: base}, func(st *graph.Store) error {
		a.logf("made %q with base %s", path, st.Base())
		return nil
	})
}
