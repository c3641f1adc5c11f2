package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scoreText lays a report out as score.py prints it, without its lines by article and,
// since it leaves ties in an order of its own, with the predicates sorted.
func scoreText(r *Report) []string {
	var lines []string
	for _, row := range r.Rows("predicate") {
		switch row.Name {
		case "strict", "lenient":
			lines = append(lines, fmt.Sprintf("%-7s P %.3f R %.3f F1 %.3f", row.Name, row.Precision, row.Recall, row.F1))
		case "qualifiers":
			lines = append(lines, fmt.Sprintf("qualifiers P %.3f R %.3f F1 %.3f; evidence overlaps %d of %d; core recall %.3f",
				row.Precision, row.Recall, row.F1, r.Spans.Right, r.Spans.Gold, float64(r.Core.Right)/float64(max(1, r.Core.Gold))))
		case "evidence", "core":
		default:
			lines = append(lines, fmt.Sprintf("  %-22s gold %3d system %3d right %3d", row.Name, row.Gold, row.System, row.Right))
		}
	}
	return sortPredicates(lines)
}

func sortPredicates(lines []string) []string {
	var predicates, rest []string
	for _, line := range lines {
		switch {
		case strings.HasPrefix(line, "  "):
			predicates = append(predicates, line)
		case !strings.Contains(line, ".jsonl"):
			rest = append(rest, line)
		}
	}
	slices.Sort(predicates)
	return append(predicates, rest...)
}

func scoreFolders(t *testing.T, gold, system string) *Report {
	t.Helper()
	report := new(Report)
	err := report.Score(t.Context(), os.DirFS(gold), Folder(os.DirFS(system)), 2)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// The figures in expected.txt are those of score.py on the same two folders.
func TestOwnFigures(t *testing.T) {
	want, err := os.ReadFile("testdata/own/expected.txt")
	if err != nil {
		t.Fatal(err)
	}
	got := scoreText(scoreFolders(t, "testdata/own/gold", "testdata/own/system"))
	if diff := cmp.Diff(sortPredicates(strings.Split(strings.TrimSpace(string(want)), "\n")), got); diff != "" {
		t.Errorf("figures differ from score.py's (-want +got):\n%s", diff)
	}
}

// Beside the script itself, on as many articles as fit in a test, with a system that
// errs in every way that the measure looks at.
func TestAgreesWithScript(t *testing.T) {
	shared := os.Getenv("KG_SHARED")
	if shared == "" {
		t.Skip("KG_SHARED is not set: no annotated articles here")
	}
	if testing.Short() {
		t.Skip("scores hundreds of articles in two programs")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 to run score.py with")
	}
	gold, system := filepath.Join(shared, "data", "gold"), t.TempDir()
	part := t.TempDir()
	perturb(t, gold, part, system, 20)

	out, err := exec.Command(python, filepath.Join(gold, "score.py"), part, system).Output()
	if err != nil {
		t.Skipf("score.py does not run here: %v", err)
	}
	want := sortPredicates(strings.Split(strings.TrimSpace(string(out)), "\n"))
	if diff := cmp.Diff(want, scoreText(scoreFolders(t, part, system))); diff != "" {
		t.Errorf("figures differ from score.py's (-want +got):\n%s", diff)
	}
}

// perturb copies every nth annotation of gold to part, and a damaged one to system.
func perturb(t *testing.T, gold, part, system string, nth int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(gold, "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Skipf("no annotations in %s", gold)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := 0; i < len(files); i += nth {
		data, err := os.ReadFile(files[i])
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(files[i])
		writeFile(t, filepath.Join(part, name), data)
		if rng.IntN(20) > 0 { // a system may have no file for an article
			writeFile(t, filepath.Join(system, name), damage(t, rng, data))
		}
	}
}

func writeFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func damage(t *testing.T, rng *rand.Rand, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	sc := bufio.NewScanner(bytes.NewReader(data))
	for sc.Scan() {
		var stmt map[string]any
		if err := json.Unmarshal(sc.Bytes(), &stmt); err != nil {
			t.Fatal(err)
		}
		damageStatement(rng, stmt)
		line, err := json.Marshal(stmt)
		if err != nil {
			t.Fatal(err)
		}
		for range rng.IntN(4) - 1 { // dropped, once or twice
			out.Write(append(line, '\n'))
		}
		if rng.IntN(3) == 0 {
			out.Write(append(line, '\n'))
		}
	}
	return out.Bytes()
}

func damageStatement(rng *rand.Rand, stmt map[string]any) {
	for _, side := range []string{"s", "o"} {
		name, ok := stmt[side].(string)
		if !ok {
			continue
		}
		switch rng.IntN(8) {
		case 0:
			stmt[side] = "the " + strings.ToUpper(name) + "’s"
		case 1:
			stmt[side] = name + ", Ministry of É" // another word or two
		case 2:
			if _, rest, ok := strings.Cut(name, " "); ok {
				stmt[side] = rest
			}
		case 3:
			stmt[side] = name + "%"
		}
	}
	switch rng.IntN(8) {
	case 0:
		stmt["s"], stmt["o"] = stmt["o"], stmt["s"]
	case 1:
		stmt["p"] = "mentions"
	case 2:
		delete(stmt, "start")
	case 3:
		stmt["start"], stmt["end"] = 0, 120
	case 4:
		stmt["q"] = map[string]any{"role": "President's", "count": 1.5e3, "date": "2019", "bound": nil}
	case 5:
		delete(stmt, "q")
	}
}

func FuzzReadStatements(f *testing.F) {
	f.Add([]byte(`{"s":"Ines Calder","p":"met-with","o":"Όμικρονς’s","q":{"count":3.5},"start":1,"end":2}` + "\n\n"))
	f.Add([]byte(`{"s":1e400,"p":true,"o":[null,{"a":2}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		stmts, err := ReadStatements(bytes.NewReader(data), "fuzz")
		if err != nil {
			return
		}
		// A system that gives the annotation back finds all of it.
		report := new(Report)
		for i := range stmts {
			stmts[i].P = "met-with"
		}
		report.Add("fuzz", stmts, stmts)
		if report.Strict.Right != len(stmts) || report.Lenient.Right != len(stmts) {
			t.Errorf("%d statements, %d strict, %d lenient", len(stmts), report.Strict.Right, report.Lenient.Right)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Fold("The Harbour Board of São Tomé’s")
	}
}
