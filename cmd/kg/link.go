package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/link"
	"kg/internal/ontology"
)

type linkOptions struct {
	format formatOption
	graph  string
	sssom  string
	apply  bool
	undo   bool
}

func newLinkCommand(a *app) *cobra.Command {
	var o linkOptions
	cmd := &cobra.Command{
		Use:   "link FILE... | --graph IRI | --undo [RUN]",
		Short: "Find what another graph knows of the same things",
		Long: `Find what another graph, in a file or imported under a label, knows of the same
things: entities with one identifier (sameAs, Wikidata, GeoNames, LEI, home page), and
entities of one class that have one name, one to one. People need two words of it, bodies
such as "Department of Commerce" their jurisdiction. What has several answers is listed
apart and never chosen.

--apply writes the links into the graph of links, owl:sameAs for identifiers and
skos:closeMatch for names; "kg query --linked" follows them, as far as the other graph is
imported. --undo takes back the last run, or the one that is named.`,
		Example: `  kg link wikidata-slice.nt
  kg import --graph https://wikidata.example/ wikidata-slice.nt
  kg link --graph https://wikidata.example/ --apply
  kg query facts-about entity="Zhang Jingsong" --linked
  kg link --undo`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.runLink(cmd.Context(), args, &o) },
	}
	o.format.addFlags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.graph, "graph", "", "the other graph is what has this label (`IRI`), or one that starts so if it ends with /, # or :")
	flags.StringVar(&o.sssom, "sssom", "", "write the links as SSSOM to a `file`, too; to standard output (-) instead of the rows")
	flags.BoolVar(&o.apply, "apply", false, "write the links into the database")
	flags.BoolVar(&o.undo, "undo", false, "take back a run")
	return cmd
}

func (a *app) runLink(ctx context.Context, args []string, o *linkOptions) error {
	switch {
	case o.undo && (o.apply || o.graph != "" || o.sssom != "" || len(args) > 1):
		return usagef("--undo takes a run or nothing")
	case o.undo:
		return a.with(ctx, graph.Options{}, func(st *graph.Store) error { return a.undoLinks(ctx, st, args) })
	case (len(args) > 0) == (o.graph != ""):
		return withHint(usagef("name the other graph: files, or --graph IRI"), "kg link other.nq")
	}
	if _, err := ontology.ParseIRI(o.graph); o.graph != "" && err != nil {
		return &usageError{fmt.Errorf("--graph %w", err)}
	}
	for _, name := range args { // before the database is opened, whose errors come joined
		if _, err := os.Stat(name); name != "-" && err != nil {
			return err
		}
	}
	open := a.reading
	if o.apply {
		open = func(ctx context.Context, f func(*graph.Store) error) error { return a.with(ctx, graph.Options{}, f) }
	}
	return open(ctx, func(st *graph.Store) error { return a.link(ctx, st, args, o) })
}

// link finds the links, shows them and writes them where asked to.
func (a *app) link(ctx context.Context, st *graph.Store, files []string, o *linkOptions) error {
	result, err := a.matchGraphs(ctx, st, files, o.graph)
	if err != nil {
		return err
	}
	run := link.Run{Base: st.Base(), Other: otherName(files, o.graph), Version: version, Started: a.now()}
	if o.sssom != "-" {
		if err := a.showLinks(result, o); err != nil {
			return err
		}
	}
	if o.sssom != "" {
		if err := a.writeOutput(o.sssom, func(w io.Writer) error { return result.WriteSSSOM(w, run) }); err != nil {
			return err
		}
	}
	if !o.apply {
		a.logf("%s; --apply writes the links", linkCounts(result))
		return nil
	}
	added := 0
	if known, err := isKnown(ctx, st, result.Quads(run)); err != nil {
		return err
	} else if !known {
		if added, err = st.Import(ctx, each(result.Quads(run)), graph.ImportOptions{}); err != nil {
			return err
		}
	}
	a.logf("%s; %d quads written", linkCounts(result), added)
	if added > 0 {
		a.logf("run %s; kg link --undo takes it back", string(run.IRI(result)))
	}
	return nil
}

// isKnown says whether all the links are written already; then the run is, too, and its
// time is that of the first.
func isKnown(ctx context.Context, st *graph.Store, quads []quad.Quad) (bool, error) {
	links := st.Base().Graph("links")
	have := make(map[quad.Quad]bool)
	for q, err := range st.Quads(ctx, graph.ExportOptions{Graph: links}) {
		if err != nil {
			return false, err
		}
		have[q] = true
	}
	return !slices.ContainsFunc(quads, func(q quad.Quad) bool { return q.Label == links && !have[q] }), nil
}

func linkCounts(result *link.Result) string {
	return fmt.Sprintf("links: %d; left apart: %d", len(result.Links), len(result.Apart))
}

func (a *app) matchGraphs(ctx context.Context, st *graph.Store, files []string, label string) (*link.Result, error) {
	ont, err := a.ontology()
	if err != nil {
		return nil, err
	}
	own, err := link.Read(ctx, ont, ownQuads(ctx, st))
	if err != nil {
		return nil, err
	}
	quads := labelled(ctx, st, label)
	if label == "" {
		quads = a.allQuads(ctx, files)
	}
	other, err := link.Read(ctx, ont, quads)
	if err != nil {
		return nil, err
	}
	if len(other.Entities) == 0 {
		return nil, withHint(fmt.Errorf("no entity in %s", otherName(files, label)), "a graph is read by its types, labels and identifiers; kg stats shows what is imported")
	}
	return link.Match(own, other), nil
}

