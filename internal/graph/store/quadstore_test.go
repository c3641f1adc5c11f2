package store

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"
)

// openLenient opens a store as Cayley's conformance tests need it: they write
// quads without a label, literals as subjects and predicates, and Go's
// numbers, all of which a store of ours refuses.
func openLenient(tb testing.TB) *Store {
	tb.Helper()
	st, err := Open("conformance", Options{InMemory: true, lenient: true})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := st.Close(); err != nil {
			tb.Error(err)
		}
	})
	return st
}

// cayleyDir is in the source of Cayley that the go command keeps; its tests read
// files by paths from there.
func cayleyDir(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cayleygraph/cayley").Output()
	if err != nil {
		t.Fatalf("find Cayley's source: %v", err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "graph", "graphtest")
}

// TestConformance is Cayley's own suite for quad stores.
func TestConformance(t *testing.T) {
	t.Chdir(cayleyDir(t))
	graphtest.TestAll(t, func(tb testing.TB) (graph.QuadStore, graph.Options) {
		return openLenient(tb).QuadStore(), nil
	}, &graphtest.Config{})
}
