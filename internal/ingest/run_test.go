package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kg/internal/article"
	"kg/internal/extract"
	"kg/internal/graph"
	"kg/internal/ontology"
)

// fakeExtractor reads "A meets B." as a statement, after a while that differs, and
// fails or panics where the text says so.
type fakeExtractor struct{ running, most atomic.Int32 }

func (x *fakeExtractor) Extract(ctx context.Context, in extract.Input) ([]ontology.Reading, error) {
	x.most.Store(max(x.most.Load(), x.running.Add(1)))
	defer x.running.Add(-1)
	time.Sleep(time.Duration(len(in.Text)%7) * 100 * time.Microsecond)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case strings.HasPrefix(in.Text, "fail"):
		return nil, errors.New("no sense in it")
	case strings.HasPrefix(in.Text, "panic"):
		var nothing []int
		return nil, fmt.Errorf("never %d", nothing[len(in.Text)])
	}
	subject, object, ok := strings.Cut(strings.TrimSuffix(in.Text, "."), " meets ")
	if !ok {
		return nil, nil
	}
	return []ontology.Reading{{
		Statement: ontology.Statement{
			Subject:   ontology.Entity{Class: "Person", Name: subject},
			Predicate: "met-with",
			Object:    ontology.Value{Entity: &ontology.Entity{Class: "Person", Name: object}},
			Status:    "asserted",
		},
		End: len(in.Text), Rule: "test/meets", Confidence: 1,
	}}, nil
}

// fakeCoverer finds a sentence without a statement in each article, too.
type fakeCoverer struct{ fakeExtractor }

func (x *fakeCoverer) Cover(ctx context.Context, in extract.Input, _ float64) ([]ontology.Reading, extract.Coverage, error) {
	readings, err := x.Extract(ctx, in)
	return readings, silent, err
}

var silent = extract.Coverage{Named: 2, Silent: []extract.Silence{{Subject: "Cy", Reason: extract.Denied}}}

