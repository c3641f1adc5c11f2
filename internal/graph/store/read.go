package store

import (
	"context"
	"iter"

	"github.com/cayleygraph/quad"
)

func (v *view) quads(ctx context.Context, want quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		p, ok, err := v.resolve(want)
		if err != nil {
			yield(quad.Quad{}, err)
			return
		}
		if !ok {
			return
		}
		scan := v.scan(p)
		defer scan.close()
		for scan.next(ctx) {
			q, err := v.quadOf(scan.q)
			if !yield(q, err) || err != nil {
				return
			}
		}
		if scan.err != nil {
			yield(quad.Quad{}, scan.err)
		}
	}
}

// labels skips from the last quad of a label to the first of the next.
func (v *view) labels(ctx context.Context) iter.Seq2[quad.Value, error] {
	return func(yield func(quad.Value, error) bool) {
		l, err := v.lease()
		if err != nil {
			yield(nil, err)
			return
		}
		defer l.release()
		byLabel := orderFor[1<<label]
		head := []byte{byLabel.space}
		for x := id(1); ; x++ { // id 0 is no label
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			key, err := l.seek(appendID(head[:1:1], x), head, nil)
			if err == nil && key == nil {
				return
			}
			var q idQuad
			if err == nil {
				q, err = byLabel.parse(key)
			}
			var t quad.Value
			if err == nil {
				t, err = v.termOf(q[label])
			}
			if !yield(t, err) || err != nil {
				return
			}
			x = q[label]
		}
	}
}

func (v *view) count(ctx context.Context, want quad.Quad) (int64, error) {
	p, ok, err := v.resolve(want)
	if err != nil || !ok {
		return 0, err
	}
	if n, ok, err := v.countKnown(p); ok || err != nil {
		return n, err
	}
	var n int64
	scan := v.scan(p)
	defer scan.close()
	for scan.next(ctx) {
		n++
	}
	return n, scan.err
}

// countKnown answers from the records where they tell exactly.
func (v *view) countKnown(p pattern) (n int64, ok bool, err error) {
	switch p.known() {
	case 0:
		s, err := readState(v)
		return s.quads, true, err
	case 1:
		for i, x := range p.ids {
			if p.has(i) {
				c, err := readCounts(v, x)
				return c[i], x != 0, err
			}
		}
	}
	return 0, false, nil
}

// exactUpTo is how many quads an estimate counts before it goes by the terms.
const exactUpTo = 64

// estimate tells how many quads match p: exactly if they are few or the
// records know, else the count of its rarest term.
func (v *view) estimate(ctx context.Context, p pattern) (n int64, exact bool, err error) {
	if n, ok, err := v.countKnown(p); ok || err != nil {
		return n, ok, err
	}
	scan := v.scan(p)
	defer scan.close()
	for n = 0; n < exactUpTo; n++ {
		if !scan.next(ctx) {
			return n, scan.err == nil, scan.err
		}
	}
	least := int64(-1)
	for i, x := range p.ids {
		if !p.has(i) || x == 0 {
			continue
		}
		c, err := readCounts(v, x)
		if err != nil {
			return 0, false, err
		}
		if least < 0 || c[i] < least {
			least = c[i]
		}
	}
	return max(least, n), false, nil
}
