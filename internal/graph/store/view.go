package store

import (
	"bytes"
	"errors"
	"fmt"
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
