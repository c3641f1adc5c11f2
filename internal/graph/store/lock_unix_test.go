//go:build unix && !solaris && !aix

package store

import (
	"path/filepath"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
	"golang.org/x/sys/unix"
)

// TestLockOutlivedByCopy: a copy of the descriptor, as a process has that is being
// started at that moment, must not keep the lock.
func TestLockOutlivedByCopy(t *testing.T) {
	name := filepath.Join(t.TempDir(), "LOCK")
	for _, shared := range []bool{true, false} {
		fs := &lockFS{FS: vfs.Default, shared: shared}
		lock, err := fs.Lock(name)
		if err != nil {
			t.Fatal(err)
		}
		fd, err := unix.Dup(int(lock.(heldLock).Fd()))
		if err != nil {
			t.Fatal(err)
		}
		defer unix.Close(fd)
		if err := lock.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := (&lockFS{FS: vfs.Default}).Lock(name)
		if err != nil {
			t.Fatalf("shared %v: after closing: %v", shared, err)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
