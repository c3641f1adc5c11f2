package store

import (
	"context"
	"errors"
	"iter"

	"github.com/cayleygraph/quad"
)

// A Snapshot is the store as it was when the snapshot was taken, while the
// writer goes on. It is a graph.QuadStore for reading, so Gizmo and Cayley's
// paths run over it; several goroutines may share one. It must be closed;
// closing it stops whatever still reads from it with ErrClosed.
type Snapshot struct {
	*view
	snap snapshot
}

// Snapshot freezes the present state for reading. It does not wait for a
// writer.
func (st *Store) Snapshot() (*Snapshot, error) {
	st.life.Lock()
	defer st.life.Unlock()
	if st.shut {
		return nil, ErrClosed
	}
	snap := st.eng.snapshot()
	sn := &Snapshot{view: newView(st, snap, true), snap: snap}
	st.open[sn] = struct{}{}
	return sn, nil
}

// Close releases the snapshot. Closing twice is harmless.
func (sn *Snapshot) Close() error {
	st := sn.st
	st.life.Lock()
	defer st.life.Unlock()
	if _, ok := st.open[sn]; !ok {
		return nil
	}
	return sn.release()
}

// release runs with the lock on the store's life held.
func (sn *Snapshot) release() error {
	delete(sn.st.open, sn)
	return errors.Join(sn.view.close(), sn.snap.close())
}

// Meta returns the value stored under key with Batch.Meta, or "".
func (sn *Snapshot) Meta(key string) (string, error) {
	b, _, err := sn.view.get(metaKey(key))
	return string(b), err
}

// Quads yields the quads that equal pattern wherever it has a term; see
// [Store.Quads].
func (sn *Snapshot) Quads(ctx context.Context, pattern quad.Quad) iter.Seq2[quad.Quad, error] {
	return sn.quads(ctx, pattern)
}

// Labels yields each label once; see [Store.Labels].
func (sn *Snapshot) Labels(ctx context.Context) iter.Seq2[quad.Value, error] {
	return sn.labels(ctx)
}

// Count counts the quads that equal pattern wherever it has a term; see
// [Store.Count].
func (sn *Snapshot) Count(ctx context.Context, pattern quad.Quad) (int64, error) {
	return sn.count(ctx, pattern)
}
