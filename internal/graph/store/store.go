package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sync"

	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
)

var (
	// ErrNoStore: there is nothing at the path.
	ErrNoStore = errors.New("no database here")
	// ErrForeign: what is at the path is not a database of this program and version.
	ErrForeign = errors.New("not a kg database of this version")
	// ErrInUse: a writer has the database, or readers have it and a writer asked.
	ErrInUse = errors.New("in use by another process")
	// ErrReadOnly: a write to a store opened for reading, or to a snapshot.
	ErrReadOnly = errors.New("opened for reading only")
	// ErrClosed: the store or snapshot was closed.
	ErrClosed = errors.New("store is closed")
)

// Options of Open. The zero value opens an existing database for writing.
type Options struct {
	ReadOnly bool // several processes may read at once, none beside a writer
	Create   bool // make the database where there is none
	InMemory bool // keep everything in memory; dir is only a name then

	// lenient admits what Cayley's conformance tests write: quads without a
	// label, literals anywhere, Go's numbers. Nothing else may set it.
	lenient bool

	// wrap puts a file system that fails on demand under the engine, in tests.
	wrap func(vfs.FS) vfs.FS
}

// A Store is an open database. It may be used by several goroutines; writes
// take turns.
type Store struct {
	dir   string
	opts  Options
	eng   engine
	terms termCache
	live  *view // the present state, for Cayley's writers and tests

	write sync.Mutex // held by the one writer; guards what follows
	state state
	hot   hotTerms
	fault error // a failed commit: no more writes in this process

	life sync.Mutex // guards what follows; taken after write
	shut bool
	open map[*Snapshot]struct{} // to be closed with the store
}

// state is what the writer must know between transactions; it is stored with
// each of them.
type state struct {
	lastID id    // the last id given
	quads  int64 // quads stored
	terms  int64 // distinct terms in them
}

// Size of a store.
type Size struct {
	Quads int64
	Terms int64 // distinct terms in any position
	Bytes int64 // on disk; 0 in memory
}

// The marker file tells a database of ours from any other directory before
// the engine touches it. The number is the version of the format of keys.
const (
	markerName = "KG-STORE"
	markerText = "kg quad store, format 1\n"
)

// Open opens the database in directory dir. It fails with ErrNoStore,
// ErrForeign or ErrInUse, wrapped with the path, or with a [DamageError].
func Open(dir string, opts Options) (*Store, error) {
	st, err := open(dir, opts)
	var damaged *DamageError
	switch {
	case errors.As(err, &damaged):
		return nil, damaged
	case err != nil:
		return nil, fmt.Errorf("open database %q: %w", dir, err)
	}
	return st, nil
}

func open(dir string, opts Options) (*Store, error) {
	if opts.ReadOnly && (opts.Create || opts.InMemory) {
		return nil, errors.New("a database that is only read can be neither new nor in memory")
	}
	if !opts.InMemory {
		if err := cmp.Or(claim(dir, opts.Create), checkManifest(dir)); err != nil {
			return nil, err
		}
	}
	eng, err := openPebble(dir, opts)
	switch {
	case errors.Is(err, pebble.ErrDBDoesNotExist):
		return nil, ErrNoStore // marked, then interrupted
	case err != nil:
		return nil, err
	}
	st := &Store{dir: dir, opts: opts, eng: eng, hot: newHotTerms(), open: map[*Snapshot]struct{}{}}
	st.live = newView(st, eng, false)
	if st.state, err = readState(eng); err != nil {
		return nil, errors.Join(err, eng.close())
	}
	return st, nil
}

