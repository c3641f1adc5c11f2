package store

import (
	"errors"
	"math/bits"

	"github.com/cayleygraph/quad"
)

// Key spaces. A key's first byte says what it is:
//
//	m           metadata: state, format, and the caller's own under "mu"
//	t term-key  -> id of the term
//	n id        -> the term
//	c id        -> how often the term stands as subject, predicate, object, label
//	1..6        one key a quad in each order of its four ids, without value
const (
	spaceMeta  = 'm'
	spaceTerm  = 't'
	spaceNode  = 'n'
	spaceCount = 'c'
)

// An id names a term for good: ids count up and are never given twice, so
// what a cache knows about one stays true. 0 is no term.
type id = uint64

// idQuad is a quad in ids: subject, predicate, object, label.
type idQuad [4]id

const (
	subject = iota
	predicate
	object
	label
)

// slot is the place of a direction in an idQuad.
func slot(d quad.Direction) int { return int(d) - int(quad.Subject) }

// A pattern is a quad of which only the positions in mask are known.
type pattern struct {
	ids  idQuad
	mask uint8 // bit i: ids[i] is known
}

func (p pattern) with(i int, x id) pattern {
	p.ids[i] = x
	p.mask |= 1 << i
	return p
}

func (p pattern) has(i int) bool { return p.mask&(1<<i) != 0 }

func (p pattern) known() int { return bits.OnesCount8(p.mask) }

func (p pattern) matches(q idQuad) bool {
	for i, x := range p.ids {
		if p.has(i) && q[i] != x {
			return false
		}
	}
	return true
}

// An order is one of the permutations in which the quads are kept.
type order struct {
	space byte
	slots [4]int
}

// Of four positions, any two can be known in six ways, and one order can
// start with only one of these: six orders are the least that make every
// combination a prefix. These six also cover all single and triple ones.
var orders = [...]order{
	{'1', [4]int{subject, predicate, object, label}},
	{'2', [4]int{predicate, object, subject, label}},
	{'3', [4]int{object, subject, predicate, label}},
	{'4', [4]int{label, subject, predicate, object}},
	{'5', [4]int{label, predicate, object, subject}},
	{'6', [4]int{label, object, subject, predicate}},
}

// primary is the order that decides whether a quad exists.
var primary = &orders[0]

// orderFor maps the mask of known positions to the order that starts with them.
var orderFor = func() (table [16]*order) {
	for m := range table {
		for i := range orders {
			if orders[i].startsWith(uint8(m)) {
				table[m] = &orders[i]
				break
			}
		}
	}
	return table
}()

func (o *order) startsWith(mask uint8) bool {
	var m uint8
	for _, s := range o.slots[:bits.OnesCount8(mask)] {
		m |= 1 << s
	}
	return m == mask
}

// key appends the key of q in this order.
func (o *order) key(dst []byte, q idQuad) []byte {
	dst = append(dst, o.space)
	for _, s := range o.slots {
		dst = appendID(dst, q[s])
	}
	return dst
}

// prefix appends what the keys of all quads that match p have in common.
func (o *order) prefix(dst []byte, p pattern) []byte {
	dst = append(dst, o.space)
	for _, s := range o.slots[:p.known()] {
		dst = appendID(dst, p.ids[s])
	}
	return dst
}

var errBadKey = errors.New("malformed key")

// parse is the inverse of key.
func (o *order) parse(key []byte) (q idQuad, err error) {
	if len(key) == 0 || key[0] != o.space {
		return q, errBadKey
	}
	rest := key[1:]
	for _, s := range o.slots {
		if q[s], rest, err = cutID(rest); err != nil {
			return q, err
		}
	}
	if len(rest) != 0 {
		return q, errBadKey
	}
	return q, nil
}

// appendID writes an id as its length in bytes and its big-endian bytes
// without leading zeros: short, and in the order of the numbers.
func appendID(dst []byte, x id) []byte {
	n := (bits.Len64(x) + 7) / 8
	dst = append(dst, byte(n))
	for i := n - 1; i >= 0; i-- {
		dst = append(dst, byte(x>>(8*i)))
	}
	return dst
}

// cutID reads an id and returns the rest.
func cutID(b []byte) (id, []byte, error) {
	if len(b) == 0 || b[0] > 8 || len(b) < 1+int(b[0]) {
		return 0, nil, errBadKey
	}
	n := int(b[0])
	var x id
	for _, c := range b[1 : 1+n] {
		x = x<<8 | id(c)
	}
	if n > 0 && b[1] == 0 {
		return 0, nil, errBadKey // a second spelling of the same id
	}
	return x, b[1+n:], nil
}

func nodeKey(x id) []byte  { return appendID([]byte{spaceNode}, x) }
func countKey(x id) []byte { return appendID([]byte{spaceCount}, x) }
