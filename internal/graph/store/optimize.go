package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
)

// matchShape is a match before its iterators are built: what Cayley states as
// quads that link to this and that, and a node taken from them, in one step.
// Cayley by itself would walk one of the links and test the others quad by
// quad; a match seeks all known positions at once.
type matchShape struct {
	p     pattern
	joins []shape.QuadFilter
	out   quad.Direction
	save  []saved
	once  bool // repeated results may be left out
}

// BuildIterator implements shape.Shape.
func (s matchShape) BuildIterator(qs graph.QuadStore) iterator.Shape {
	v, ok := viewOf(qs)
	if !ok {
		return iterator.NewError(fmt.Errorf("query planned for another quad store than %T", qs))
	}
	m := &match{v: v, p: s.p, out: s.out, save: s.save, once: s.once}
	for _, f := range s.joins {
		m.joins = append(m.joins, join{slot(f.Dir), f.Values.BuildIterator(qs)})
	}
	return m
}

// Optimize implements shape.Shape; a matchShape is what optimising leads to.
func (s matchShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) {
	return s, false
}

// viewOf also finds the view under a type that embeds a Snapshot.
func viewOf(qs graph.QuadStore) (*view, bool) {
	v, ok := graph.Unwrap(qs).(interface{ base() *view })
	if !ok {
		return nil, false
	}
	return v.base(), true
}

func (v *view) base() *view { return v }

// OptimizeShape implements shape.Optimizer. Cayley calls it from the leaves up.
func (v *view) OptimizeShape(_ context.Context, s shape.Shape) (shape.Shape, bool) {
	switch s := s.(type) {
	case shape.Quads:
		return matchQuads(s)
	case shape.QuadsAction:
		return matchAction(s)
	case shape.Intersect:
		return walkedShape{shape.Intersect(mendAll(s))}, true
	case shape.IntersectOpt:
		return walkedShape{s}, true
	case shape.Except:
		return walkedShape{s}, true
	case shape.Fixed:
		return present(s)
	case shape.Union:
		return union(s), true
	case shape.Save:
		from, ok := mended(s.From)
		s.From = from
		return s, ok
	case shape.Filter:
		from, ok := mended(s.From)
		s.From = from
		return s, ok
	case shape.Unique:
		// Cayley's Unique keeps the first of equal results whatever the names
		// or ways, and stays in place; what is below need not walk the others.
		from, ok := once(s.From)
		s.From = from
		return s, ok
	case shape.NodesFrom:
		if shape.IsNull(s.Quads) {
			return shape.Null{}, true
		}
		if m, ok := s.Quads.(matchShape); ok && m.out == quad.Any {
			m.out = s.Dir
			return m, true
		}
	}
	return s, false
}

// matchQuads makes single nodes part of the pattern and the rest joins.
func matchQuads(s shape.Quads) (shape.Shape, bool) {
	if len(s) == 0 {
		return s, false
	}
	var m matchShape
	for _, f := range s {
		if f.Dir < quad.Subject || f.Dir > quad.Label {
			return s, false
		}
		if shape.IsNull(f.Values) {
			return shape.Null{}, true
		}
		if ref, ok := shape.One(f.Values); ok {
			if !m.fix(f.Dir, ref) {
				return shape.Null{}, true
			}
			continue
		}
		if tags, ok := anyNode(f.Values); ok {
			m.save = append(m.save, saved{slot(f.Dir), tags})
			continue
		}
		f.Values, _ = mended(f.Values)
		m.joins = append(m.joins, f)
	}
	return m, true
}

func mendAll(s []shape.Shape) []shape.Shape {
	out := make([]shape.Shape, len(s)) // the caller's may be in use elsewhere
	for i, sub := range s {
		out[i], _ = mended(sub)
	}
	return out
}

// present leaves out refs to what is not stored; see [Snapshot.ValueOf].
func present(s shape.Fixed) (shape.Shape, bool) {
	out := slices.DeleteFunc(slices.Clone(s), func(r graph.Ref) bool { return r == graph.Ref(absent) })
	switch len(out) {
	case len(s):
		return s, false
	case 0:
		return shape.Null{}, true
	}
	return out, true
}

// union leaves out empty parts, of which Cayley's own keeps some as nil.
func union(s shape.Union) shape.Shape {
	out := slices.DeleteFunc(mendAll(s), shape.IsNull)
	switch len(out) {
	case 0:
		return shape.Null{}
	case 1:
		return out[0]
	}
	return shape.Union(out)
}

// once lets a shape leave out repeated results.
func once(s shape.Shape) (shape.Shape, bool) {
	switch s := s.(type) {
	case matchShape:
		s.once = true
		return s, true
	case walkedShape:
		parts, ok := s.Shape.(shape.Intersect)
		if !ok {
			return s, false
		}
		out := make(shape.Intersect, len(parts))
		for i, part := range parts {
			out[i], _ = once(part)
		}
		return walkedShape{out}, true
	}
	return s, false
}

// fix makes a position known; false if it cannot match any more.
func (m *matchShape) fix(d quad.Direction, ref graph.Ref) bool {
	x, ok := ref.(nodeRef)
	if !ok || m.p.has(slot(d)) && m.p.ids[slot(d)] != id(x) {
		return false
	}
	m.p = m.p.with(slot(d), id(x))
	return true
}

// anyNode recognises a position that is free, perhaps with names to save it by.
func anyNode(s shape.Shape) (tags []string, ok bool) {
	switch s := s.(type) {
	case shape.AllNodes:
		return nil, true
	case shape.Save:
		inner, ok := anyNode(s.From)
		return append(inner, s.Tags...), ok
	}
	return nil, false
}

func matchAction(s shape.QuadsAction) (shape.Shape, bool) {
	m := matchShape{out: s.Result}
	for _, d := range quad.Directions {
		if ref, ok := s.Filter[d]; ok && !m.fix(d, ref) {
			return shape.Null{}, true
		}
		if tags, ok := s.Save[d]; ok {
			m.save = append(m.save, saved{slot(d), tags})
		}
	}
	return m, true
}

// walkedShape is an intersection or difference that tells no exact and no
// negative size. Cayley's intersection takes the size of its smallest part for
// its own, and for exact if that one's is, and count() then returns it
// unwalked: V(a, b).has(p, x).count() is 2 whatever the graph holds. Its
// difference subtracts estimates, and at -1 the intersection around it
// divides by zero.
type walkedShape struct{ shape.Shape }

// BuildIterator implements shape.Shape.
func (s walkedShape) BuildIterator(qs graph.QuadStore) iterator.Shape {
	return walked{s.Shape.BuildIterator(qs)}
}

// Optimize implements shape.Shape.
func (s walkedShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) {
	return s, false
}

type walked struct{ iterator.Shape }

func (w walked) Optimize(ctx context.Context) (iterator.Shape, bool) {
	sub, _ := w.Shape.Optimize(ctx)
	if iterator.IsNull(sub) {
		return sub, true
	}
	return walked{sub}, true
}

func (w walked) Stats(ctx context.Context) (iterator.Costs, error) {
	costs, err := w.Shape.Stats(ctx)
	return sane(costs), err
}

// mostCost keeps products of costs and sizes within an int64.
const mostCost = 1 << 30

// sane brings costs into the range that Cayley's arithmetic bears.
func sane(c iterator.Costs) iterator.Costs {
	clamp := func(n int64) int64 { return min(max(n, 0), mostCost) }
	return iterator.Costs{
		ContainsCost: clamp(c.ContainsCost), NextCost: clamp(c.NextCost),
		Size: refs.Size{Value: clamp(c.Size.Value)},
	}
}
