package store

import (
	"context"
	"fmt"

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
	way   *plan // once made
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
		m.joins[i].it, m.way = sub, nil
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
	if m.way != nil {
		return *m.way, nil
	}
	pl, err := m.newPlan(ctx)
	if err == nil {
		m.way = &pl
	}
	return pl, err
}

func (m *match) newPlan(ctx context.Context) (plan, error) {
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
