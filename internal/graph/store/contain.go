package store

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/quad"
)

// matchIndex answers whether a quad or node is in a match.
type matchIndex struct {
	m      *match
	checks checks
	scan   *scan // over the quads of the node asked for
	missed id    // the last node asked for, if it is not in: askers repeat themselves
	q      idQuad
	ok     bool
	err    error
}

// Contains implements iterator.Index.
func (x *matchIndex) Contains(ctx context.Context, r graph.Ref) bool {
	x.ok = false
	if x.err != nil {
		return false
	}
	switch r := r.(type) {
	case quadRef:
		q := idQuad(r)
		if x.m.out == quad.Any && x.m.p.matches(q) && x.m.whole(q) {
			_, x.ok = x.checks.contain(ctx, q)
		}
		x.q, x.err = q, x.checks.err()
		return x.ok
	case nodeRef:
		if x.m.out == quad.Any || id(r) == x.missed || !x.start(id(r)) {
			return false
		}
		if !x.advance(ctx) && x.err == nil && x.m.v.frozen {
			x.missed = id(r)
		}
		return x.ok
	}
	return false
}

// start positions the scan before the quads that hold the node.
func (x *matchIndex) start(node id) bool {
	s := slot(x.m.out)
	if x.m.p.has(s) && x.m.p.ids[s] != node {
		return false
	}
	p := x.m.p.with(s, node)
	if x.scan == nil {
		x.scan = x.m.v.scan(p)
	} else {
		x.scan.reset(p)
	}
	return true
}

// advance finds the next quad of the node that passes the checks.
func (x *matchIndex) advance(ctx context.Context) bool {
	x.ok, x.err = x.m.sift(ctx, x.scan, x.checks, x.scan.next(ctx))
	x.q = x.scan.q
	return x.ok
}

// NextPath implements iterator.Index.
func (x *matchIndex) NextPath(ctx context.Context) bool {
	if !x.ok {
		return false
	}
	if x.checks.nextPath(ctx) {
		return true
	}
	if x.m.out == quad.Any {
		return false
	}
	return x.advance(ctx)
}

// Result implements iterator.Index.
func (x *matchIndex) Result() graph.Ref {
	if !x.ok {
		return nil
	}
	return x.m.result(x.q)
}

// TagResults implements iterator.Index.
func (x *matchIndex) TagResults(dst map[string]graph.Ref) {
	if !x.ok {
		return
	}
	x.checks.tag(dst)
	x.m.tagSaved(x.q, dst)
}

func (x *matchIndex) Err() error     { return x.err }
func (x *matchIndex) String() string { return x.m.String() + "Contains" }

// Close implements iterator.Index.
func (x *matchIndex) Close() error {
	x.ok = false
	if x.scan != nil {
		x.scan.close()
	}
	return x.checks.close()
}

// A check is a join that is asked rather than walked.
type check struct {
	slot int
	it   iterator.Index
}

type checks []check

// contain tells whether all joins accept a quad, or in which position not.
func (cs checks) contain(ctx context.Context, q idQuad) (failed int, ok bool) {
	for _, c := range cs {
		if q[c.slot] == 0 || !c.it.Contains(ctx, nodeRef(q[c.slot])) {
			return c.slot, false
		}
	}
	return 0, true
}

func (cs checks) nextPath(ctx context.Context) bool {
	for _, c := range cs {
		if c.it.NextPath(ctx) {
			return true
		}
	}
	return false
}

func (cs checks) tag(dst map[string]graph.Ref) {
	for _, c := range cs {
		c.it.TagResults(dst)
	}
}

func (cs checks) err() error {
	for _, c := range cs {
		if err := c.it.Err(); err != nil {
			return err
		}
	}
	return nil
}

func (cs checks) close() error {
	var first error
	for _, c := range cs {
		if err := c.it.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// sift goes on from the present quad of a scan, if ok, to one that is whole
// and passes the checks. What fails a check in one position would fail it
// again, so the whole group is passed over.
func (m *match) sift(ctx context.Context, scan *scan, cs checks, ok bool) (bool, error) {
	for ok {
		if !m.whole(scan.q) {
			ok = scan.next(ctx)
			continue
		}
		at, passed := cs.contain(ctx, scan.q)
		if passed {
			return true, nil
		}
		if err := cs.err(); err != nil {
			return false, err
		}
		ok = scan.nextOther(ctx, at)
	}
	return false, scan.err
}
