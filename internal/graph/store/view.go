package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"

	"github.com/cayleygraph/quad"
)

// A view reads one state of the store, or the changing present one. It owns
// every cursor that it hands out: closing it closes them, whoever forgot to
// (Cayley does), and whoever still uses one gets ErrClosed.
type view struct {
	st     *Store
	r      reader
	frozen bool // r never changes, so a used cursor is as good as a new one

	mu     sync.Mutex
	closed bool
	idle   []*lease
	leased map[*lease]struct{}
}

func newView(st *Store, r reader, frozen bool) *view {
	return &view{st: st, r: r, frozen: frozen, leased: map[*lease]struct{}{}}
}

// A lease is a cursor in use. Its lock lets the view be closed while a
// runaway query still pulls on it.
type lease struct {
	v  *view
	mu sync.Mutex
	c  cursor // nil once closed
}

func (v *view) lease() (*lease, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil, ErrClosed
	}
	if n := len(v.idle); n > 0 {
		l := v.idle[n-1]
		v.idle = v.idle[:n-1]
		v.leased[l] = struct{}{}
		return l, nil
	}
	c, err := v.r.cursor()
	if err != nil {
		return nil, err
	}
	l := &lease{v: v, c: c}
	v.leased[l] = struct{}{}
	return l, nil
}

// release takes a cursor back.
func (l *lease) release() error {
	v := l.v
	v.mu.Lock()
	if _, ok := v.leased[l]; !ok {
		v.mu.Unlock()
		return nil
	}
	delete(v.leased, l)
	if v.frozen {
		v.idle = append(v.idle, l)
		v.mu.Unlock()
		return nil
	}
	v.mu.Unlock()
	return l.close()
}

func (l *lease) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.c == nil {
		return nil
	}
	err := l.c.close()
	l.c = nil
	return err
}

// close closes all cursors; it does not close the reader.
func (v *view) close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.closed = true
	var errs []error
	for l := range v.leased {
		errs = append(errs, l.close())
	}
	for _, l := range v.idle {
		errs = append(errs, l.close())
	}
	v.leased, v.idle = nil, nil
	return errors.Join(errs...)
}

// seek moves to the first key not below key and gives its key if it begins
// with head. The result is the caller's until the next move.
func (l *lease) seek(key, head, buf []byte) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.c == nil {
		return nil, ErrClosed
	}
	return l.at(l.c.seek(key), head, buf)
}

func (l *lease) next(head, buf []byte) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.c == nil {
		return nil, ErrClosed
	}
	return l.at(l.c.next(), head, buf)
}

// at copies the key: once the lock is gone the view may be closed.
func (l *lease) at(ok bool, head, buf []byte) ([]byte, error) {
	if !ok {
		return nil, l.c.err()
	}
	key := l.c.key()
	if !bytes.HasPrefix(key, head) {
		return nil, nil
	}
	return append(buf[:0], key...), nil
}

// value copies the value at the cursor.
func (l *lease) value() ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.c == nil {
		return nil, ErrClosed
	}
	b, err := l.c.value()
	return append([]byte(nil), b...), err
}

// get reads one key through a cursor, which is cheaper than the engine's get
// where cursors are reused.
func (v *view) get(key []byte) ([]byte, bool, error) {
	l, err := v.lease()
	if err != nil {
		return nil, false, err
	}
	defer l.release()
	found, err := l.seek(key, key, nil)
	if err != nil || len(found) != len(key) {
		return nil, false, err
	}
	b, err := l.value()
	return b, err == nil, err
}

func (v *view) cursor() (cursor, error) { return v.r.cursor() }

// A scan walks the quads that match a pattern.
type scan struct {
	l     *lease
	order *order
	head  []byte
	key   []byte
	jump  []byte // where the next step goes, if not to the next key
	known int    // positions that the pattern fixes
	steps int
	q     idQuad // the present quad
	err   error
	done  bool
}

