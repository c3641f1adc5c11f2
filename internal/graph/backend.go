package graph

import (
	"context"
	"errors"
	"iter"
	"sync"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/quad"

	"kg/internal/ontology"
)

// backend holds the quads. A change is atomic.
type backend interface {
	view() (view, error)
	apply(ctx context.Context, add, remove []quad.Quad) error
	Close() error
}

// view is one state of the store.
type view interface {
	engine() cayley.QuadStore
	// match gives the quads that agree with the terms of pattern that are not nil.
	match(ctx context.Context, pattern quad.Quad) iter.Seq2[quad.Quad, error]
	Close() error
}

func openBackend(ctx context.Context, path string, opts Options) (backend, ontology.Base, error) {
	if path != Memory {
		return nil, "", &OpenError{Path: path, Err: ErrNoStore}
	}
	base := opts.Base
	if base == "" {
		base = ontology.DefaultBase
	}
	return &memBackend{qs: memstore.New()}, base, nil
}

type memBackend struct {
	mu sync.RWMutex
	qs *memstore.QuadStore
}

func (b *memBackend) view() (view, error) { return memView{b.qs}, nil }
func (b *memBackend) Close() error        { return nil }

func (b *memBackend) apply(ctx context.Context, add, remove []quad.Quad) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, q := range remove {
		if err := b.qs.ApplyDeltas([]cayley.Delta{{Quad: q, Action: cayley.Delete}}, cayley.IgnoreOpts{}); err != nil {
			return err
		}
	}
	for _, q := range add {
		if q.Label == nil {
			return errors.New("no label")
		}
		if err := b.qs.ApplyDeltas([]cayley.Delta{{Quad: q, Action: cayley.Add}}, cayley.IgnoreOpts{}); err != nil {
			return err
		}
	}
	return nil
}

type memView struct{ qs cayley.QuadStore }

func (v memView) engine() cayley.QuadStore { return v.qs }
func (v memView) Close() error             { return nil }

func (v memView) match(ctx context.Context, pattern quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		shape := v.qs.QuadsAllIterator()
		best := int64(-1)
		for _, d := range quad.Directions {
			val := pattern.Get(d)
			if val == nil {
				continue
			}
			ref, err := v.qs.ValueOf(val)
			if err != nil || ref == nil {
				return
			}
			n, err := v.qs.QuadIteratorSize(ctx, d, ref)
			if err == nil && (best < 0 || n.Value < best) {
				best = n.Value
				shape = v.qs.QuadIterator(d, ref)
			}
		}
		it := shape.Iterate()
		defer it.Close()
		for it.Next(ctx) {
			q, err := v.qs.Quad(it.Result())
			if err != nil {
				yield(quad.Quad{}, err)
				return
			}
			if matches(pattern, q) && !yield(q, nil) {
				return
			}
		}
		if err := it.Err(); err != nil {
			yield(quad.Quad{}, err)
		}
	}
}
