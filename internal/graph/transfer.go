package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/internal/graph/store"
)

// ExportOptions choose what goes out. The zero value is everything.
type ExportOptions struct {
	// Article, an IRI or id, asks for one article with its versions, and the
	// statements and entities that it needs.
	Article string

	// Graph asks for the quads under one label.
	Graph quad.IRI

	// Reproducible leaves out the runs graph, the only place with the time of reading,
	// so that the same articles give the same bytes.
	Reproducible bool
}

// Quads gives the store's quads by code point of their N-Quads lines, of one state of
// the store.
func (st *Store) Quads(ctx context.Context, opts ExportOptions) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		v, err := st.quads.Snapshot()
		if err != nil {
			yield(quad.Quad{}, err)
			return
		}
		defer v.Close()
		runs := st.base.Graph("runs")
		for q, err := range st.chosen(ctx, v, opts) {
			if err == nil && opts.Reproducible && q.Label == runs {
				continue
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
	}
}

func (st *Store) chosen(ctx context.Context, v *store.Snapshot, opts ExportOptions) iter.Seq2[quad.Quad, error] {
	switch {
	case opts.Article != "":
		return sortAll(func() ([]quad.Quad, error) { return st.articleQuads(ctx, v, opts.Article) })
	case opts.Graph != "":
		return sortAll(func() ([]quad.Quad, error) {
			return collect(v.Quads(ctx, quad.Quad{Label: opts.Graph}))
		})
	}
	return bySubject(ctx, v)
}

func sortAll(read func() ([]quad.Quad, error)) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		qs, err := read()
		if err != nil {
			yield(quad.Quad{}, err)
			return
		}
		for _, q := range sortedQuads(qs) {
			if !yield(q, nil) {
				return
			}
		}
	}
}

// bySubject sorts the subjects, and the quads of one subject at a time, so that the
// memory it takes is that of the subjects.
func bySubject(ctx context.Context, v *store.Snapshot) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		subjects, err := subjects(ctx, v)
		if err != nil {
			yield(quad.Quad{}, err)
			return
		}
		for _, s := range subjects {
			qs, err := collect(v.Quads(ctx, quad.Quad{Subject: s}))
			if err != nil {
				yield(quad.Quad{}, err)
				return
			}
			for _, q := range sortedQuads(qs) {
				if !yield(q, nil) {
					return
				}
			}
		}
	}
}

// subjects are the subjects of all quads, in the order of lines.
func subjects(ctx context.Context, v *store.Snapshot) ([]quad.Value, error) {
	var out []quad.Value
	for q, err := range v.Quads(ctx, quad.Quad{}) {
		if err != nil {
			return nil, err
		}
		if n := len(out); n == 0 || out[n-1] != q.Subject { // mostly they come in groups
			out = append(out, q.Subject)
		}
	}
	slices.SortFunc(out, compareTerms)
	return slices.Compact(out), nil
}

// articleQuads are an article's graph and those of its versions, statements and
// entities.
func (st *Store) articleQuads(ctx context.Context, v *store.Snapshot, article string) ([]quad.Quad, error) {
	iri, err := st.article(ctx, v, article)
	if err != nil {
		return nil, err
	}
	labels := []quad.Value{iri}
	versions, err := newTx(ctx, v, st.base).versions(iri)
	if err != nil {
		return nil, err
	}
	for _, version := range versions {
		labels = append(labels, version)
	}
	seen := map[quad.Value]bool{}
	var out []quad.Quad
	for i := 0; i < len(labels); i++ {
		if seen[labels[i]] {
			continue
		}
		seen[labels[i]] = true
		qs, err := collect(v.Quads(ctx, quad.Quad{Label: labels[i]}))
		if err != nil {
			return nil, err
		}
		out = append(out, qs...)
		for _, q := range qs {
			switch q.Predicate {
			case kgStates:
				labels = append(labels, q.Object)
			case schemaName, schemaAltName:
				labels = append(labels, q.Subject)
			}
		}
	}
	for label := range seen {
		qs, err := runQuads(ctx, v, label, st.base.Graph("runs"))
		if err != nil {
			return nil, err
		}
		out = append(out, qs...)
	}
	return out, nil
}

