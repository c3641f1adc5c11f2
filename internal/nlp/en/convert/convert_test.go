package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnpack(t *testing.T) {
	for _, tt := range []struct {
		name, packed string
		want         any
	}{
		{"nil", "\xc0", nil},
		{"true", "\xc3", true},
		{"small number", "\x2a", int64(42)},
		{"negative fixint", "\xff", int64(-1)},
		{"uint16", "\xcd\x01\x00", int64(256)},
		{"uint64 above int64", "\xcf\xff\xff\xff\xff\xff\xff\xff\xff", uint64(math.MaxUint64)},
		{"int8", "\xd0\x80", int64(-128)},
		{"int32", "\xd2\xff\xff\xff\xfe", int64(-2)},
		{"float64", "\xcb\x3f\xf8\x00\x00\x00\x00\x00\x00", 1.5},
		{"string", "\xa2hi", "hi"},
		{"str8", "\xd9\x02hi", "hi"},
		{"bin", "\xc4\x02\x00\x01", []byte{0, 1}},
		{"list", "\x92\x01\xa1a", []any{int64(1), "a"}},
		{"map in its order", "\x82\xa1b\x01\xa1a\x02", packedMap{{"b", int64(1)}, {"a", int64(2)}}},
		{"map with bin and number keys", "\x82\xc4\x01k\x01\x05\xc0", packedMap{{[]byte("k"), int64(1)}, {int64(5), nil}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := unpack([]byte(tt.packed))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnpackErrors(t *testing.T) {
	for name, packed := range map[string]string{
		"empty":          "",
		"cut string":     "\xa5hi",
		"cut list":       "\xdd\xff\xff\xff\xff\x01",
		"more than one":  "\x01\x02",
		"extension":      "\xd4\x01\x00",
		"list as a key":  "\x81\x90\x01",
		"nested too far": strings.Repeat("\x91", 1000) + "\x01",
	} {
		t.Run(name, func(t *testing.T) {
			if v, err := unpack([]byte(packed)); err == nil {
				t.Errorf("%s: got %v, want an error", name, v)
			}
		})
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add([]byte("\x82\xa1b\x01\xc4\x01a\x92\xc0\xcb\x3f\xf8\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = unpack(data) // any bytes: a value or an error
	})
}

// TestOtherVersion wants files refused that are not the package's.
func TestOtherVersion(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "tagger"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "tagger", "cfg"), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readPackageFile(dir, "tagger/cfg"); err == nil || !strings.Contains(err.Error(), "3.8.0") {
		t.Errorf("got %v, want an error that names the version", err)
	}
}

func TestEachField(t *testing.T) {
	var seen []string
	note := func(name string, v any) error {
		seen = append(seen, name)
		return nil
	}
	if err := eachField(m("a", int64(1), "b", int64(2)), note); err != nil || strings.Join(seen, " ") != "a b" {
		t.Errorf("got %v, %v, want a and b", seen, err)
	}
	if err := eachField(nil, note); err != nil {
		t.Errorf("no map: %v", err)
	}
	if err := eachField(packedMap{{int64(5), nil}}, note); err == nil || !strings.Contains(err.Error(), "key 5") {
		t.Errorf("got %v, want an error that names the key", err)
	}
}
