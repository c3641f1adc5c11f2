package graph

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestSPARQLTwins holds that each saved query and the SPARQL beside it give the same
// rows, the latter on the export in an independent engine. KG_SPARQL names a Python
// that has pyoxigraph.
func TestSPARQLTwins(t *testing.T) {
	python := os.Getenv("KG_SPARQL")
	if python == "" {
		t.Skip("KG_SPARQL names no Python with pyoxigraph")
	}
	all, err := Queries()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range all {
		t.Run(q.Name, func(t *testing.T) {
			dir := filepath.Join("..", "..", "queries")
			ar, err := txtar.ParseFile(filepath.Join(dir, "testdata", q.Name+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			twin, err := os.ReadFile(filepath.Join(dir, q.Name+".rq"))
			if err != nil {
				t.Fatal(err)
			}
			st := openMemory(t)
			putAll(t, st, ar.Files[0].Data)
			file := filepath.Join(t.TempDir(), "export.nq")
			if err := os.WriteFile(file, []byte(export(t, st)), 0o644); err != nil {
				t.Fatal(err)
			}
			compared := 0
			for _, f := range ar.Files {
				name, ok := strings.CutSuffix(f.Name, ".args")
				if !ok {
					continue
				}
				sparql, args, ok := bindTwin(t, st, string(twin), string(f.Data))
				if !ok {
					continue
				}
				compared++
				res, err := st.Query(t.Context(), q, args, QueryOptions{MinConfidence: DefaultConfidence})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(terms(res), askSPARQL(t, python, file, sparql)); diff != "" {
					t.Errorf("%s (-gizmo +sparql):\n%s", name, diff)
				}
			}
			if compared == 0 {
				t.Error("no case to compare")
			}
		})
	}
}

var entityLine = regexp.MustCompile(`(?m)^  (# )?VALUES \?(\w+) \{ <[^>]*> \}$`)

// bindTwin puts a case's entity into the twin. It is not ok for a case that the twin has
// no place for: several parameters, or a name that is an error.
func bindTwin(t *testing.T, st *Store, twin, text string) (string, map[string]string, bool) {
	t.Helper()
	text = strings.TrimSpace(text)
	place := entityLine.FindStringSubmatch(twin)
	if text == "" {
		return twin, nil, place == nil || place[1] != ""
	}
	param, name, _ := strings.Cut(text, "=")
	variable := map[string]string{"object": "organisation"}
	if place == nil || strings.Contains(text, "\n") || param != place[2] && param != variable[place[2]] || param == "place" {
		return "", nil, false
	}
	c, err := st.Resolve(t.Context(), name)
	if err != nil {
		return "", nil, false
	}
	var iris []string
	for _, iri := range c.Entities {
		iris = append(iris, termText(iri))
	}
	line := "  VALUES ?" + place[2] + " { " + strings.Join(iris, " ") + " }"
	return entityLine.ReplaceAllLiteralString(twin, line), map[string]string{param: name}, true
}

func askSPARQL(t *testing.T, python, file, sparql string) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), python, filepath.Join("testdata", "sparql.py"), file)
	cmd.Stdin = strings.NewReader(sparql)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, sparql)
	}
	var rows []string
	for line := range strings.Lines(string(out)) {
		rows = append(rows, strings.TrimSuffix(line, "\n"))
	}
	slices.Sort(rows[1:])
	return rows
}

// terms writes rows as the script does, sorted.
func terms(res *Result) []string {
	var names []string
	for _, c := range res.Columns {
		names = append(names, c.Name)
	}
	rows := []string{strings.Join(names, "\t")}
	for _, row := range res.Rows {
		var cells []string
		for _, c := range row {
			if c.Value == quad.String("") {
				c.Value = nil
			}
			cells = append(cells, termText(c.Value))
		}
		rows = append(rows, strings.Join(cells, "\t"))
	}
	slices.Sort(rows[1:])
	return rows
}
