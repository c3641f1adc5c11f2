package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
)

// Costs in the units of Cayley's optimiser, where 1 is a step of a cheap
// iterator: what a cursor's step, a check in memory and a seek take,
// relative to each other.
const (
	costCheck = 1
	costStep  = 1
	costSeek  = 6
)

// fanout is how many quads a node is guessed to have where nothing better is
// known than that the pattern fixes another position too.
const fanout = 4

// match is the workhorse iterator: the quads that match a pattern and whose
// other positions lie in the sets of joins, or, with out set, the nodes in
// one position of these quads (a node as often as it has quads).
type match struct {
	v     *view
	p     pattern
	joins []join
	out   quad.Direction // quad.Any: the quads themselves
	save  []saved
	once  bool // repeated results may be left out

	size  refs.Size // of the pattern alone, once known
	sized bool
}

// A join restricts a position to the results of another iterator.
type join struct {
	slot int
	it   iterator.Shape
}

// saved gives the node in a position under a name with each result.
type saved struct {
	slot int
	tags []string
}

func (m *match) String() string {
	return fmt.Sprintf("Match(%04b, %d joins, %v)", m.p.mask, len(m.joins), m.out)
}

func (m *match) SubIterators() []iterator.Shape {
	var subs []iterator.Shape
	for _, j := range m.joins {
		subs = append(subs, j.it)
	}
	return subs
}

// Optimize implements iterator.Shape.
func (m *match) Optimize(ctx context.Context) (iterator.Shape, bool) {
	for i, j := range m.joins {
		sub, changed := j.it.Optimize(ctx)
		if !changed {
			continue
		}
		if iterator.IsNull(sub) {
			return sub, true
		}
		m.joins[i].it = sub
	}
	return m, false
}

func (m *match) patternSize(ctx context.Context) (refs.Size, error) {
	if m.sized {
		return m.size, nil
	}
	n, exact, err := m.v.estimate(ctx, m.p)
	if err == nil {
		m.size, m.sized = refs.Size{Value: n, Exact: exact}, true
	}
	return refs.Size{Value: n, Exact: exact}, err
}

// Stats implements iterator.Shape.
func (m *match) Stats(ctx context.Context) (iterator.Costs, error) {
	pl, err := m.plan(ctx)
	return pl.costs, err
}

// A plan says how to enumerate a match: walk the pattern and look each quad
// up in the joins (driver < 0), or walk the results of one join and seek the
// quads of each.
type plan struct {
	driver int
	costs  iterator.Costs
}

func (m *match) plan(ctx context.Context) (plan, error) {
	size, err := m.patternSize(ctx)
	if err != nil {
		return plan{}, err
	}
	pl := plan{driver: -1, costs: iterator.Costs{NextCost: costStep, ContainsCost: m.checkCost(), Size: size}}
	if m.out != quad.Any {
		// Not to be trusted by an intersection; see walkedShape.
		pl.costs.Size.Exact = false
	}
	if len(m.joins) == 0 {
		return pl, nil
	}
	stats := make([]iterator.Costs, len(m.joins))
	var checks int64
	for i, j := range m.joins {
		if stats[i], err = j.it.Stats(ctx); err != nil {
			return plan{}, err
		}
		checks += stats[i].ContainsCost
	}
	best := size.Value * (costStep + checks)
	results := size.Value
	for i, st := range stats {
		quads, err := m.driven(ctx, m.joins[i], st.Size.Value)
		if err != nil {
			return plan{}, err
		}
		quads = min(quads, size.Value)
		results = min(results, quads)
		cost := st.Size.Value*(st.NextCost+costSeek) + quads*(costStep+checks-st.ContainsCost)
		if cost < best {
			best, pl.driver = cost, i
		}
	}
	pl.costs.Size = refs.Size{Value: results}
	pl.costs.NextCost = best/max(results, 1) + 1
	pl.costs.ContainsCost += checks
	return pl, nil
}

// driven estimates how many quads of the pattern a join's nodes have.
func (m *match) driven(ctx context.Context, j join, nodes int64) (int64, error) {
	fixed, ok := fixedNodes(j.it)
	if !ok || len(fixed) > exactUpTo {
		return nodes * fanout, nil
	}
	var total int64
	for _, r := range fixed {
		x, ok := r.(nodeRef)
		if !ok {
			continue
		}
		n, _, err := m.v.estimate(ctx, m.p.with(j.slot, id(x)))
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// fixedNodes looks through names for a set of given nodes.
func fixedNodes(it iterator.Shape) ([]graph.Ref, bool) {
	for {
		switch t := it.(type) {
		case *iterator.Fixed:
			return t.Values(), true
		case *iterator.Save:
			it = t.SubIterators()[0]
		default:
			return nil, false
		}
	}
}

func (m *match) checkCost() int64 {
	if m.out == quad.Any || m.p.has(slot(m.out)) {
		return costCheck
	}
	return costSeek
}

// result is what a quad yields.
func (m *match) result(q idQuad) graph.Ref {
	if m.out == quad.Any {
		return quadRef(q)
	}
	return nodeRef(q[slot(m.out)])
}

// whole tells whether q has all that must be returned (a label, in lenient stores).
func (m *match) whole(q idQuad) bool {
	if m.out != quad.Any && q[slot(m.out)] == 0 {
		return false
	}
	for _, s := range m.save {
		if q[s.slot] == 0 {
			return false
		}
	}
	return true
}

func (m *match) tagSaved(q idQuad, dst map[string]graph.Ref) {
	for _, s := range m.save {
		for _, t := range s.tags {
			dst[t] = nodeRef(q[s.slot])
		}
	}
}

// Iterate implements iterator.Shape.
func (m *match) Iterate() iterator.Scanner {
	pl, err := m.plan(context.Background())
	s := &matchScanner{m: m, err: err}
	for i, j := range m.joins {
		if i == pl.driver {
			s.driver, s.driverSlot = j.it.Iterate(), j.slot
			continue
		}
		s.checks = append(s.checks, check{j.slot, j.it.Lookup()})
	}
	return s
}

// Lookup implements iterator.Shape.
func (m *match) Lookup() iterator.Index {
	x := &matchIndex{m: m}
	for _, j := range m.joins {
		x.checks = append(x.checks, check{j.slot, j.it.Lookup()})
	}
	return x
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
