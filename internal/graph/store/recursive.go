package store

import (
	"context"
	"reflect"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/query/shape"
)

// Cayley's recursion (followRecursive), asked whether it contains a node,
// answers with the names saved for the node of an earlier question. What
// follows puts a memory in between: nodes are kept with their names as the
// recursion comes upon them.

// mended wraps a shape that builds its iterator by a function, as Cayley's
// recursion does and nothing else.
func mended(s shape.Shape) (shape.Shape, bool) {
	if s == nil || reflect.TypeOf(s).Kind() != reflect.Func {
		return s, false
	}
	return mendedShape{s}, true
}

type mendedShape struct{ shape.Shape }

func (s mendedShape) BuildIterator(qs graph.QuadStore) iterator.Shape {
	it := s.Shape.BuildIterator(qs)
	if rec, ok := it.(*iterator.Recursive); ok {
		return &recursion{rec}
	}
	return it
}

func (s mendedShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) {
	return s, false
}

// recursion is Cayley's recursion with a lookup of our own.
type recursion struct{ *iterator.Recursive }

func (r *recursion) Optimize(ctx context.Context) (iterator.Shape, bool) {
	r.Recursive.Optimize(ctx) // in place
	return r, false
}

// Stats tames a size that is the fifth power of another.
func (r *recursion) Stats(ctx context.Context) (iterator.Costs, error) {
	costs, err := r.Recursive.Stats(ctx)
	return sane(costs), err
}

func (r *recursion) Lookup() iterator.Index {
	return &recursionIndex{walk: r.Recursive.Iterate(), found: map[any][]map[string]graph.Ref{}}
}

type recursionIndex struct {
	walk  iterator.Scanner
	found map[any][]map[string]graph.Ref // names of each way to a node
	ways  []map[string]graph.Ref         // those of the present node, from the present one on
	cur   graph.Ref
}

// Contains walks on until the node appears.
func (x *recursionIndex) Contains(ctx context.Context, r graph.Ref) bool {
	x.cur, x.ways = nil, nil
	if r == nil {
		return false
	}
	for x.found[r.Key()] == nil {
		if !x.walk.Next(ctx) {
			return false
		}
		x.keep(ctx)
	}
	x.cur, x.ways = r, x.found[r.Key()]
	return true
}

func (x *recursionIndex) keep(ctx context.Context) {
	key := x.walk.Result().Key()
	for {
		names := map[string]graph.Ref{}
		x.walk.TagResults(names)
		x.found[key] = append(x.found[key], names)
		if !x.walk.NextPath(ctx) {
			return
		}
	}
}

func (x *recursionIndex) NextPath(context.Context) bool {
	if len(x.ways) < 2 {
		return false
	}
	x.ways = x.ways[1:]
	return true
}

func (x *recursionIndex) TagResults(dst map[string]graph.Ref) {
	if len(x.ways) == 0 {
		return
	}
	for t, r := range x.ways[0] {
		dst[t] = r
	}
}

func (x *recursionIndex) Result() graph.Ref { return x.cur }
func (x *recursionIndex) Err() error        { return x.walk.Err() }
func (x *recursionIndex) Close() error      { return x.walk.Close() }
func (x *recursionIndex) String() string    { return "RecursionContains" }
