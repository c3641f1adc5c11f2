package main

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/graph"
)

type gizmoOptions struct {
	formatOption
	sourceOptions
	limitOptions
}

func newGizmoCommand(a *app) *cobra.Command {
	var o gizmoOptions
	cmd := &cobra.Command{
		Use:   "gizmo TEXT [KEY=VALUE]...",
		Short: "Answer a free query in Gizmo, Cayley's JavaScript",
		Long: `Answer a free query in Gizmo, Cayley's JavaScript; "-" reads it from standard input.
The functions of queries/prelude.js are there: kg("holds-office") is an IRI of the
vocabulary. It runs in a process of its own with limits on time and memory.`,
		Example: `  kg gizmo 'g.V().has(kg("holds-office")).limit(5).all()'
  kg gizmo 'g.emit({n: g.V().out(kg("trades-with")).unique().count()})'`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runGizmo(cmd.Context(), args[0], args[1:], &o)
		},
	}
	o.formatOption.addFlags(cmd)
	o.sourceOptions.addFlags(cmd)
	o.limitOptions.addFlags(cmd)
	return cmd
}

func (a *app) runGizmo(ctx context.Context, text string, words []string, o *gizmoOptions) error {
	params, err := parseParams(words)
	if err != nil {
		return err
	}
	if !a.isChild() {
		return a.runChild(ctx, &o.limitOptions)
	}
	if text == "-" {
		b, err := io.ReadAll(io.LimitReader(a.stdin, maxScript+1))
		if err != nil {
			return err
		}
		if text = string(b); len(text) > maxScript {
			return usagef("the query is longer than %d bytes", maxScript)
		}
	}
	return a.answer(ctx, &o.sourceOptions, &o.formatOption, func(st *graph.Store) (*graph.Result, error) {
		ctx, stop := a.limit(ctx, &o.limitOptions)
		defer stop()
		res, err := graph.RunScript(ctx, st, text, params)
		if err == nil && len(res.Rows) == 0 {
			a.sayNoRows()
		}
		return res, scriptError(ctx, err)
	})
}

// maxScript is the longest query text in bytes.
const maxScript = 1 << 20

// scriptError says that time was up where that is why a script failed, and takes a
// fault in the grammar for one of the command line, on which the text stands.
func scriptError(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return context.Cause(ctx)
	case strings.Contains(err.Error(), "SyntaxError"):
		return &usageError{err}
	}
	return err
}