// runQuads are what the runs graph says of who read an article.
func runQuads(ctx context.Context, v *store.Snapshot, article quad.Value, runs quad.IRI) ([]quad.Quad, error) {
	out, err := collect(v.Quads(ctx, quad.Quad{Subject: article, Predicate: provGenerated, Label: runs}))
	if err != nil {
		return nil, err
	}
	for _, q := range out {
		run, err := collect(v.Quads(ctx, quad.Quad{Subject: q.Object, Label: runs}))
		if err != nil {
			return nil, err
		}
		out = append(out, run...)
	}
	return out, nil
}

// ImportOptions say how to take quads in.
type ImportOptions struct {
	Graph quad.IRI // labels what has no label; required where there is any
}

// ErrUnlabelled is what Import says of a quad without a label when it was given none.
var ErrUnlabelled = errors.New("a quad has no label: name a graph for it")

// importBatch is how many quads go into one transaction.
const importBatch = 50_000

// Import takes quads in, keeping their labels, and tells how many were not there yet.
// An error of quads ends it; what came before the batch at fault stays.
func (st *Store) Import(ctx context.Context, quads iter.Seq2[quad.Quad, error], opts ImportOptions) (added int, err error) {
	st.write.Lock()
	defer st.write.Unlock()
	in := importer{ctx: ctx, st: st, relabelled: make(map[quad.IRI]bool)}
	for q, err := range quads {
		if err != nil {
			return in.added, err
		}
		if q.Label == nil {
			if opts.Graph == "" {
				return in.added, fmt.Errorf("import %s: %w", termText(q.Subject), ErrUnlabelled)
			}
			q.Label = opts.Graph
		}
		if err := in.take(q); err != nil {
			return in.added, err
		}
	}
	if err := in.flush(); err != nil {
		return in.added, err
	}
	return in.added, in.settle()
}

// importer collects quads into batches.
type importer struct {
	ctx        context.Context
	st         *Store
	batch      []quad.Quad
	added      int
	relabelled map[quad.IRI]bool // entities whose own graph took in a label
}

func (in *importer) take(q quad.Quad) error {
	if iri, ok := q.Subject.(quad.IRI); ok && q.Predicate == rdfsLabel && q.Label == iri {
		in.relabelled[iri] = true
	}
	if in.batch = append(in.batch, q); len(in.batch) < importBatch {
		return nil
	}
	return in.flush()
}

func (in *importer) flush() error {
	stats, err := in.st.quads.Apply(in.ctx, store.Batch{Add: in.batch})
	in.added += stats.Added
	in.batch = in.batch[:0]
	return err
}

// settle derives anew the entities that were here under another label, so that they are
// as if their articles had been read here.
func (in *importer) settle() error {
	v, err := in.st.quads.Snapshot()
	if err != nil {
		return err
	}
	defer v.Close()
	t := newTx(in.ctx, v, in.st.base)
	for iri := range in.relabelled {
		n, err := v.Count(in.ctx, quad.Quad{Subject: iri, Predicate: rdfsLabel, Label: iri})
		if err != nil {
			return err
		}
		if n > 1 {
			if err := t.deriveEntity(iri); err != nil {
				return err
			}
		}
	}
	return t.commit(in.st.quads)
}

// Remove takes quads out, in one transaction, and tells how many were there.
func (st *Store) Remove(ctx context.Context, quads iter.Seq2[quad.Quad, error]) (removed int, err error) {
	err = st.change(ctx, func(t *tx) error {
		for q, err := range quads {
			if err != nil {
				return err
			}
			have, err := t.any(q)
			if err != nil {
				return err
			}
			if have {
				t.remove(q)
				removed++
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return removed, nil
}
