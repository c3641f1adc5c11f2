package store

import (
	"context"
	"fmt"
	"math"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
)

var (
	_ graph.QuadStore = (*Snapshot)(nil)
	_ graph.QuadStore = (*Live)(nil)
	_ shape.Optimizer = (*Snapshot)(nil)
	_ shape.Optimizer = (*Live)(nil)
)

// Refs are plain ids: comparing, hashing and taking a quad apart cost no read.
type (
	nodeRef id
	quadRef idQuad
)

func (r nodeRef) Key() any { return r }
func (r quadRef) Key() any { return r }

// refOf gives no ref for the missing label of a lenient store.
func refOf(x id) graph.Ref {
	if x == 0 {
		return nil
	}
	return nodeRef(x)
}

// A Live is the store's changing present as a graph.QuadStore that can be
// written, as Cayley's own writers expect it. Each iterator sees the state of
// the moment in which it was started; two of one query may differ. Queries
// want a [Snapshot].
type Live struct{ *view }

// QuadStore gives the store as Cayley writes it. Closing it is left to
// [Store.Close].
func (st *Store) QuadStore() *Live { return &Live{st.live} }

// Close does nothing: the store is its owner's to close.
func (*Live) Close() error { return nil }

// ApplyDeltas implements graph.QuadStore as one transaction; each delta sees
// those before it.
func (l *Live) ApplyDeltas(deltas []graph.Delta, ignore graph.IgnoreOpts) error {
	return l.st.update(func(tx *txn) error {
		for _, d := range deltas {
			if err := tx.applyDelta(d, ignore); err != nil {
				return &graph.DeltaError{Delta: d, Err: err}
			}
		}
		_, err := tx.commit(nil)
		return err
	})
}

func (tx *txn) applyDelta(d graph.Delta, ignore graph.IgnoreOpts) error {
	switch d.Action {
	case graph.Add:
		if err := tx.st.validate(d.Quad); err != nil {
			return err
		}
		c, err := tx.find(d.Quad, true)
		switch {
		case err != nil:
			return err
		case c == nil:
			return &QuadError{Quad: d.Quad, Direction: quad.Any, Reason: "incomplete"}
		case c.want && !ignore.IgnoreDup:
			return graph.ErrQuadExists
		}
		c.want = true
	case graph.Delete:
		c, err := tx.find(d.Quad, false)
		switch {
		case err != nil:
			return err
		case c != nil && c.want:
			c.want = false
		case !ignore.IgnoreMissing:
			return graph.ErrQuadNotExist
		}
	default:
		return graph.ErrInvalidAction
	}
	return nil
}

// NewQuadWriter implements graph.QuadStore. Each call of WriteQuads is a
// transaction that is durable when it returns.
func (l *Live) NewQuadWriter() (quad.WriteCloser, error) { return quadWriter{l.st}, nil }

type quadWriter struct{ st *Store }

func (w quadWriter) WriteQuad(q quad.Quad) error {
	_, err := w.WriteQuads([]quad.Quad{q})
	return err
}

func (w quadWriter) WriteQuads(quads []quad.Quad) (int, error) {
	if _, err := w.st.Apply(context.Background(), Batch{Add: quads}); err != nil {
		return 0, err
	}
	return len(quads), nil
}

func (quadWriter) Close() error { return nil }

// ApplyDeltas fails: a snapshot does not change.
func (*Snapshot) ApplyDeltas([]graph.Delta, graph.IgnoreOpts) error { return ErrReadOnly }

// NewQuadWriter fails: a snapshot does not change.
func (*Snapshot) NewQuadWriter() (quad.WriteCloser, error) { return nil, ErrReadOnly }

// ValueOf implements graph.QuadStore.
func (v *view) ValueOf(t quad.Value) (graph.Ref, error) {
	x, err := v.idOf(t)
	return refOf(x), err
}

// absent stands for any term that is not stored: an id that is never given.
const absent = nodeRef(math.MaxUint64)

// ValueOf implements graph.QuadStore, but for a term that is not stored it
// gives a ref that stands for nothing rather than no ref: from that, Cayley's
// optimiser makes nil parts of a query and then panics on them, in a
// goroutine that nobody can recover (V().except(V(x)) is enough).
func (sn *Snapshot) ValueOf(t quad.Value) (graph.Ref, error) {
	r, err := sn.view.ValueOf(t)
	if r == nil && err == nil && t != nil {
		r = absent
	}
	return r, err
}

// NameOf implements graph.QuadStore.
func (v *view) NameOf(r graph.Ref) (quad.Value, error) {
	switch r := r.(type) {
	case nodeRef:
		if r == absent {
			return quad.String(""), nil // Cayley's order() panics on no name
		}
		return v.termOf(id(r))
	case refs.PreFetchedValue:
		return r.NameOf(), nil
	}
	return nil, nil
}

// Quad implements graph.QuadStore.
func (v *view) Quad(r graph.Ref) (quad.Quad, error) {
	q, ok := r.(quadRef)
	if !ok {
		return quad.Quad{}, nil
	}
	return v.quadOf(idQuad(q))
}

// QuadDirection implements graph.QuadStore.
func (v *view) QuadDirection(r graph.Ref, d quad.Direction) (graph.Ref, error) {
	q, ok := r.(quadRef)
	if !ok {
		return nil, nil
	}
	if d < quad.Subject || d > quad.Label {
		return nil, fmt.Errorf("direction %d is no place in a quad", d)
	}
	return refOf(q[slot(d)]), nil
}

// QuadIterator implements graph.QuadStore.
func (v *view) QuadIterator(d quad.Direction, r graph.Ref) iterator.Shape {
	x, ok := r.(nodeRef)
	if !ok || d < quad.Subject || d > quad.Label {
		return iterator.NewNull()
	}
	return &match{v: v, p: pattern{}.with(slot(d), id(x))}
}

// QuadIteratorSize implements graph.QuadStore.
func (v *view) QuadIteratorSize(ctx context.Context, d quad.Direction, r graph.Ref) (refs.Size, error) {
	x, ok := r.(nodeRef)
	if !ok || d < quad.Subject || d > quad.Label {
		return refs.Size{Exact: true}, nil
	}
	n, exact, err := v.estimate(ctx, pattern{}.with(slot(d), id(x)))
	return refs.Size{Value: n, Exact: exact}, err
}

// Stats implements graph.QuadStore; it is always exact.
func (v *view) Stats(context.Context, bool) (graph.Stats, error) {
	s, err := readState(v)
	return graph.Stats{
		Nodes: refs.Size{Value: s.terms, Exact: true},
		Quads: refs.Size{Value: s.quads, Exact: true},
	}, err
}

// QuadsAllIterator implements graph.QuadStore.
func (v *view) QuadsAllIterator() iterator.Shape { return &match{v: v} }

// NodesAllIterator implements graph.QuadStore.
func (v *view) NodesAllIterator() iterator.Shape { return &allNodes{v: v} }

// SizeOf tells in how many quads a node stands, as the subject, predicate,
// object and label together.
func (v *view) SizeOf(r graph.Ref) int64 {
	x, ok := r.(nodeRef)
	if !ok {
		return 0
	}
	c, err := readCounts(v, id(x))
	if err != nil {
		return 0
	}
	return c[subject] + c[predicate] + c[object] + c[label]
}
