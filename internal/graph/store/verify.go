package store

import (
	"context"
	"fmt"
	"math/bits"
)

// maxProblems bounds what Verify lists; a broken database has one cause and
// a million symptoms.
const maxProblems = 100

// Verify reads the whole store and checks that the six orders hold the same
// quads, that every id in a quad has a term and every term a quad, that the
// dictionary leads from each term to its id and back, and that all counts are
// right. It returns what is wrong in words, at most 100 lines; the error says
// that reading itself failed.
//
// It reads one snapshot and keeps no more than a few keys in memory.
func (st *Store) Verify(ctx context.Context) ([]string, error) {
	sn, err := st.Snapshot()
	if err != nil {
		return nil, err
	}
	defer sn.Close()
	c := &checker{v: sn.view}
	for _, step := range []func(context.Context) error{c.orders, c.terms, c.dictionary} {
		if err := step(ctx); err != nil {
			return c.problems, fmt.Errorf("verify: %w", err)
		}
	}
	return c.problems, nil
}

type checker struct {
	v        *view
	problems []string
	nodes    int64 // records of terms
}

func (c *checker) report(format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, fmt.Sprintf(format, args...))
	}
}

// orders compares the six orders by size and by a sum over their quads, and
// looks for the quads that differ only where these do.
func (c *checker) orders(ctx context.Context) error {
	want, err := c.digest(ctx, primary)
	if err != nil {
		return err
	}
	for i := range orders {
		o := &orders[i]
		got, err := c.digest(ctx, o)
		if err != nil {
			return err
		}
		if got == want {
			continue
		}
		c.report("order %c: %d quads, order %c: %d, or others", o.space, got.n, primary.space, want.n)
		if err := c.missing(ctx, primary, o); err != nil {
			return err
		}
		if err := c.missing(ctx, o, primary); err != nil {
			return err
		}
	}
	s, err := readState(c.v)
	if err == nil && s.quads != want.n {
		c.report("state counts %d quads, there are %d", s.quads, want.n)
	}
	return err
}

// digest is a set of quads in short: equal sets have equal digests, and
// different ones differ but for a chance of about 1 in 2^64.
type digest struct {
	n   int64
	sum uint64
}

func (c *checker) digest(ctx context.Context, o *order) (d digest, err error) {
	err = c.each(ctx, []byte{o.space}, func(key []byte, l *lease) error {
		q, err := o.parse(key)
		if err != nil {
			c.report("key %x: %v", key, err)
			return nil
		}
		d.n++
		d.sum += mix(q)
		return nil
	})
	return d, err
}

// mix hashes a quad; the multiplications are those of the finaliser of
// SplitMix64 (Steele, Lea, Flood 2014).
func mix(q idQuad) uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, x := range q {
		h ^= x
		h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
		h = (h ^ h>>27) * 0x94d049bb133111eb
		h = bits.RotateLeft64(h^h>>31, 17)
	}
	return h
}

// missing reports the quads of one order that another lacks.
func (c *checker) missing(ctx context.Context, from, in *order) error {
	return c.each(ctx, []byte{from.space}, func(key []byte, _ *lease) error {
		q, err := from.parse(key)
		if err != nil {
			return nil // reported before
		}
		_, ok, err := c.v.r.get(in.key(nil, q))
		if err == nil && !ok {
			c.report("quad %v of order %c is not in order %c", q, from.space, in.space)
		}
		return err
	})
}

// each calls do for every key that begins with head.
func (c *checker) each(ctx context.Context, head []byte, do func([]byte, *lease) error) error {
	l, err := c.v.lease()
	if err != nil {
		return err
	}
	defer l.release()
	key, err := l.seek(head, head, nil)
	for n := 0; key != nil && err == nil; n++ {
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := do(key, l); err != nil {
			return err
		}
		key, err = l.next(head, key)
	}
	return err
}

