package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.nq")
	write := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, writeErr := io.WriteString(w, text)
			return errors.Join(writeErr, err)
		}
	}
	if err := writeFile(path, write("first", nil)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	// A failure leaves what was there, and nothing else.
	failure := errors.New("no more")
	if err := writeFile(path, write("half", failure)); !errors.Is(err, failure) {
		t.Errorf("error %v, want %v", err, failure)
	}
	holds(t, dir, path, "first")
	if err := writeFile(path, write("second", nil)); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, path, "second")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want that of the file that was there", info.Mode(), err)
	}
}

// holds wants path to be the only file of dir.
func holds(t *testing.T, dir, path, want string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("files %v, %v; want one", entries, err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
