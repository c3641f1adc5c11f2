package nlp

import (
	"context"
	"fmt"
	"strings"
)

// parser finds the tree of each sentence, and where sentences begin, by the arc-eager
// transition system with non-monotonic repairs (Honnibal and Johnson 2015): tokens move
// from a buffer to a stack, and arcs are drawn between the tops of the two. It takes
// the best valid action at each step.
type parser struct {
	model  *transitionModel
	groups actionGroups
	labels treeLabels
	label  []int16 // of each action, in labels
}

type actionKind int

const (
	actShift  actionKind = iota // the buffer's first token goes to the stack
	actReduce                   // the stack's top is done; without a head it goes back to the buffer
	actLeft                     // arc from the buffer's first token to the stack's top, which is done
	actRight                    // arc from the stack's top to the buffer's first token, which goes to the stack
	actBreak                    // a sentence begins at the buffer's second token
	actKinds
)

// actionGroups says which actions, in class order, are of which kind: [start, end).
type actionGroups [actKinds][2]int

// slots of the parser's state.
const (
	slotBuffer0 = iota
	slotBuffer1
	slotStack0
	slotStack1
	slotStack2
	slotLeftOfBuffer0
	slotLeftOfStack0
	slotRightOfStack0
	parserSlots
)

func decodeParser(s sections) (*parser, error) {
	names, err := s.lines("parser.actions")
	if err != nil {
		return nil, err
	}
	p := &parser{label: make([]int16, len(names))}
	last := actShift
	for i, name := range names {
		kind, label, err := parseAction(name)
		if err != nil || kind < last {
			return nil, fmt.Errorf("parser action %d, %q: %w", i, name, ErrModel)
		}
		if g := &p.groups[kind]; g[1] == 0 {
			*g = [2]int{i, i + 1}
		} else {
			g[1] = i + 1
		}
		last = kind
		p.label[i] = p.labels.add(label)
	}
	if p.groups[actShift] != [2]int{0, 1} || p.groups[actReduce] != [2]int{1, 2} {
		return nil, fmt.Errorf("parser has no single shift and reduce: %w", ErrModel)
	}
	p.labels.root = p.labels.add(rootLabel)
	p.model, err = decodeTransitionModel(s, "parser", parserSlots, len(names))
	return p, err
}

// rootLabel is the relation of a token that is its own head.
const rootLabel = "ROOT"

func parseAction(name string) (actionKind, string, error) {
	switch kind, label, _ := strings.Cut(name, "-"); kind {
	case "S":
		return actShift, label, nil
	case "D":
		return actReduce, label, nil
	case "L":
		return actLeft, label, nil
	case "R":
		return actRight, label, nil
	case "B":
		return actBreak, label, nil
	}
	return 0, "", ErrModel
}

// parserState is a parse under way. Tokens are indexes, -1 is none. Every stack token
// stands before every buffer token.
type parserState struct {
	n    int
	next int32 // first token that has not been in the buffer's front yet

	stack  []int32
	back   []int32 // tokens that went back to the buffer; the last one is its first
	head   []int32
	label  []int16
	left   []int32 // the latest left child of a token
	right  []int32 // the latest right child
	before []int32 // the child that was its head's latest before this one
	stuck  []bool  // may not be shifted, having come back from the stack
	starts []bool  // a sentence begins here
}

func newParserState(n int) *parserState {
	words := make([]int32, 4*n)
	s := &parserState{
		n: n, label: make([]int16, n),
		head: words[:n:n], left: words[n : 2*n : 2*n], right: words[2*n : 3*n : 3*n], before: words[3*n:],
		stuck: make([]bool, n), starts: make([]bool, n),
	}
	for i := range words {
		words[i] = -1
	}
	if n > 0 {
		s.starts[0] = true
	}
	return s
}

// buffered is the number of tokens in the buffer.
func (s *parserState) buffered() int { return s.n - int(s.next) + len(s.back) }

func (s *parserState) done() bool { return len(s.stack) == 0 && s.buffered() == 0 }

// buffer is the i-th token of the buffer.
func (s *parserState) buffer(i int) int32 {
	if i < len(s.back) {
		return s.back[len(s.back)-1-i]
	}
	if at := int(s.next) + i - len(s.back); at < s.n {
		return int32(at)
	}
	return -1
}

// top is the i-th token of the stack.
func (s *parserState) top(i int) int32 {
	if i < len(s.stack) {
		return s.stack[len(s.stack)-1-i]
	}
	return -1
}

func (s *parserState) takeBuffer() {
	if k := len(s.back); k > 0 {
		s.back = s.back[:k-1]
	} else {
		s.next++
	}
}

// slotTokens fills in which token is in which slot.
func (s *parserState) slotTokens(slots *[parserSlots]int32) {
	b0, s0 := s.buffer(0), s.top(0)
	*slots = [parserSlots]int32{
		slotBuffer0: b0, slotBuffer1: s.buffer(1),
		slotStack0: s0, slotStack1: s.top(1), slotStack2: s.top(2),
		slotLeftOfBuffer0: -1, slotLeftOfStack0: -1, slotRightOfStack0: -1,
	}
	if b0 >= 0 {
		slots[slotLeftOfBuffer0] = s.left[b0]
	}
	if s0 >= 0 {
		slots[slotLeftOfStack0], slots[slotRightOfStack0] = s.left[s0], s.right[s0]
	}
}

// valid says which kinds of action may be taken.
func (s *parserState) valid() (ok [actKinds]bool) {
	depth, waiting := len(s.stack), s.buffered()
	b0 := s.buffer(0)
	inside := waiting > 0 && !s.starts[b0]
	ok[actShift] = depth == 0 || waiting >= 2 && inside && !s.stuck[b0]
	ok[actReduce] = depth > 0
	ok[actLeft] = depth > 0 && inside
	ok[actRight] = ok[actLeft]
	if waiting >= 2 {
		b1 := s.buffer(1)
		ok[actBreak] = b1 == b0+1 && !s.starts[b1]
	}
	return ok
}

