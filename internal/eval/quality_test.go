package eval

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kg/internal/extract"
	"kg/internal/nlp/en"
	"kg/internal/ontology"
	"kg/internal/relate"
)

var update = flag.Bool("update", false, "write testdata/quality.golden anew")

const goldenFile = "testdata/quality.golden"

// TestQuality holds the figures of extraction as a file under review: in full on the
// seeds; on the articles that are kept unread for this measure, totals alone, where
// they are at hand.
func TestQuality(t *testing.T) {
	want := goldenSections(t)
	got := map[string]string{"seeds": figures(t, "../../seeds", "predicate", "article")}
	t.Run("seeds", func(t *testing.T) { compareSection(t, "seeds", want, got) })
	t.Run("check", func(t *testing.T) {
		shared := os.Getenv("KG_SHARED")
		switch {
		case shared == "":
			got["check"] = want["check"]
			t.Skip("KG_SHARED is not set: no check articles here")
		case testing.Short():
			got["check"] = want["check"]
			t.Skip("reads 288 articles")
		}
		got["check"] = figures(t, filepath.Join(shared, "data", "gold-check"))
		compareSection(t, "check", want, got)
	})
	if *update {
		writeGolden(t, got)
	}
}

func compareSection(t *testing.T, name string, want, got map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want[name], got[name]); diff != "" && !*update {
		t.Errorf("figures (-golden +now); where they are meant, go test ./internal/eval -update:\n%s", diff)
	}
}

// figures extracts from the articles of a folder and lays out its scores.
func figures(t *testing.T, folder string, scopes ...string) string {
	t.Helper()
	fsys := os.DirFS(folder)
	report := new(Report)
	if err := report.Score(t.Context(), fsys, Articles(fsys, extractor(t)), runtime.GOMAXPROCS(0)); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range report.Rows(scopes...) {
		if r.Name == "evidence" || r.Name == "core" {
			fmt.Fprintf(&b, "%-9s  %-34s  gold %4d               right %4d           R %.3f\n", r.Scope, r.Name, r.Gold, r.Right, r.Recall)
			continue
		}
		fmt.Fprintf(&b, "%-9s  %-34s  gold %4d  system %4d  right %4d  P %.3f  R %.3f  F1 %.3f\n",
			r.Scope, r.Name, r.Gold, r.System, r.Right, r.Precision, r.Recall, r.F1)
	}
	return b.String()
}

// goldenSections reads the file: each section has its name between "==" before it.
func goldenSections(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(goldenFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	sections := make(map[string]string)
	name := ""
	for line := range strings.Lines(string(data)) {
		if title, ok := strings.CutPrefix(line, "== "); ok {
			name = strings.TrimSpace(title)
			continue
		}
		sections[name] += line
	}
	return sections
}

func writeGolden(t *testing.T, sections map[string]string) {
	t.Helper()
	var b strings.Builder
	for _, name := range []string{"seeds", "check"} {
		fmt.Fprintf(&b, "== %s\n%s", name, sections[name])
	}
	if err := os.WriteFile(goldenFile, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}

func extractor(t *testing.T) *extract.Extractor {
	t.Helper()
	pipe, err := en.Load()
	if err != nil {
		t.Fatal(err)
	}
	ont, err := ontology.Default()
	if err != nil {
		t.Fatal(err)
	}
	x, err := extract.New(pipe, ont)
	if err != nil {
		t.Fatal(err)
	}
	model, err := relate.Load(extract.Schema())
	if err != nil {
		t.Fatal(err)
	}
	if err := x.UseModel(model); err != nil {
		t.Fatal(err)
	}
	return x
}
