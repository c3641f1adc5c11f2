package store

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"github.com/cayleygraph/quad"
)

// A txn gathers the wanted end state of each quad that it touches; commit
// writes the difference to what is stored.
type txn struct {
	st    *Store
	next  state
	ids   map[string]id // by dictionary key, as far as looked up; 0: not stored
	fresh map[id][]byte // terms that have no record yet
	quads map[idQuad]*change
	order []idQuad // of first touch, so that equal batches write equal bytes

	counted map[id]counts // new totals of the terms that stay
	gone    []string      // dictionary keys of the terms that go
}

type change struct{ had, want bool }

func newTxn(st *Store) *txn {
	return &txn{
		st: st, next: st.state,
		ids: map[string]id{}, fresh: map[id][]byte{}, quads: map[idQuad]*change{},
		counted: map[id]counts{},
	}
}

// checkEvery is how many steps pass between looks at the context.
const checkEvery = 256

func (tx *txn) apply(ctx context.Context, b Batch) error {
	for _, l := range b.DropLabels {
		if err := tx.dropLabel(ctx, l); err != nil {
			return err
		}
	}
	for i, q := range b.Remove {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := tx.put(q, false); err != nil {
			return err
		}
	}
	for i, q := range b.Add {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := tx.put(q, true); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (tx *txn) dropLabel(ctx context.Context, l quad.Value) error {
	if l == nil {
		return fmt.Errorf("drop label: no term")
	}
	x, err := tx.lookup(l)
	if err != nil || x == 0 {
		return err
	}
	scan := tx.st.live.scan(pattern{}.with(label, x))
	defer scan.close()
	for scan.next(ctx) {
		tx.changeOf(scan.q, true).want = false
	}
	return scan.err
}

// put makes q wanted, or unwanted if it is stored.
func (tx *txn) put(q quad.Quad, want bool) error {
	c, err := tx.find(q, want)
	if c != nil {
		c.want = want
	}
	return err
}

// find gives the change record of q; nil if q is not known and not made so.
func (tx *txn) find(q quad.Quad, intern bool) (*change, error) {
	ids, ok, err := tx.resolve(q, intern)
	if err != nil || !ok {
		return nil, err
	}
	if c := tx.quads[ids]; c != nil {
		return c, nil
	}
	had, err := tx.stored(ids)
	if err != nil {
		return nil, err
	}
	return tx.changeOf(ids, had), nil
}

// stored spares the look-up where a term is new.
func (tx *txn) stored(q idQuad) (bool, error) {
	if slices.Max(q[:]) > tx.st.state.lastID {
		return false, nil
	}
	_, ok, err := tx.st.eng.get(primary.key(nil, q))
	return ok, err
}

func (tx *txn) changeOf(q idQuad, had bool) *change {
	c := tx.quads[q]
	if c == nil {
		c = &change{had: had, want: had}
		tx.quads[q] = c
		tx.order = append(tx.order, q)
	}
	return c
}

// resolve gives the ids of q's terms; ok is false if one has none.
func (tx *txn) resolve(q quad.Quad, intern bool) (ids idQuad, ok bool, err error) {
	for _, d := range quad.Directions {
		v := q.Get(d)
		if v == nil {
			if d == quad.Label && tx.st.opts.lenient {
				continue
			}
			return ids, false, nil // such a quad is not stored
		}
		x, err := tx.lookup(v)
		if err == nil && x == 0 && intern {
			x, err = tx.intern(v)
		}
		if err != nil || x == 0 {
			return ids, false, err
		}
		ids[slot(d)] = x
	}
	return ids, true, nil
}

// lookup gives the id of a term, 0 if it has none.
func (tx *txn) lookup(v quad.Value) (id, error) {
	enc, err := encodeTerm(v)
	if err != nil {
		return 0, nil // what is no term is not stored
	}
	key := string(termKey(enc))
	if x, ok := tx.ids[key]; ok {
		return x, nil
	}
	x, ok := tx.st.hot.ids.get(key)
	if !ok {
		if x, err = lookupTerm(tx.st.eng, []byte(key)); err != nil {
			return 0, err
		}
	}
	tx.ids[key] = x
	return x, nil
}

// lookupTerm reads the id under a dictionary key, 0 if there is none.
func lookupTerm(r reader, key []byte) (id, error) {
	b, ok, err := r.get(key)
	if err != nil || !ok {
		return 0, err
	}
	x, _, err := cutID(b)
	return x, err
}

// intern gives a term that has no id the next one.
func (tx *txn) intern(v quad.Value) (id, error) {
	enc, err := encodeTerm(v)
	if err != nil {
		return 0, err
	}
	tx.next.lastID++
	x := tx.next.lastID
	tx.ids[string(termKey(enc))] = x
	tx.fresh[x] = enc
	return x, nil
}

// counts says how often a term stands in each position.
type counts [4]int64

func (c counts) encode() []byte {
	var b []byte
	for _, n := range c {
		b = binary.AppendUvarint(b, uint64(n))
	}
	return b
}

func decodeCounts(b []byte) (c counts, err error) {
	for i := range c {
		n, w := binary.Uvarint(b)
		if w <= 0 {
			return c, fmt.Errorf("counts record: %w", errBadKey)
		}
		c[i], b = int64(n), b[w:]
	}
	return c, nil
}

func readCounts(r reader, x id) (counts, error) {
	b, ok, err := r.get(countKey(x))
	if err != nil || !ok {
		return counts{}, err
	}
	return decodeCounts(b)
}

// commit writes the difference in one batch and, once that is durable, makes
// it the state that the next transaction starts from.
func (tx *txn) commit(meta map[string]string) (Stats, error) {
	b := tx.st.eng.batch()
	defer b.close()
	stats, deltas, err := tx.writeQuads(b)
	if err == nil {
		err = tx.writeTerms(b, deltas)
	}
	if err == nil {
		err = writeMeta(b, meta)
	}
	if err != nil {
		return Stats{}, fmt.Errorf("prepare transaction: %w", err)
	}
	if stats == (Stats{}) && len(meta) == 0 {
		return stats, nil
	}
	tx.next.quads += int64(stats.Added - stats.Removed)
	if err := b.set(stateKey, tx.next.encode()); err != nil {
		return Stats{}, err
	}
	if err := b.commit(); err != nil {
		tx.st.fault = err
		return Stats{}, fmt.Errorf("commit: %w", err)
	}
	tx.st.state = tx.next
	tx.remember()
	return stats, nil
}

// remember keeps what the next transactions will ask for again.
func (tx *txn) remember() {
	hot := &tx.st.hot
	for key, x := range tx.ids {
		_, new := tx.fresh[x]
		if _, counted := tx.counted[x]; x != 0 && (!new || counted) {
			hot.ids.put(key, x)
		}
	}
	for x, c := range tx.counted {
		hot.counts.put(x, c)
	}
	for _, key := range tx.gone {
		hot.counts.drop(tx.ids[key])
		hot.ids.drop(key)
	}
}

// writeQuads writes the changed quads and gives the change of each term's counts.
func (tx *txn) writeQuads(b batch) (stats Stats, deltas map[id]*counts, err error) {
	deltas = map[id]*counts{}
	var key []byte
	for _, q := range tx.order {
		c := tx.quads[q]
		if c.had == c.want {
			continue
		}
		write, n := b.delete, int64(-1)
		if c.want {
			write, n = func(k []byte) error { return b.set(k, nil) }, 1
			stats.Added++
		} else {
			stats.Removed++
		}
		for i := range orders {
			key = orders[i].key(key[:0], q)
			if err := write(key); err != nil {
				return stats, nil, err
			}
		}
		for i, x := range q {
			if x == 0 {
				continue // no label, in lenient stores
			}
			if deltas[x] == nil {
				deltas[x] = new(counts)
			}
			deltas[x][i] += n
		}
	}
	return stats, deltas, nil
}

// writeTerms brings the counts up to date; a term enters the dictionary with
// its first quad and leaves it with its last.
func (tx *txn) writeTerms(b batch, deltas map[id]*counts) error {
	for _, x := range slices.Sorted(maps.Keys(deltas)) {
		if *deltas[x] == (counts{}) {
			continue
		}
		if err := tx.writeTerm(b, x, *deltas[x]); err != nil {
			return err
		}
	}
	return nil
}

func (tx *txn) writeTerm(b batch, x id, delta counts) error {
	if enc, ok := tx.fresh[x]; ok {
		tx.next.terms++
		tx.counted[x] = delta
		return cmp.Or(
			b.set(nodeKey(x), enc),
			b.set(termKey(enc), appendID(nil, x)),
			b.set(countKey(x), delta.encode()),
		)
	}
	total, err := tx.total(x)
	if err != nil {
		return err
	}
	for i, n := range delta {
		total[i] += n
	}
	if total != (counts{}) {
		tx.counted[x] = total
		return b.set(countKey(x), total.encode())
	}
	enc, ok, err := tx.st.eng.get(nodeKey(x))
	if err != nil || !ok {
		return cmp.Or(err, fmt.Errorf("term %d: no record", x))
	}
	tx.next.terms--
	key := termKey(enc)
	tx.gone, tx.ids[string(key)] = append(tx.gone, string(key)), x
	return cmp.Or(b.delete(nodeKey(x)), b.delete(key), b.delete(countKey(x)))
}

// total gives the counts of a stored term.
func (tx *txn) total(x id) (counts, error) {
	if c, ok := tx.st.hot.counts.get(x); ok {
		return c, nil
	}
	return readCounts(tx.st.eng, x)
}

func writeMeta(b batch, meta map[string]string) error {
	for _, k := range slices.Sorted(maps.Keys(meta)) {
		var err error
		if v := meta[k]; v == "" {
			err = b.delete(metaKey(k))
		} else {
			err = b.set(metaKey(k), []byte(v))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
