package store

import "context"

// A scan walks the quads that match a pattern.
type scan struct {
	l     *lease
	order *order
	head  []byte
	key   []byte
	jump  []byte // where the next step goes, if not to the next key
	known int    // positions that the pattern fixes
	steps int    // ever made, for looks at the context
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
	s.jump, s.known, s.done = s.head, p.known(), false
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
	if s.err == nil && s.l == nil {
		s.err = ErrClosed
	}
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
