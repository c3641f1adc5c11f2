package store

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
)

// allNodes is every term of the dictionary, in the order of ids. Terms leave
// the dictionary with their last quad, so there are no orphans to skip.
type allNodes struct{ v *view }

func (it *allNodes) Iterate() iterator.Scanner { return &allNodesScanner{v: it.v} }
func (it *allNodes) Lookup() iterator.Index    { return &allNodesIndex{v: it.v} }

func (it *allNodes) SubIterators() []iterator.Shape                  { return nil }
func (it *allNodes) Optimize(context.Context) (iterator.Shape, bool) { return it, false }
func (it *allNodes) String() string                                  { return "AllNodes" }

func (it *allNodes) Stats(ctx context.Context) (iterator.Costs, error) {
	st, err := it.v.Stats(ctx, false)
	return iterator.Costs{ContainsCost: costCheck, NextCost: costStep, Size: st.Nodes}, err
}

type allNodesScanner struct {
	v     *view
	l     *lease
	key   []byte
	steps int
	cur   id
	err   error
	done  bool
}

func (s *allNodesScanner) Next(ctx context.Context) bool {
	if s.done || s.err != nil {
		return false
	}
	if s.steps%checkEvery == checkEvery-1 && ctx.Err() != nil {
		s.err = ctx.Err()
		return false
	}
	var key []byte
	key, s.err = s.step()
	if s.err != nil || key == nil {
		s.done = true
		return false
	}
	s.key = key
	s.cur, _, s.err = cutID(key[1:])
	return s.err == nil
}

func (s *allNodesScanner) step() ([]byte, error) {
	head := []byte{spaceNode}
	s.steps++
	if s.l != nil {
		return s.l.next(head, s.key)
	}
	var err error
	if s.l, err = s.v.lease(); err != nil {
		return nil, err
	}
	return s.l.seek(head, head, s.key)
}

func (s *allNodesScanner) Result() graph.Ref               { return refOf(s.cur) }
func (s *allNodesScanner) Err() error                      { return s.err }
func (s *allNodesScanner) TagResults(map[string]graph.Ref) {}
func (s *allNodesScanner) NextPath(context.Context) bool   { return false }
func (s *allNodesScanner) String() string                  { return "AllNodesNext" }

func (s *allNodesScanner) Close() error {
	s.done = true
	if s.l == nil {
		return nil
	}
	err := s.l.release()
	s.l = nil
	return err
}

type allNodesIndex struct {
	v   *view
	cur graph.Ref
	err error
}

func (s *allNodesIndex) Contains(_ context.Context, r graph.Ref) bool {
	s.cur = nil
	x, ok := r.(nodeRef)
	if !ok {
		return false
	}
	// A ref of a snapshot names a node of it; only the present loses nodes.
	if !s.v.frozen {
		if _, ok, s.err = s.v.get(nodeKey(id(x))); !ok {
			return false
		}
	}
	s.cur = r
	return true
}

func (s *allNodesIndex) Result() graph.Ref               { return s.cur }
func (s *allNodesIndex) Err() error                      { return s.err }
func (s *allNodesIndex) TagResults(map[string]graph.Ref) {}
func (s *allNodesIndex) NextPath(context.Context) bool   { return false }
func (s *allNodesIndex) String() string                  { return "AllNodesContains" }
func (s *allNodesIndex) Close() error                    { return nil }
