package graph

import (
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/internal/graph/store"
	"kg/internal/ontology"
)

// tx collects one change and shows the store as it will be with it.
type tx struct {
	ctx     context.Context
	view    *store.Snapshot
	base    ontology.Base
	added   map[quad.Quad]bool
	removed map[quad.Quad]bool
	at      map[position][]quad.Quad // the added quads by subject, object and label
}

// position is a term in one place of a quad.
type position struct {
	d    quad.Direction
	term quad.Value
}

func newTx(ctx context.Context, v *store.Snapshot, base ontology.Base) *tx {
	return &tx{ctx: ctx, view: v, base: base, added: make(map[quad.Quad]bool), removed: make(map[quad.Quad]bool), at: make(map[position][]quad.Quad)}
}

// matches holds where q agrees with every term of pattern that is not nil.
func matches(pattern, q quad.Quad) bool {
	return (pattern.Subject == nil || pattern.Subject == q.Subject) &&
		(pattern.Predicate == nil || pattern.Predicate == q.Predicate) &&
		(pattern.Object == nil || pattern.Object == q.Object) &&
		(pattern.Label == nil || pattern.Label == q.Label)
}

// match gives what will match, in no order.
func (t *tx) match(pattern quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for q, err := range t.view.Quads(t.ctx, pattern) {
			if err == nil && t.removed[q] {
				continue
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
		for _, q := range t.candidates(pattern) {
			if matches(pattern, q) && !yield(q, nil) {
				return
			}
		}
	}
}

// indexed are the places in which added quads are looked up.
var indexed = []quad.Direction{quad.Subject, quad.Object, quad.Label}

// candidates are added quads, all that match among them.
func (t *tx) candidates(pattern quad.Quad) []quad.Quad {
	best, found := []quad.Quad(nil), false
	for _, d := range indexed {
		if term := pattern.Get(d); term != nil {
			if qs := t.at[position{d, term}]; !found || len(qs) < len(best) {
				best, found = qs, true
			}
		}
	}
	if found {
		return slices.Clone(best) // the caller may add and remove while it walks
	}
	return slices.Collect(maps.Keys(t.added))
}

func (t *tx) any(pattern quad.Quad) (bool, error) {
	for _, err := range t.match(pattern) {
		return err == nil, err
	}
	return false, nil
}

func (t *tx) all(pattern quad.Quad) ([]quad.Quad, error) { return collect(t.match(pattern)) }

// graph is the quads under a label, as they will be.
func (t *tx) graph(label quad.IRI) ([]quad.Quad, error) { return t.all(quad.Quad{Label: label}) }

// replace makes want the quads under label.
func (t *tx) replace(label quad.IRI, want []quad.Quad) error {
	have, err := t.graph(label)
	if err != nil {
		return err
	}
	keep := make(map[quad.Quad]bool, len(want))
	for _, q := range want {
		keep[q] = true
	}
	for _, q := range have {
		if keep[q] {
			delete(keep, q)
		} else {
			t.remove(q)
		}
	}
	for q := range keep {
		t.add(q)
	}
	return nil
}

func (t *tx) add(q quad.Quad) {
	switch {
	case t.removed[q]:
		delete(t.removed, q)
	case !t.added[q]:
		t.added[q] = true
		for _, d := range indexed {
			at := position{d, q.Get(d)}
			t.at[at] = append(t.at[at], q)
		}
	}
}

func (t *tx) remove(q quad.Quad) {
	if !t.added[q] {
		t.removed[q] = true
		return
	}
	delete(t.added, q)
	for _, d := range indexed {
		at := position{d, q.Get(d)}
		t.at[at] = slices.DeleteFunc(t.at[at], func(other quad.Quad) bool { return other == q })
	}
}

// empty holds when nothing will change.
func (t *tx) empty() bool { return len(t.added) == 0 && len(t.removed) == 0 }

// commit writes the change, in one order for one change.
func (t *tx) commit(quads *store.Store) error {
	if t.empty() {
		return nil
	}
	_, err := quads.Apply(t.ctx, store.Batch{Add: keysSorted(t.added), Remove: keysSorted(t.removed)})
	return err
}

func keysSorted(m map[quad.Quad]bool) []quad.Quad {
	out := slices.Collect(maps.Keys(m))
	slices.SortFunc(out, compareQuads)
	return out
}

func collect(seq iter.Seq2[quad.Quad, error]) ([]quad.Quad, error) {
	var out []quad.Quad
	for q, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	return out, nil
}
