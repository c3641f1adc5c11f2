package rdf

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzRead checks that what is read writes to lines that read the same, and that a
// text read as a whole gives what its lines give.
func FuzzRead(f *testing.F) {
	cases, err := filepath.Glob("testdata/w3c/*/*.n[qt]")
	if err != nil || len(cases) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range cases {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(sample(8))
	f.Fuzz(func(t *testing.T, data []byte) {
		quads, errs := readAll(NQuads, bytes.NewReader(data))
		var out []byte
		for _, q := range quads {
			if out, err = NQuads.Append(out, q); err != nil {
				t.Fatalf("read a quad that is not to be written: %v", err)
			}
		}
		again, moreErrs := readAll(NQuads, bytes.NewReader(out))
		if diff := cmp.Diff(quads, again); diff != "" || len(moreErrs) > 0 {
			t.Fatalf("errors %v, quads (-read +read again):\n%s", moreErrs, diff)
		}
		n, bad := 0, 0
		for line := range bytes.SplitSeq(data, []byte("\n")) {
			quads, errs := readAll(NQuads, bytes.NewReader(line))
			n, bad = n+len(quads), bad+len(errs)
		}
		if n != len(quads) || bad != len(errs) {
			t.Errorf("whole text gives %d quads and %d errors, its lines %d and %d", len(quads), len(errs), n, bad)
		}
	})
}
