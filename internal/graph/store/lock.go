package store

import (
	"errors"
	"io"
	"os"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// lockFS is the operating system's file system with another rule for
// Pebble's lock file: readers share it, a writer has it alone. (Pebble itself
// locks exclusively even to read.) A read-only Pebble beside a live writer
// would lose files under its feet, so the two kinds exclude each other.
type lockFS struct {
	vfs.FS
	shared bool
}

// Lock takes the lock or fails with ErrInUse; it never waits.
func (fs *lockFS) Lock(name string) (io.Closer, error) {
	f, err := openLockFile(name, fs.shared)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f, fs.shared); err != nil {
		f.Close()
		return nil, err
	}
	return heldLock{f}, nil
}

// heldLock is a lock until it is closed. Closing the descriptor alone would not do: a
// process that another goroutine is just starting has a copy of it until it executes
// its program, and the lock belongs to both.
type heldLock struct{ *os.File }

func (l heldLock) Close() error {
	return errors.Join(unlockFile(l.File), l.File.Close())
}

// openLockFile falls back to reading for a reader on a read-only medium.
func openLockFile(name string, shared bool) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil && shared {
		return os.Open(name)
	}
	return f, err
}