func (s *parserState) apply(kind actionKind, label int16) {
	switch kind {
	case actShift:
		s.stack = append(s.stack, s.buffer(0))
		s.takeBuffer()
	case actReduce:
		s.reduce()
	case actLeft:
		b0, s0 := s.buffer(0), s.top(0)
		if h := s.head[s0]; h >= 0 { // a right arc, and the latest of its head
			s.right[h] = s.before[s0]
		}
		s.head[s0], s.label[s0] = b0, label
		s.before[s0], s.left[b0] = s.left[b0], s0
		s.stuck[b0] = false
		s.stack = s.stack[:len(s.stack)-1]
	case actRight:
		b0, s0 := s.buffer(0), s.top(0)
		s.head[b0], s.label[b0] = s0, label
		s.before[b0], s.right[s0] = s.right[s0], b0
		s.stack = append(s.stack, b0)
		s.takeBuffer()
	case actBreak:
		s.starts[s.buffer(1)] = true
	}
}

func (s *parserState) reduce() {
	s0, depth := s.top(0), len(s.stack)
	s.stack = s.stack[:depth-1]
	if s.head[s0] < 0 && depth > 1 {
		s.back = append(s.back, s0)
		s.stuck[s0] = true
	}
}

// parse reads the rows of the model's input, one for each of n tokens, and gives the
// tree before deprojectivization.
func (p *parser) parse(ctx context.Context, inputs []float32, n int, scratch *parserScratch) (*tree, error) {
	s := newParserState(n)
	scratch.reset(p.model)
	for step := 0; !s.done(); step++ {
		if step%1024 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		p.step(s, inputs, scratch)
	}
	return p.tree(s), nil
}

// step takes the best action, and says which.
func (p *parser) step(s *parserState, inputs []float32, scratch *parserScratch) (actionKind, int) {
	var slots [parserSlots]int32
	s.slotTokens(&slots)
	scratch.fill(p.model, inputs, s.n, &slots)
	kind, action := p.best(p.model.score(scratch.slots[:], &scratch.state), s.valid())
	s.apply(kind, p.label[action])
	return kind, action
}

// best is the valid action with the highest score, the first of equals.
func (p *parser) best(scores []float32, valid [actKinds]bool) (actionKind, int) {
	bestKind, best := actReduce, -1
	for kind, g := range p.groups {
		if !valid[kind] {
			continue
		}
		for i := g[0]; i < g[1]; i++ {
			if best < 0 || scores[i] > scores[best] {
				bestKind, best = actionKind(kind), i
			}
		}
	}
	return bestKind, best
}

// tree turns a final state into a tree: a token without a head is a root.
func (p *parser) tree(s *parserState) *tree {
	t := &tree{head: s.head, label: s.label, names: &p.labels}
	for i, h := range t.head {
		if h < 0 {
			t.head[i], t.label[i] = int32(i), p.labels.root
		}
	}
	return t
}

// parserScratch is what a parse needs beside its state.
type parserScratch struct {
	products productRing
	slots    [parserSlots][]float32
	state    stateScratch
}

func (s *parserScratch) reset(m *transitionModel) {
	if s.state.sums == nil {
		s.state = newStateScratch(m)
		s.products = newProductRing(m)
	}
	s.products.from, s.products.end = 0, 0
}

// fill looks up what each slot adds. The buffer's tokens are the furthest on; they are
// reached first, because that may overwrite the oldest rows of the ring.
func (s *parserScratch) fill(m *transitionModel, inputs []float32, n int, slots *[parserSlots]int32) {
	s.products.reach(m, inputs, n, int(max(slots[slotBuffer0], slots[slotBuffer1])))
	for f, t := range slots {
		s.slots[f] = s.products.slot(m, inputs, f, int(t))
	}
}

// productRing keeps what the latest ringRows tokens add to a state in each slot: 4 KiB
// a token, too much to keep for a long text. A state looks at few tokens further back;
// those are computed again when asked for, in the same order of sums.
type productRing struct {
	from, end int       // tokens [from, end) are there
	rows      []float32 // token t is row t % ringRows
	single    [][]float32
}

const (
	ringRows  = 192
	ringChunk = 48 // tokens that are computed together, a divisor of ringRows
)

func newProductRing(m *transitionModel) productRing {
	r := productRing{rows: make([]float32, ringRows*m.lower.width())}
	for range m.slots {
		r.single = append(r.single, make([]float32, m.per()))
	}
	return r
}

// slot gives what token t, which was reached, adds in slot f. It is valid until slot f
// is asked for again or a token further on is reached.
func (r *productRing) slot(m *transitionModel, inputs []float32, f, t int) []float32 {
	if t < 0 {
		return m.padding(f)
	}
	per := m.per()
	if t >= r.from {
		return r.rows[(t%ringRows)*m.lower.width()+f*per:][:per]
	}
	multiplyOne(r.single[f], inputs[t*m.lower.in:][:m.lower.in], &m.slots[f])
	return r.single[f]
}

// reach computes tokens up to t.
func (r *productRing) reach(m *transitionModel, inputs []float32, n, t int) {
	for t >= r.end {
		count := min(ringChunk, n-r.end)
		at := r.end % ringRows
		multiply(r.rows[at*m.lower.width():], m.lower.width(), inputs[r.end*m.lower.in:], m.lower.in, count, &m.lower)
		r.from = max(r.from, r.end+ringChunk-ringRows) // multiply may fill the whole chunk
		r.end += count
	}
}