// ownQuads are those of the database's own articles and entities, with the identifiers
// in the graph of links, but without what linking wrote there.
func ownQuads(ctx context.Context, st *graph.Store) iter.Seq2[quad.Quad, error] {
	reserved := []quad.Value{st.Base().Graph("links"), st.Base().Graph("runs"), st.Base().Graph("ontology")}
	return func(yield func(quad.Quad, error) bool) {
		for q, err := range link.Unlinked(st.Quads(ctx, graph.ExportOptions{Graph: st.Base().Graph("links")})) {
			if !yield(q, err) {
				return
			}
		}
		for q, err := range labelled(ctx, st, string(st.Base())) {
			if err == nil && slices.Contains(reserved, q.Label) {
				continue
			}
			if !yield(q, err) {
				return
			}
		}
	}
}

// labelled are the quads with a label, or with one that starts so if it ends as a base
// does.
func labelled(ctx context.Context, st *graph.Store, label string) iter.Seq2[quad.Quad, error] {
	if !strings.HasSuffix(label, "/") && !strings.HasSuffix(label, "#") && !strings.HasSuffix(label, ":") {
		return st.Quads(ctx, graph.ExportOptions{Graph: quad.IRI(label)})
	}
	return func(yield func(quad.Quad, error) bool) {
		for q, err := range st.Quads(ctx, graph.ExportOptions{}) {
			if iri, ok := q.Label.(quad.IRI); err == nil && (!ok || !strings.HasPrefix(string(iri), label)) {
				continue
			}
			if !yield(q, err) {
				return
			}
		}
	}
}

// allQuads reads one file after the other.
func (a *app) allQuads(ctx context.Context, files []string) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, name := range files {
			for q, err := range a.quads(ctx, name) {
				if !yield(q, err) {
					return
				}
			}
		}
	}
}

func each(quads []quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
}

// otherName names the other graph without the folders that it lies in.
func otherName(files []string, label string) string {
	if label != "" {
		return label
	}
	names := make([]string, len(files))
	for i, name := range files {
		names[i] = filepath.Base(name)
	}
	return strings.Join(names, ", ")
}

// showLinks prints the links, then what stays apart.
func (a *app) showLinks(result *link.Result, o *linkOptions) error {
	w, err := o.format.writer(a.stdout, "link", "name", "class", "other_name", "reason", "entity", "other_entity")
	if err != nil {
		return err
	}
	for _, l := range result.Links {
		_, predicate, _ := strings.Cut(string(l.Predicate), "#")
		predicate = predicate[strings.LastIndex(predicate, "#")+1:]
		if err := w.Write(predicate, l.Subject.Label, l.Subject.Classes, l.Object.Label, l.Evidence.Reason(), string(l.Subject.IRI), string(l.Object.IRI)); err != nil {
			return err
		}
	}
	for _, apart := range result.Apart {
		first := apart.From[0]
		if err := w.Write("apart", first.Label, first.Classes, apart.To[0].Label, apart.Evidence.Reason()+", but "+apart.Why, iris(apart.From), iris(apart.To)); err != nil {
			return err
		}
	}
	return w.Close()
}

func iris(entities []*link.Entity) []string {
	out := make([]string, len(entities))
	for i, e := range entities {
		out[i] = string(e.IRI)
	}
	return out
}

// undoLinks takes back the run that is named, or the last one.
func (a *app) undoLinks(ctx context.Context, st *graph.Store, args []string) error {
	quads := func() iter.Seq2[quad.Quad, error] {
		return func(yield func(quad.Quad, error) bool) {
			for _, name := range []string{"links", "runs"} {
				for q, err := range st.Quads(ctx, graph.ExportOptions{Graph: st.Base().Graph(name)}) {
					if !yield(q, err) {
						return
					}
				}
			}
		}
	}
	run, err := chooseRun(quads(), args)
	if err != nil {
		return err
	}
	gone, err := link.Undo(run, quads())
	if err != nil {
		return err
	}
	if _, err := st.Remove(ctx, each(gone)); err != nil {
		return err
	}
	a.logf("run %s taken back: %d quads removed", string(run), len(gone))
	return nil
}

// chooseRun finds the run to take back.
func chooseRun(quads iter.Seq2[quad.Quad, error], args []string) (quad.IRI, error) {
	runs, err := link.Runs(quads)
	if err != nil {
		return "", err
	}
	var known []string
	for _, r := range runs {
		known = append(known, string(r.IRI))
		if len(args) == 1 && string(r.IRI) == strings.Trim(args[0], "<>") {
			return r.IRI, nil
		}
	}
	switch {
	case len(runs) == 0:
		return "", fmt.Errorf("no links to take back")
	case len(args) == 1:
		return "", withHint(fmt.Errorf("no run %q", args[0]), "the runs are %s", strings.Join(known, ", "))
	case len(runs) > 1 && runs[len(runs)-1].Started == "":
		return "", withHint(usagef("which run was the last is not known"), "name one: %s", strings.Join(known, ", "))
	}
	return runs[len(runs)-1].IRI, nil
}
