package main

import (
	"context"
	"io"
	"iter"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/ontology"
	"kg/internal/rdf"
)

type exportOptions struct {
	output       string
	article      string
	graph        string
	reproducible bool
}

func newExportCommand(a *app) *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the graph as N-Quads",
		Long: `Write the graph as N-Quads, sorted by code point. --reproducible leaves out the graph
of runs, which alone holds the times of reading: the same articles then give the same
bytes.`,
		Example: `  kg export -o news.nq
  kg export --reproducible --article guangdong-trade-2026`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runExport(cmd.Context(), &o) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.output, "output", "o", "", "`file` to write, instead of standard output")
	flags.StringVar(&o.article, "article", "", "only this article (`ID`, address or IRI), with what it needs")
	flags.StringVar(&o.graph, "graph", "", "only the quads with this label (`IRI`)")
	flags.BoolVar(&o.reproducible, "reproducible", false, "leave out the times of reading")
	return cmd
}

func (a *app) runExport(ctx context.Context, o *exportOptions) error {
	opts := graph.ExportOptions{Reproducible: o.reproducible}
	if o.graph != "" {
		iri, err := ontology.ParseIRI(o.graph)
		if err != nil {
			return &usageError{err}
		}
		opts.Graph = iri
	}
	if o.graph != "" && o.article != "" {
		return usagef("--article and --graph exclude each other")
	}
	return a.reading(ctx, func(st *graph.Store) error {
		if o.article != "" {
			iri, err := findArticle(ctx, st, o.article)
			if err != nil {
				return err
			}
			opts.Article = iri
		}
		return a.writeOutput(o.output, func(w io.Writer) error { return writeQuads(w, st.Quads(ctx, opts)) })
	})
}

// writeQuads writes quads in the order in which they come.
func writeQuads(w io.Writer, quads iter.Seq2[quad.Quad, error]) error {
	out := rdf.NQuads.NewWriter(w)
	for q, err := range quads {
		if err != nil {
			return err
		}
		if err := out.Write(q); err != nil {
			return err
		}
	}
	return out.Flush()
}

// extractQuads prints what the database would hold of the articles.
func (a *app) extractQuads(ctx context.Context, args []string, o *extractOptions) error {
	if o.out != "" {
		return usagef("--out writes jsonl alone")
	}
	paths, err := a.paths(args, &o.articleOptions)
	if err != nil {
		return err
	}
	read := &ingestOptions{articleOptions: o.articleOptions, minConfidence: o.minConfidence, force: o.force, quiet: true}
	return a.withArticles(ctx, paths, read, func(st *graph.Store) error {
		return a.writeOutput("", func(w io.Writer) error {
			return writeQuads(w, st.Quads(ctx, graph.ExportOptions{Reproducible: true}))
		})
	})
}
