package rdf

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// knownGaps names the cases of the W3C suites that fail, with the reason.
var knownGaps = map[string]string{}

func TestW3C(t *testing.T) {
	suites := []struct {
		dir                string
		format             Format
		positive, negative int // as the manifest counts them
	}{
		{"rdf-n-quads", NQuads, 53, 34},
		{"rdf-n-triples", NTriples, 41, 29},
	}
	for _, suite := range suites {
		t.Run(suite.format.Name, func(t *testing.T) {
			dir := filepath.Join("testdata", "w3c", suite.dir)
			positive, negative := 0, 0
			for _, c := range manifest(t, dir) {
				if c.positive {
					positive++
				} else {
					negative++
				}
				t.Run(c.name, func(t *testing.T) { checkCase(t, suite.format, dir, c) })
			}
			if positive != suite.positive || negative != suite.negative {
				t.Errorf("manifest has %d positive and %d negative cases, want %d and %d", positive, negative, suite.positive, suite.negative)
			}
		})
	}
}

func checkCase(t *testing.T, f Format, dir string, c w3cCase) {
	if why, ok := knownGaps[c.name]; ok {
		t.Skip(why)
	}
	data, err := os.ReadFile(filepath.Join(dir, c.file))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := f.NewWriter(&out)
	var readErr error
	for q, err := range f.Read(context.Background(), bytes.NewReader(data)) {
		if err != nil {
			readErr = err
			continue
		}
		if err := w.Write(q); err != nil {
			t.Errorf("write %v: %v", q, err)
		}
	}
	w.Flush()
	switch {
	case c.positive && readErr != nil:
		t.Errorf("read: %v", readErr)
	case !c.positive && readErr == nil:
		t.Errorf("read without an error: %s", out.String())
	}
}

type w3cCase struct {
	name, file string
	positive   bool
}

var manifestEntry = regexp.MustCompile(`(?s)<#([^>]+)>\s+(?:a|rdf:type)\s+rdft:Test\w+?(Positive|Negative)Syntax\s*;.*?mf:action\s+<([^>]+)>`)

func manifest(t *testing.T, dir string) []w3cCase {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "manifest.ttl"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []w3cCase
	for _, m := range manifestEntry.FindAllStringSubmatch(string(data), -1) {
		cases = append(cases, w3cCase{name: m[1], positive: m[2] == "Positive", file: m[3]})
	}
	return cases
}
