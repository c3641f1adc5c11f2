package nlp

import (
	"context"
	"strings"
)

// treeLabels numbers the relations. A relation "x||y" stands for x to a head that is
// not the token's own in the projective tree: below the given head, the first y.
type treeLabels struct {
	names []string
	split [][2]int16 // x and y of a label "x||y", else -1
	root  int16
}

const lifted = "||"

// add gives the number of a relation, a new one where it has none.
func (l *treeLabels) add(name string) int16 {
	for i, known := range l.names {
		if known == name {
			return int16(i)
		}
	}
	at := int16(len(l.names))
	l.names = append(l.names, name)
	l.split = append(l.split, [2]int16{-1, -1})
	if x, y, ok := strings.Cut(name, lifted); ok {
		l.split[at] = [2]int16{l.add(x), l.add(y)}
	}
	return at
}

// tree is the parse of a text, sentence after sentence.
type tree struct {
	head  []int32 // a root is its own head
	label []int16
	names *treeLabels
}

// edges are the first and last token of what hangs on each token, itself included.
type edges struct{ left, right []int32 }

// maxEdgePasses bounds the work on trees that are not projective; spaCy stops there too.
const maxEdgePasses = 12

// edges computes what hangs on each token. It takes one pass over a projective tree;
// in others an edge may need several to travel up.
func (t *tree) edges() edges {
	n := len(t.head)
	e := edges{left: make([]int32, n), right: make([]int32, n)}
	for i := range n {
		e.left[i], e.right[i] = int32(i), int32(i)
	}
	for range maxEdgePasses {
		for i := range n {
			e.pass(i, t.head[i])
		}
		for i := n - 1; i >= 0; i-- {
			e.pass(i, t.head[i])
		}
		if t.headsInSegments(e.starts(t)) {
			break
		}
	}
	return e
}

func (e *edges) pass(i int, h int32) {
	e.left[h] = min(e.left[h], e.left[i])
	e.right[h] = max(e.right[h], e.right[i])
}

// starts says at which tokens a sentence begins: at the left edge of every root.
func (e *edges) starts(t *tree) []bool {
	starts := make([]bool, len(t.head))
	for i, h := range t.head {
		if int(h) == i {
			starts[e.left[i]] = true
		}
	}
	if len(starts) > 0 {
		starts[0] = true
	}
	return starts
}

// headsInSegments cuts the text at the starts and at the last token, and says whether
// every head lies within its token's segment, the end of it included.
func (t *tree) headsInSegments(starts []bool) bool {
	from, n := 0, len(t.head)
	for i := range n {
		if (i == 0 || !starts[i]) && i != n-1 {
			continue
		}
		for _, h := range t.head[from:i] {
			if int(h) < from || int(h) > i {
				return false
			}
		}
		from = i
	}
	return true
}

// deprojectivize moves each token with a label "x||y" to the head that the label
// describes and labels it x. space says which tokens are white space. The error is that
// of ctx: a tree over a whole long text may need a long search for each such token.
func (t *tree) deprojectivize(ctx context.Context, space func(i int) bool) error {
	var l *lifter
	for i := range t.label {
		split := t.names.split[t.label[i]]
		if split[0] < 0 {
			continue
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if l == nil {
			l = newLifter(t, space)
		}
		if head := l.find(i, split[1]); head >= 0 {
			l.move(int32(i), head)
		}
		l.relabel(i, split[0])
	}
	return nil
}

// lifter walks the tree from heads to children. The lists of children follow every
// move; the edges stay those of the tree before the first.
type lifter struct {
	tree  *tree
	edges edges
	space func(i int) bool
	count []int   // of the tokens with each label
	first []int32 // first child of a token, -1 if none
	next  []int32 // next child of the same head, in text order
	queue []int32
}

func newLifter(t *tree, space func(i int) bool) *lifter {
	n := len(t.head)
	l := &lifter{
		tree: t, edges: t.edges(), space: space,
		count: make([]int, len(t.names.names)), first: make([]int32, n), next: make([]int32, n),
	}
	for i := range l.first {
		l.first[i] = -1
		l.count[t.label[i]]++
	}
	for i := n - 1; i >= 0; i-- {
		if h := t.head[i]; int(h) != i {
			l.next[i], l.first[h] = l.first[h], int32(i)
		}
	}
	return l
}

func (l *lifter) relabel(i int, label int16) {
	l.count[l.tree.label[i]]--
	l.count[label]++
	l.tree.label[i] = label
}

// find gives the first token with the label, breadth first below the head of token i,
// or -1. White space and i with what hangs on it do not count.
func (l *lifter) find(i int, label int16) int32 {
	if l.count[label] == 0 {
		return -1
	}
	l.queue = append(l.queue[:0], l.tree.head[i])
	for k := 0; k < len(l.queue); k++ {
		node := l.queue[k]
		for c := l.first[node]; c >= 0; c = l.next[c] {
			if c < l.edges.left[node] || c > l.edges.right[node] || int(c) == i || l.space(int(c)) {
				continue
			}
			if l.tree.label[c] == label {
				return c
			}
			l.queue = append(l.queue, c)
		}
	}
	return -1
}

// move hangs token i on another head.
func (l *lifter) move(i, head int32) {
	at := &l.first[l.tree.head[i]]
	for *at >= 0 && *at != i {
		at = &l.next[*at]
	}
	if *at == i {
		*at = l.next[i]
	}
	at = &l.first[head]
	for *at >= 0 && *at < i {
		at = &l.next[*at]
	}
	l.next[i], *at = *at, i
	l.tree.head[i] = head
}
