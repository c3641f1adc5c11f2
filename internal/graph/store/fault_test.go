package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
)

// TestFullDisk lets the log run out of space under a transaction: the
// transaction fails, later ones are refused, closing does not hang, and what
// was acknowledged is there when there is space again.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	var full atomic.Bool
	inject := errorfs.InjectorFunc(func(op errorfs.Op) error {
		if full.Load() && strings.HasSuffix(op.Path, ".log") && op.Kind.ReadOrWrite() == errorfs.OpIsWrite {
			return syscall.ENOSPC
		}
		return nil
	})
	st, err := Open(dir, Options{Create: true, wrap: func(fs vfs.FS) vfs.FS { return errorfs.Wrap(fs, inject) }})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, st, Batch{Add: tqs("s p o g")})
	full.Store(true)
	if _, err := st.Apply(t.Context(), Batch{Add: tqs("a b c g")}); err == nil || !strings.Contains(err.Error(), "no space") {
		t.Errorf("got error %v, want one about the disk", err)
	}
	if _, err := st.Apply(t.Context(), Batch{Add: tqs("d e f g")}); err == nil || !strings.Contains(err.Error(), "earlier write") {
		t.Errorf("got error %v, want a refusal", err)
	}
	full.Store(false)
	closed := make(chan error, 1)
	go func() { closed <- st.Close() }()
	select {
	case err := <-closed:
		t.Logf("close: %v", err)
	case <-time.After(10 * time.Second):
		t.Fatal("closing hangs")
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("open in the same process: got error %v, want %v", err, ErrInUse)
	}
	st = openAt(t, copied(t, dir), Options{}) // as the next process finds it
	if n, err := st.Count(t.Context(), tq("s p o g")); n != 1 || err != nil {
		t.Errorf("the acknowledged quad: count %d, error %v", n, err)
	}
	verified(t, st)
}

// copied takes a copy of a directory, without the lock on it.
func copied(t *testing.T, dir string) string {
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// TestReadersWriteNothing opens a database as a crash left it, with a log to
// replay, for reading only: nothing may be written, for there may be other
// readers, or no right to.
func TestReadersWriteNothing(t *testing.T) {
	dir := t.TempDir()
	st := openAt(t, dir, Options{Create: true})
	apply(t, st, Batch{Add: tqs("s p o g")})
	dir = copied(t, dir)
	deny := errorfs.InjectorFunc(func(op errorfs.Op) error {
		if op.Kind.ReadOrWrite() == errorfs.OpIsWrite && filepath.Base(op.Path) != "LOCK" {
			t.Errorf("writes: %v %s", op.Kind, op.Path)
			return syscall.EROFS
		}
		return nil
	})
	reader := openAt(t, dir, Options{ReadOnly: true, wrap: func(fs vfs.FS) vfs.FS { return errorfs.Wrap(fs, deny) }})
	if n, err := reader.Count(t.Context(), tq("s p o g")); n != 1 || err != nil {
		t.Errorf("count %d, error %v, want 1", n, err)
	}
	verified(t, reader)
}
