package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
)

// damagedStore is a database on disk with a table and, as a crash leaves it, a
// log that is not replayed yet.
func damagedStore(t *testing.T) string {
	dir := t.TempDir()
	st := openAt(t, dir, Options{Create: true})
	articles := newArticles(1)
	for range 40 {
		apply(t, st, Batch{Add: articles.Next()})
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	st = openAt(t, dir, Options{})
	for range 5 {
		apply(t, st, Batch{Add: articles.Next()})
	}
	return copied(t, dir)
}

// wantsDamage fails the test for any error but one that tells of damage.
func wantsDamage(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil && !errors.Is(err, ErrDamaged) {
		t.Errorf("%s: got error %v, want none or %v", what, err, ErrDamaged)
	}
}

// use does with a database what commands do. A panic in a goroutine of the engine
// ends the test.
func use(t *testing.T, dir string) (err error) {
	for _, opts := range []Options{{ReadOnly: true}, {}} {
		st, e := Open(dir, opts)
		wantsDamage(t, "open", e)
		if e != nil {
			err = e
			continue
		}
		faults, e := st.Verify(t.Context())
		if e == nil && len(faults) > 0 {
			t.Errorf("half a transaction: %q", faults)
		}
		errs := []error{readAll(st), e}
		if !opts.ReadOnly {
			_, e := st.Apply(t.Context(), Batch{Add: tqs("s p o g")})
			errs = append(errs, e)
		}
		errs = append(errs, st.Damage(), st.Close())
		for _, e := range errs {
			wantsDamage(t, "use", e)
			if e != nil {
				err = e
			}
		}
	}
	return err
}

func readAll(st *Store) error {
	for _, err := range st.Quads(context.Background(), quad.Quad{}) {
		if err != nil {
			return err
		}
	}
	return nil
}

// TestDamage changes, cuts and takes files of a database: that is an ErrDamaged or
// does no harm, as in files that are no longer needed; never a panic.
func TestDamage(t *testing.T) {
	whole := damagedStore(t)
	names, err := fs.Glob(os.DirFS(whole), "*")
	if err != nil {
		t.Fatal(err)
	}
	harms := []struct {
		name string
		do   func(b []byte, at int) []byte
	}{
		{"flipped", func(b []byte, at int) []byte { b[at] ^= 0xff; return b }},
		{"zeroed", func(b []byte, at int) []byte { clear(b[at:min(at+512, len(b))]); return b }},
		{"cut", func(b []byte, at int) []byte { return b[:at] }},
	}
	spots := 5
	if testing.Short() {
		spots = 2
	}
	for _, name := range names {
		if name == "LOCK" || name == markerName {
			continue
		}
		for _, harm := range harms {
			t.Run(name+" "+harm.name, func(t *testing.T) {
				found := 0
				size := len(readFile(t, filepath.Join(whole, name)))
				for i := range min(spots, size) {
					dir := filepath.Join(t.TempDir(), "db")
					if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
						t.Fatal(err)
					}
					path := filepath.Join(dir, name)
					b := harm.do(readFile(t, path), size*(2*i+1)/(2*spots))
					if err := os.WriteFile(path, b, 0o666); err != nil {
						t.Fatal(err)
					}
					if use(t, dir) != nil {
						found++
					}
				}
				t.Logf("found %d of %d", found, spots)
				if strings.HasSuffix(name, ".sst") && found < spots {
					t.Errorf("found %d of %d", found, spots)
				}
			})
		}
		t.Run(name+" gone", func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "db")
			if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
			err := use(t, dir)
			t.Logf("error %v", err)
			if strings.HasSuffix(name, ".sst") && err == nil {
				t.Error("not found")
			}
		})
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