// terms walks the term records, the counts, and the order that starts with
// each position side by side: all are sorted by id.
func (c *checker) terms(ctx context.Context) error {
	var walks []*idWalk
	defer func() {
		for _, w := range walks {
			w.l.release()
		}
	}()
	for _, space := range []byte{spaceNode, spaceCount, orderFor[1<<subject].space,
		orderFor[1<<predicate].space, orderFor[1<<object].space, orderFor[1<<label].space} {
		w, err := c.walk(space)
		if err != nil {
			return err
		}
		walks = append(walks, w)
	}
	for n := 0; ; n++ {
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		x, ok := least(walks)
		if !ok {
			return nil
		}
		if err := c.term(x, walks[0], walks[1], walks[2:]); err != nil {
			return err
		}
	}
}

// An idWalk goes through keys that begin with a space and an id.
type idWalk struct {
	l    *lease
	head []byte
	key  []byte
	id   id
	end  bool
}

func (c *checker) walk(space byte) (*idWalk, error) {
	l, err := c.v.lease()
	if err != nil {
		return nil, err
	}
	w := &idWalk{l: l, head: []byte{space}}
	key, err := l.seek(w.head, w.head, nil)
	return w, w.take(key, err)
}

func (w *idWalk) next() error {
	key, err := w.l.next(w.head, w.key)
	return w.take(key, err)
}

// take skips malformed keys, which the walk over the orders reports.
func (w *idWalk) take(key []byte, err error) error {
	for err == nil && key != nil {
		w.key = key
		var bad error
		if w.id, _, bad = cutID(key[1:]); bad == nil {
			return nil
		}
		key, err = w.l.next(w.head, w.key)
	}
	w.end = true
	return err
}

func least(walks []*idWalk) (x id, ok bool) {
	for _, w := range walks {
		if !w.end && (!ok || w.id < x) {
			x, ok = w.id, true
		}
	}
	return x, ok
}

// term checks one id and moves every walk past it.
func (c *checker) term(x id, node, count *idWalk, places []*idWalk) error {
	var have, got counts
	for i, w := range places {
		for !w.end && w.id == x {
			have[i]++
			if err := w.next(); err != nil {
				return err
			}
		}
	}
	if !count.end && count.id == x {
		var err error
		if got, err = count.takeCounts(); err != nil {
			return err
		}
	}
	if x == 0 {
		if have[label] > 0 && !c.v.st.opts.lenient {
			c.report("%d quads without a label", have[label])
		}
		return nil
	}
	if have != got {
		c.report("term %d: counts are %v, quads give %v", x, got, have)
	}
	if node.end || node.id != x {
		c.report("id %d stands in quads %v and has no term", x, have)
		return nil
	}
	if have == (counts{}) {
		c.report("term %d is in no quad", x)
	}
	if err := c.record(x, node); err != nil {
		return err
	}
	return node.next()
}

// takeCounts reads the counts at the walk and moves on.
func (w *idWalk) takeCounts() (counts, error) {
	b, err := w.l.value()
	if err != nil {
		return counts{}, err
	}
	c, err := decodeCounts(b)
	if err != nil {
		return c, err
	}
	return c, w.next()
}

// record checks that a term can be read and that the dictionary leads back.
func (c *checker) record(x id, node *idWalk) error {
	c.nodes++
	enc, err := node.l.value()
	if err != nil {
		return err
	}
	if _, err := decodeTerm(enc); err != nil {
		c.report("term %d: %v", x, err)
		return nil
	}
	back, err := lookupTerm(c.v.r, termKey(enc))
	if err == nil && back != x {
		c.report("term %d: the dictionary says %d", x, back)
	}
	return err
}

// dictionary checks the other way round: as many entries as terms, each of
// which was found from its term, leaves none astray.
func (c *checker) dictionary(ctx context.Context) error {
	var n int64
	err := c.each(ctx, []byte{spaceTerm}, func([]byte, *lease) error { n++; return nil })
	if err != nil {
		return err
	}
	if n != c.nodes {
		c.report("%d dictionary entries for %d terms", n, c.nodes)
	}
	s, err := readState(c.v)
	if err == nil && s.terms != c.nodes {
		c.report("state counts %d terms, there are %d", s.terms, c.nodes)
	}
	return err
}