// scan starts a walk; errors show after next. It must be closed.
func (v *view) scan(p pattern) *scan {
	o := orderFor[p.mask]
	s := &scan{order: o, head: o.prefix(make([]byte, 0, 40), p), key: make([]byte, 0, 40), known: p.known()}
	s.jump = s.head
	s.l, s.err = v.lease()
	return s
}

// reset lets a scan start again on another pattern with the same cursor.
func (s *scan) reset(p pattern) {
	s.order = orderFor[p.mask]
	s.head = s.order.prefix(s.head[:0], p)
	s.jump, s.known, s.steps, s.done = s.head, p.known(), 0, false
}

// maxRepeats is after how many steps through a group a seek past the rest of
// it is cheaper.
const maxRepeats = 10

// nextOther moves to a quad with another id in the position: all those with
// the present one are skipped at once if the quads come grouped by it, and
// otherwise only this one.
func (s *scan) nextOther(ctx context.Context, slot int) bool {
	if s.known == len(s.order.slots) || s.order.slots[s.known] != slot {
		return s.next(ctx)
	}
	x := s.q[slot]
	for range maxRepeats {
		if !s.next(ctx) || s.q[slot] != x {
			return s.err == nil && !s.done
		}
	}
	s.jump = appendID(s.head[:len(s.head):len(s.head)], x+1)
	return s.next(ctx)
}

func (s *scan) next(ctx context.Context) bool {
	if s.err != nil || s.done {
		return false
	}
	if s.steps%checkEvery == checkEvery-1 && ctx.Err() != nil {
		s.err = ctx.Err()
		return false
	}
	var key []byte
	if s.jump != nil {
		key, s.err = s.l.seek(s.jump, s.head, s.key)
		s.jump = nil
	} else {
		key, s.err = s.l.next(s.head, s.key)
	}
	s.steps++
	if s.err != nil || key == nil {
		s.done = true
		return false
	}
	s.key = key
	s.q, s.err = s.order.parse(key)
	return s.err == nil
}

func (s *scan) close() {
	if s.l != nil {
		s.l.release()
		s.l = nil
	}
	s.done = true
}

// idOf gives the id of a term, 0 if it is not stored.
func (v *view) idOf(t quad.Value) (id, error) {
	if t == nil {
		return 0, nil
	}
	enc, err := encodeTerm(t)
	if err != nil {
		return 0, nil // what is no term is not stored
	}
	return lookupTerm(v, termKey(enc))
}

// termOf gives the term of an id, nil if there is none.
func (v *view) termOf(x id) (quad.Value, error) {
	if t, ok := v.st.terms.get(x); ok {
		return t, nil
	}
	b, ok, err := v.get(nodeKey(x))
	if err != nil || !ok {
		return nil, err
	}
	t, err := decodeTerm(b)
	if err != nil {
		return nil, fmt.Errorf("term %d: %w", x, err)
	}
	v.st.terms.put(x, t, len(b))
	return t, nil
}

func (v *view) quadOf(ids idQuad) (q quad.Quad, err error) {
	for _, d := range quad.Directions {
		x := ids[slot(d)]
		if x == 0 {
			continue
		}
		t, err := v.termOf(x)
		if err != nil {
			return q, err
		}
		if t == nil {
			return q, fmt.Errorf("term %d: no record", x)
		}
		q.Set(d, t)
	}
	return q, nil
}

// resolve turns a quad with gaps into a pattern; ok is false if one of its
// terms is not stored, so that nothing can match.
func (v *view) resolve(q quad.Quad) (p pattern, ok bool, err error) {
	for _, d := range quad.Directions {
		t := q.Get(d)
		if t == nil {
			continue
		}
		x, err := v.idOf(t)
		if err != nil || x == 0 {
			return p, false, err
		}
		p = p.with(slot(d), x)
	}
	return p, true, nil
}

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
