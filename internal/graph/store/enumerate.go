package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/quad"
)

// matchScanner enumerates a match.
type matchScanner struct {
	m      *match
	scan   *scan
	checks checks

	driver     iterator.Scanner // nil: the pattern alone leads
	driverSlot int
	batch      []driverNode // nodes of the driver that wait
	wave       int          // how many to fetch next
	paths      []map[string]graph.Ref
	path       int // of paths, now

	ok  bool // there is a present result
	err error
}

// driverNode is a node of the driver with the names of every way to it: each of
// its quads is a result by each way, and the driver can walk them only once.
type driverNode struct {
	node  id
	paths []map[string]graph.Ref
}

// maxWave bounds the nodes that are fetched from a driver at a time. They are
// sorted before their quads are sought, since seeks in ascending order mostly
// stay in one block. Waves grow, so that whoever wants one result waits for
// one node.
const maxWave = 256

// Next implements iterator.Scanner.
func (s *matchScanner) Next(ctx context.Context) bool {
	if s.err != nil {
		return false
	}
	again := s.ok
	s.ok = false
	for {
		if s.scan != nil && s.walk(ctx, again) {
			s.path, s.ok = 0, true
			return true
		}
		again = false
		if s.err != nil || !s.advance(ctx) {
			return false
		}
	}
}

// walk finds the next result in the present scan; after tells that there was
// one.
func (s *matchScanner) walk(ctx context.Context, after bool) bool {
	var ok bool
	if after && s.m.once && s.m.out != quad.Any {
		ok = s.scan.nextOther(ctx, slot(s.m.out))
	} else {
		ok = s.scan.next(ctx)
	}
	ok, s.err = s.m.sift(ctx, s.scan, s.checks, ok)
	return ok
}

// advance starts the walk, or the one of the driver's next node.
func (s *matchScanner) advance(ctx context.Context) bool {
	if s.driver == nil {
		if s.scan != nil {
			return false
		}
		s.scan = s.m.v.scan(s.m.p)
		return true
	}
	if len(s.batch) == 0 && !s.fetch(ctx) {
		return false
	}
	next := s.batch[0]
	s.batch, s.paths = s.batch[1:], next.paths
	p := s.m.p.with(s.driverSlot, next.node)
	if s.scan == nil {
		s.scan = s.m.v.scan(p)
	} else {
		s.scan.reset(p)
	}
	return true
}

// fetch gets the next wave of nodes from the driver.
func (s *matchScanner) fetch(ctx context.Context) bool {
	s.wave = min(max(2*s.wave, 1), maxWave)
	for len(s.batch) < s.wave && s.driver.Next(ctx) {
		if x, ok := s.driver.Result().(nodeRef); ok {
			s.batch = append(s.batch, driverNode{id(x), s.collectPaths(ctx)})
		}
	}
	s.err = s.driver.Err()
	slices.SortStableFunc(s.batch, func(a, b driverNode) int { return cmp.Compare(a.node, b.node) })
	return s.err == nil && len(s.batch) > 0
}

// collectPaths gives nil for a single way without names.
func (s *matchScanner) collectPaths(ctx context.Context) (paths []map[string]graph.Ref) {
	tags := map[string]graph.Ref{}
	s.driver.TagResults(tags)
	for s.driver.NextPath(ctx) {
		paths = append(paths, tags)
		tags = map[string]graph.Ref{}
		s.driver.TagResults(tags)
	}
	if len(paths) == 0 && len(tags) == 0 {
		return nil
	}
	return append(paths, tags)
}

// NextPath implements iterator.Scanner.
func (s *matchScanner) NextPath(ctx context.Context) bool {
	if !s.ok {
		return false
	}
	if s.checks.nextPath(ctx) {
		return true
	}
	if s.path+1 < len(s.paths) {
		s.path++
		return true
	}
	return false
}

// Result implements iterator.Scanner.
func (s *matchScanner) Result() graph.Ref {
	if !s.ok {
		return nil
	}
	return s.m.result(s.scan.q)
}

// TagResults implements iterator.Scanner.
func (s *matchScanner) TagResults(dst map[string]graph.Ref) {
	if !s.ok {
		return
	}
	if s.path < len(s.paths) {
		for t, r := range s.paths[s.path] {
			dst[t] = r
		}
	}
	s.checks.tag(dst)
	s.m.tagSaved(s.scan.q, dst)
}

func (s *matchScanner) Err() error     { return s.err }
func (s *matchScanner) String() string { return s.m.String() + "Next" }

// Close implements iterator.Scanner.
func (s *matchScanner) Close() error {
	s.ok = false
	if s.scan != nil {
		s.scan.close()
	}
	err := s.checks.close()
	if s.driver != nil {
		if e := s.driver.Close(); err == nil {
			err = e
		}
	}
	return err
}
