package store

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/vfs"
)

const (
	// diskCacheBytes is the block cache of a database on disk: the working
	// set of a few hundred thousand articles' hot blocks, small beside the
	// language model.
	diskCacheBytes = 64 << 20
	// memCacheBytes suffices in memory, where a miss costs no disk access.
	memCacheBytes = 16 << 20
	// memTableBytes is what gathers in memory between flushes: less makes
	// more small files to merge, more a longer replay at the opening after a
	// crash (about 10 ms a megabyte).
	memTableBytes = 8 << 20
)

// pebbleEngine is the engine over Pebble.
type pebbleEngine struct {
	pebbleReader
	db       *pebble.DB
	readOnly bool
	inMemory bool
	broken   *atomic.Bool // a commit failed inside Pebble
}

// damaged tells of damage met so far, in whatever goroutine.
func (e *pebbleEngine) damaged() error { return e.damage.seen() }

// openPebble opens dir; opts.Create makes what is not there.
func openPebble(dir string, opts Options) (*pebbleEngine, error) {
	harm := &damage{dir: dir}
	cacheBytes := int64(diskCacheBytes)
	var fs vfs.FS = &lockFS{FS: vfs.Default, shared: opts.ReadOnly}
	if opts.InMemory {
		cacheBytes, fs = memCacheBytes, vfs.NewMem()
	}
	if opts.wrap != nil {
		fs = opts.wrap(fs)
	}
	cache := pebble.NewCache(cacheBytes)
	defer cache.Unref() // the database holds its own reference

	po := &pebble.Options{
		FS:                 fs,
		Cache:              cache,
		MemTableSize:       memTableBytes,
		FormatMajorVersion: pebble.FormatNewest,
		ErrorIfNotExists:   !opts.Create && !opts.InMemory,
		ReadOnly:           opts.ReadOnly,
		DisableWAL:         opts.InMemory, // nothing survives the process anyway
		Logger:             quietLogger{},
		EventListener: &pebble.EventListener{
			// Pebble's own listener ends the process; the read returns the error.
			DataCorruption:  func(pebble.DataCorruptionInfo) {},
			BackgroundError: func(err error) { harm.judge(err) },
		},
	}
	for i := range po.Levels {
		po.Levels[i].FilterPolicy = bloom.FilterPolicy(10)
	}
	db, err := openGuarded(dir, po, harm)
	if err != nil {
		return nil, harm.judgeOpen(err)
	}
	return &pebbleEngine{
		pebbleReader: pebbleReader{db, harm},
		db:           db, readOnly: opts.ReadOnly, inMemory: opts.InMemory, broken: new(atomic.Bool),
	}, nil
}

// openGuarded opens Pebble, which panics on some of what a damaged log or
// manifest can say. The lock stays with the process then.
func openGuarded(dir string, po *pebble.Options, harm *damage) (db *pebble.DB, err error) {
	defer func() {
		if r := recover(); r != nil {
			db, err = nil, harm.found(fmt.Sprint(r))
		}
	}()
	return pebble.Open(dir, po)
}

func (e *pebbleEngine) snapshot() snapshot {
	s := e.db.NewSnapshot()
	return &pebbleSnapshot{pebbleReader{s, e.damage}, s}
}

func (e *pebbleEngine) batch() batch {
	opts := pebble.Sync
	if e.inMemory {
		opts = pebble.NoSync
	}
	return &pebbleBatch{b: e.db.NewBatch(), opts: opts, broken: e.broken, damage: e.damage}
}

// close writes the memory table out first, so that the next opening, by
// however many readers, has no log to replay. After a failed commit Pebble can
// be neither used nor closed (it deadlocks or dies): it stays, and with it the
// lock on the directory, until the process ends.
func (e *pebbleEngine) close() error {
	if e.broken.Load() {
		return nil
	}
	var err error
	if !e.readOnly && !e.inMemory {
		err = e.db.Flush()
	}
	return e.damage.judge(errors.Join(err, e.db.Close()))
}

// pebbleReader reads from a database or from a snapshot of one.
type pebbleReader struct {
	r      pebble.Reader
	damage *damage
}

func (p pebbleReader) get(key []byte) ([]byte, bool, error) {
	v, closer, err := p.r.Get(key)
	if errors.Is(err, pebble.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, p.damage.judge(err)
	}
	out := append([]byte(nil), v...)
	return out, true, closer.Close()
}

func (p pebbleReader) cursor() (cursor, error) {
	it, err := p.r.NewIter(nil)
	if err != nil {
		return nil, p.damage.judge(err)
	}
	return &pebbleCursor{it, p.damage}, nil
}

type pebbleSnapshot struct {
	pebbleReader
	s *pebble.Snapshot
}

func (s *pebbleSnapshot) close() error { return s.s.Close() }

type pebbleCursor struct {
	it     *pebble.Iterator
	damage *damage
}

func (c *pebbleCursor) seek(key []byte) bool { return c.it.SeekGE(key) }
func (c *pebbleCursor) next() bool           { return c.it.Next() }
func (c *pebbleCursor) key() []byte          { return c.it.Key() }
func (c *pebbleCursor) err() error           { return c.damage.judge(c.it.Error()) }
func (c *pebbleCursor) close() error         { return c.damage.judge(c.it.Close()) }

func (c *pebbleCursor) value() ([]byte, error) {
	b, err := c.it.ValueAndErr()
	return b, c.damage.judge(err)
}

type pebbleBatch struct {
	b      *pebble.Batch
	opts   *pebble.WriteOptions
	broken *atomic.Bool
	damage *damage
}

func (b *pebbleBatch) set(key, value []byte) error { return b.b.Set(key, value, nil) }
func (b *pebbleBatch) delete(key []byte) error     { return b.b.Delete(key, nil) }

func (b *pebbleBatch) close() error {
	if b.broken.Load() {
		return nil
	}
	return b.b.Close()
}

// commit returns only when the log is on disk. Pebble takes a log that cannot
// be written for fatal in the committing goroutine; that becomes an error
// here. After any error the database may or may not hold the batch and takes
// no more. Nothing is written on top of damage.
func (b *pebbleBatch) commit() (err error) {
	if err := b.damage.seen(); err != nil {
		return err
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case fatalError:
			err = r
		default:
			panic(r)
		}
		if err != nil {
			b.broken.Store(true)
		}
	}()
	return b.b.Commit(b.opts)
}

// quietLogger drops Pebble's chatter; what matters comes back as errors.
type quietLogger struct{}

func (quietLogger) Infof(string, ...any)  {}
func (quietLogger) Errorf(string, ...any) {}

// Fatalf must not return: Pebble calls it where going on would corrupt data.
func (quietLogger) Fatalf(format string, args ...any) {
	panic(fatalError{fmt.Sprintf(format, args...)})
}

// fatalError is what Pebble cannot recover from, such as a full disk.
type fatalError struct{ reason string }

func (e fatalError) Error() string { return e.reason }