// claim checks that dir is ours, or makes it so if it is empty and create is
// set. The marker comes before the engine's files: a crash between leaves a
// directory that the next call to create completes.
func claim(dir string, create bool) error {
	marker := filepath.Join(dir, markerName)
	text, err := os.ReadFile(marker)
	if err == nil {
		if !bytes.Equal(text, []byte(markerText)) {
			return ErrForeign
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		if info, statErr := os.Stat(dir); statErr == nil && !info.IsDir() {
			return ErrForeign
		}
		return err
	}
	entries, err := os.ReadDir(dir)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	case len(entries) > 0:
		return ErrForeign
	case !create:
		return ErrNoStore
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return writeMarker(marker)
}

// writeMarker writes beside and renames, so that the file is never half there.
func writeMarker(name string) error {
	f, err := os.CreateTemp(filepath.Dir(name), markerName+".*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(markerText)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// Damage is the first damage to the database's files that any read or work in the
// background has met, a [DamageError], or nil. Whoever cannot trust that errors reach
// it, as through a script, asks here.
func (st *Store) Damage() error { return st.eng.damaged() }

// Close ends the use of the store. Open snapshots are closed with it.
func (st *Store) Close() error {
	st.write.Lock()
	defer st.write.Unlock()
	st.life.Lock()
	defer st.life.Unlock()
	if st.shut {
		return nil
	}
	st.shut = true
	errs := []error{st.live.close()}
	for sn := range st.open {
		errs = append(errs, sn.release())
	}
	return errors.Join(append(errs, st.eng.close())...)
}

var (
	stateKey = []byte{spaceMeta, 's'}
	metaHead = []byte{spaceMeta, 'u'} // the callers' own entries
)

func readState(r reader) (state, error) {
	b, ok, err := r.get(stateKey)
	if err != nil || !ok {
		return state{}, err // a new store
	}
	var n [3]uint64
	for i := range n {
		var w int
		if n[i], w = binary.Uvarint(b); w <= 0 {
			return state{}, fmt.Errorf("state record: %w", errBadKey)
		}
		b = b[w:]
	}
	return state{lastID: n[0], quads: int64(n[1]), terms: int64(n[2])}, nil
}

func (s state) encode() []byte {
	b := binary.AppendUvarint(nil, s.lastID)
	b = binary.AppendUvarint(b, uint64(s.quads))
	return binary.AppendUvarint(b, uint64(s.terms))
}

func metaKey(key string) []byte { return append(metaHead[:len(metaHead):len(metaHead)], key...) }

// Meta returns the value stored under key with Batch.Meta, or "".
func (st *Store) Meta(key string) (string, error) {
	sn, err := st.Snapshot()
	if err != nil {
		return "", err
	}
	defer sn.Close()
	return sn.Meta(key)
}

// Quads yields the quads that equal pattern wherever it has a term; nil is
// any. They come in the order of internal ids: the same for the same history
// of writes, and of no other meaning.
func (st *Store) Quads(ctx context.Context, pattern quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		sn, err := st.Snapshot()
		if err != nil {
			yield(quad.Quad{}, err)
			return
		}
		defer sn.Close()
		sn.Quads(ctx, pattern)(yield)
	}
}

// Labels yields each label once, in the order of internal ids.
func (st *Store) Labels(ctx context.Context) iter.Seq2[quad.Value, error] {
	return func(yield func(quad.Value, error) bool) {
		sn, err := st.Snapshot()
		if err != nil {
			yield(nil, err)
			return
		}
		defer sn.Close()
		sn.Labels(ctx)(yield)
	}
}

// Count counts the quads that equal pattern wherever it has a term. With no
// term, one, or all four it is a look-up, else a scan of what matches.
func (st *Store) Count(ctx context.Context, pattern quad.Quad) (int64, error) {
	sn, err := st.Snapshot()
	if err != nil {
		return 0, err
	}
	defer sn.Close()
	return sn.Count(ctx, pattern)
}

// Size tells how much is stored.
func (st *Store) Size() (Size, error) {
	sn, err := st.Snapshot()
	if err != nil {
		return Size{}, err
	}
	defer sn.Close()
	s, err := readState(sn.view)
	if err != nil {
		return Size{}, err
	}
	size := Size{Quads: s.quads, Terms: s.terms}
	if !st.opts.InMemory {
		size.Bytes, err = bytesIn(st.dir)
	}
	return size, err
}

// bytesIn adds up the files of a directory; files that go meanwhile count 0.
func bytesIn(dir string) (int64, error) {
	entries, err := os.ReadDir(dir)
	var n int64
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			n += info.Size()
		}
	}
	return n, err
}
