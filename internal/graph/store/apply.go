package store

import (
	"context"
	"fmt"

	"github.com/cayleygraph/quad"
)

// A Batch is one transaction. Labels are dropped first, then quads removed,
// then quads added: dropping an article's label and adding its new quads
// replaces it.
type Batch struct {
	Add        []quad.Quad
	Remove     []quad.Quad
	DropLabels []quad.Value
	Meta       map[string]string // "" deletes an entry
}

// Stats says what a transaction changed in the end: a quad that was dropped
// and added again counts nowhere.
type Stats struct {
	Added   int
	Removed int
}

// Apply writes a batch: all of it, synced to disk when Apply returns nil, or
// nothing. Adding what is there and removing what is not are no errors. An
// invalid quad to add fails with a *QuadError.
//
// ctx is heard until the commit begins.
func (st *Store) Apply(ctx context.Context, b Batch) (Stats, error) {
	for _, q := range b.Add {
		if err := st.validate(q); err != nil {
			return Stats{}, err
		}
	}
	var stats Stats
	err := st.update(func(tx *txn) error {
		if err := tx.apply(ctx, b); err != nil {
			return err
		}
		var err error
		stats, err = tx.commit(b.Meta)
		return err
	})
	return stats, err
}

func (st *Store) validate(q quad.Quad) error {
	if st.opts.lenient {
		return nil
	}
	return validate(q)
}

// update runs one writer after another.
func (st *Store) update(do func(*txn) error) error {
	if st.opts.ReadOnly {
		return ErrReadOnly
	}
	st.write.Lock()
	defer st.write.Unlock()
	if st.closed() {
		return ErrClosed
	}
	if st.fault != nil {
		return fmt.Errorf("an earlier write failed, start again: %w", st.fault)
	}
	return do(newTxn(st))
}

func (st *Store) closed() bool {
	st.life.Lock()
	defer st.life.Unlock()
	return st.shut
}