func openStore(t testing.TB) *graph.Store {
	t.Helper()
	st, err := graph.Open(context.Background(), graph.Memory, graph.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func files(contents map[string]string) fstest.MapFS {
	fsys := make(fstest.MapFS)
	for name, text := range contents {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// read runs over paths and gives what became of them, "path: outcome", in order.
func read(t testing.TB, st Store, fsys fstest.MapFS, paths []string, opts Options) ([]string, Summary) {
	t.Helper()
	var events []string
	opts.Event = func(e Event) {
		line := fmt.Sprintf("%s %v", e.Path, e.Outcome)
		if e.Err != nil {
			reason, _, _ := strings.Cut(e.Err.Error(), ".go:") // without the number of a line
			if reason != e.Err.Error() {
				reason += ".go"
			}
			line += ": " + reason
		}
		events = append(events, line)
	}
	summary, err := Run(t.Context(), fsys, paths, new(fakeExtractor), st, opts)
	if err != nil {
		t.Fatal(err)
	}
	return events, summary
}

func dump(t testing.TB, st *graph.Store) string {
	t.Helper()
	var b strings.Builder
	for q, err := range st.Quads(t.Context(), graph.ExportOptions{Reproducible: true}) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, quad.StringOf(q.Subject), quad.StringOf(q.Predicate), quad.StringOf(q.Object), quad.StringOf(q.Label))
	}
	return b.String()
}

func TestRun(t *testing.T) {
	fsys := files(map[string]string{
		"a.txt":     "Ann meets Bo.",
		"b.json":    `{"id": "b", "date": "2026-03-01", "text": "Bo meets Cy."}`,
		"b2.json":   `{"id": "b", "date": "2026-03-02", "text": "Bo meets Di."}`,
		"copy.json": `{"id": "b", "date": "2026-03-02", "text": "Bo meets Di."}`,
		"empty.txt": "",
		"fail.txt":  "fail",
		"panic.txt": "panic",
	})
	paths := []string{"empty.txt", "a.txt", "b.json", "b2.json", "copy.json", "fail.txt", "gone.txt", "panic.txt"}
	st := openStore(t)
	planned := 0
	opts := Options{Workers: 3, Run: graph.Run{Version: "test"}, Planned: func(n int) { planned = n }}
	got, summary := read(t, st, fsys, paths, opts)
	want := []string{
		` failed: "empty.txt": no text`,
		"a.txt new",
		"b.json superseded",
		"b2.json new",
		"copy.json unchanged",
		`fail.txt failed: "fail.txt": no sense in it`,
		` failed: "gone.txt": file does not exist`,
		`panic.txt failed: "panic.txt": internal error: runtime error: index out of range [5] with length 0 at run_test.go`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	wantSummary := Summary{Outcomes: [...]int{New: 2, Unchanged: 1, Superseded: 1, Failed: 4}, Statements: 2}
	if diff := cmp.Diff(wantSummary, summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	if planned != len(paths) {
		t.Errorf("planned %d articles, want %d", planned, len(paths))
	}

	// Again: nothing changes.
	before := dump(t, st)
	_, summary = read(t, st, fsys, paths, opts)
	wantSummary = Summary{Outcomes: [...]int{Unchanged: 3, Superseded: 1, Failed: 4}}
	if diff := cmp.Diff(wantSummary, summary); diff != "" {
		t.Errorf("second summary (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, dump(t, st)); diff != "" {
		t.Errorf("the second run changed the store (-before +after):\n%s", diff)
	}
}

func TestCover(t *testing.T) {
	for _, tt := range []struct {
		name     string
		x        Extractor
		text     string
		readings int
		want     extract.Coverage
		err      string // its beginning
	}{
		{"Extractor", new(fakeExtractor), "Ann meets Bo.", 1, extract.Coverage{}, ""},
		{"Coverer", new(fakeCoverer), "Ann meets Bo.", 1, silent, ""},
		{"error", new(fakeCoverer), "fail", 0, extract.Coverage{}, `"a.txt": no sense in it`},
		{"panic", new(fakeCoverer), "panic", 0, extract.Coverage{}, `"a.txt": internal error: runtime error: index out of range`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			readings, cov, err := Cover(t.Context(), tt.x, &article.Article{Path: "a.txt", Text: tt.text})
			if (err == nil) != (tt.err == "") || err != nil && !strings.HasPrefix(err.Error(), tt.err) {
				t.Errorf("error is %v, want %q", err, tt.err)
			}
			if len(readings) != tt.readings {
				t.Errorf("%d readings, want %d", len(readings), tt.readings)
			}
			if diff := cmp.Diff(tt.want, cov); diff != "" {
				t.Errorf("coverage (-want +got):\n%s", diff)
			}
		})
	}
}

// Neither the order of the files nor the number of workers shows in the store.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		names := rapid.SampledFrom([]string{"Ann", "Bo", "Cy Lee", "Di"})
		contents := make(map[string]string)
		var paths []string
		for i := range rapid.IntRange(1, 8).Draw(rt, "files") {
			path := fmt.Sprintf("%d.json", i)
			contents[path] = fmt.Sprintf(`{"id": "%d", "date": "2026-03-0%d", "title": "%d", "text": "%s meets %s."}`,
				rapid.IntRange(0, 3).Draw(rt, "id"), rapid.IntRange(1, 2).Draw(rt, "day"), rapid.IntRange(0, 1).Draw(rt, "title"),
				names.Draw(rt, "subject"), names.Draw(rt, "object"))
			paths = append(paths, path)
		}
		fsys := files(contents)
		var want string
		for range 2 {
			st, err := graph.Open(t.Context(), graph.Memory, graph.Options{Create: true})
			if err != nil {
				rt.Fatal(err)
			}
			order := rapid.Permutation(paths).Draw(rt, "order")
			workers := rapid.IntRange(1, 4).Draw(rt, "workers")
			if _, err := Run(t.Context(), fsys, order, new(fakeExtractor), st, Options{Workers: workers}); err != nil {
				rt.Fatal(err)
			}
			got := dump(t, st)
			st.Close()
			if want == "" {
				want = got
			} else if diff := cmp.Diff(want, got); diff != "" {
				rt.Fatalf("order %v, %d workers (-first +this):\n%s", order, workers, diff)
			}
		}
	})
}

// An article that is edited between the two readings of a run is not stored half.
func TestChangedWhileRead(t *testing.T) {
	fsys := files(map[string]string{"a.json": `{"id": "a", "text": "Ann meets Bo."}`})
	st := openStore(t)
	got, _ := read(t, st, fsys, []string{"a.json"}, Options{Planned: func(int) {
		fsys["a.json"].Data = []byte(`{"id": "a", "text": "Ann meets Cy."}`)
	}})
	want := []string{`a.json failed: "a.json": changed while it was read`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestStdinIsReadTwice(t *testing.T) {
	opened := 0
	opts := Options{Stdin: func() (io.Reader, error) {
		opened++
		return strings.NewReader(`{"id": "a", "text": "Ann meets Bo."}` + "\n" + `{"id": "b", "text": "Bo meets Cy."}`), nil
	}}
	_, summary := read(t, openStore(t), nil, []string{"-"}, opts)
	if summary.Outcomes[New] != 2 || opened != 2 {
		t.Errorf("%d articles new, input opened %d times", summary.Outcomes[New], opened)
	}
	opts.Stdin = func() (io.Reader, error) { return nil, errors.New("closed") }
	got, _ := read(t, openStore(t), nil, []string{"-"}, opts)
	if diff := cmp.Diff([]string{` failed: "-": closed`}, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

// What was stored before a run is interrupted stays, and the next one goes on.
func TestInterrupted(t *testing.T) {
	contents := make(map[string]string)
	for i := range 50 {
		contents[fmt.Sprintf("in/%02d.txt", i)] = fmt.Sprintf("Ann meets Bo%d.", i)
	}
	st := openStore(t)
	ctx, cancel := context.WithCancel(t.Context())
	stored := 0
	summary, err := Run(ctx, files(contents), []string{"in"}, new(fakeExtractor), st, Options{Workers: 2, Event: func(Event) {
		if stored++; stored == 10 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want one of the context", err)
	}
	if summary.Outcomes[New] != 10 {
		t.Errorf("%d new, want 10", summary.Outcomes[New])
	}
	articles, err := st.Articles(t.Context())
	if err != nil || len(articles) != 10 {
		t.Errorf("%d articles in the store, %v", len(articles), err)
	}
	_, summary = read(t, st, files(contents), []string{"in"}, Options{})
	if summary.Through() != 50 {
		t.Errorf("%d articles after the second run, want 50", summary.Through())
	}
}

func TestMap(t *testing.T) {
	numbers := func(n int) iter.Seq[int] {
		return func(yield func(int) bool) {
			for i := range n {
				if !yield(i) {
					return
				}
			}
		}
	}
	t.Run("keeps the order", func(t *testing.T) {
		var running, most atomic.Int32
		square := func(_ context.Context, n int) int {
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			time.Sleep(time.Duration(n%3) * time.Millisecond)
			return n * n
		}
		got := slices.Collect(Map(t.Context(), 4, numbers(40), square))
		for i, n := range got {
			if n != i*i {
				t.Fatalf("result %d is %d", i, n)
			}
		}
		if len(got) != 40 || most.Load() > 4 {
			t.Errorf("%d results, at most %d calls at a time", len(got), most.Load())
		}
	})
	t.Run("stops with its reader", func(t *testing.T) {
		var calls atomic.Int32
		for range Map(t.Context(), 2, numbers(1000), func(context.Context, int) int { calls.Add(1); return 0 }) {
			break
		}
		if n := calls.Load(); n > 10 {
			t.Errorf("%d calls after the reader has gone", n)
		}
	})
	t.Run("stops with its context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if got := slices.Collect(Map(ctx, 2, numbers(1000), func(context.Context, int) int { return 0 })); len(got) > 10 {
			t.Errorf("%d results after the end", len(got))
		}
	})
}

func TestRefused(t *testing.T) {
	portuguese := strings.Repeat("O conselho do porto reuniu-se na segunda-feira para discutir a ampliação do cais norte. ", 4)
	fsys := files(map[string]string{"pt.txt": portuguese})
	got, _ := read(t, openStore(t), fsys, []string{"pt.txt"}, Options{})
	if diff := cmp.Diff([]string{`pt.txt refused: "pt.txt": not in English (language: pt)`}, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	got, _ = read(t, openStore(t), fsys, []string{"pt.txt"}, Options{Force: true})
	if diff := cmp.Diff([]string{"pt.txt new"}, got); diff != "" {
		t.Errorf("with force (-want +got):\n%s", diff)
	}
}

// The run's own cost: reading twice, choosing, keeping the order, storing in memory.
func BenchmarkRun(b *testing.B) {
	contents := make(map[string]string)
	for i := range 100 {
		contents[fmt.Sprintf("in/%02d.txt", i)] = fmt.Sprintf("Ann meets Bo%d.", i)
	}
	fsys := files(contents)
	b.ReportAllocs()
	for b.Loop() {
		st := openStore(b)
		if _, err := Run(b.Context(), fsys, []string{"in"}, new(fakeExtractor), st, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
