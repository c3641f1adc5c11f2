package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/graph"
)

type queriesOptions struct {
	formatOption
	queries string
}

func newQueriesCommand(a *app) *cobra.Command {
	var o queriesOptions
	list := func(*cobra.Command, []string) error { return a.listQueries(&o) }
	cmd := &cobra.Command{
		Use:   "queries",
		Short: "List, show or test the saved queries",
		Example: `  kg queries
  kg queries show trades-with
  kg queries test --queries my-queries/`,
		Args: args(cobra.NoArgs),
		RunE: list,
	}
	addQueriesFlag(cmd, &o.queries)
	o.formatOption.addFlags(cmd)
	cmd.AddCommand(
		newQueriesListCommand(a),
		newQueriesShowCommand(a),
		newQueriesTestCommand(a),
	)
	return cmd
}

func newQueriesListCommand(a *app) *cobra.Command {
	var o queriesOptions
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the saved queries with their parameters",
		Example: "  kg queries list --format markdown",
		Args:    args(cobra.NoArgs),
		RunE:    func(*cobra.Command, []string) error { return a.listQueries(&o) },
	}
	addQueriesFlag(cmd, &o.queries)
	o.formatOption.addFlags(cmd)
	return cmd
}

func (a *app) listQueries(o *queriesOptions) error {
	set, err := allQueries(o.queries)
	if err != nil {
		return err
	}
	a.sayFaults(set)
	w, err := o.writer(a.stdout, "name", "parameters", "columns", "answers")
	if err != nil {
		return err
	}
	for _, q := range set.all {
		if err := w.Write(q.Name, paramText(q), columnText(q), q.Doc); err != nil {
			return err
		}
	}
	return w.Close()
}

// paramText lists parameters, optional ones in brackets.
func paramText(q *graph.Query) string {
	var words []string
	for _, p := range q.Params {
		if p.Optional {
			words = append(words, "["+p.Name+"=]")
		} else {
			words = append(words, p.Name+"=")
		}
	}
	return strings.Join(words, " ")
}

func columnText(q *graph.Query) string {
	var words []string
	for _, c := range q.Columns {
		words = append(words, c.Name)
	}
	return strings.Join(words, " ")
}

func newQueriesShowCommand(a *app) *cobra.Command {
	var o queryOptions
	cmd := &cobra.Command{
		Use:     "show NAME",
		Short:   "Print a saved query",
		Example: "  kg queries show who-holds-office > mine.js",
		Args:    args(cobra.ExactArgs(1)),
		ValidArgsFunction: func(_ *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return completeQuery(&o, args, word)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			q, _, err := a.findQuery(args[0], o.queries)
			if err != nil {
				return err
			}
			_, err = io.WriteString(a.stdout, q.Script)
			return err
		},
	}
	addQueriesFlag(cmd, &o.queries)
	return cmd
}
