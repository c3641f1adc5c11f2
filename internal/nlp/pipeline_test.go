package nlp

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestTooLong(t *testing.T) {
	p := pipeline(t)
	for _, stage := range []func(context.Context, string) (*Doc, error){p.Tokenize, p.Annotate} {
		_, err := stage(context.Background(), strings.Repeat("é", MaxRunes+1))
		if !errors.Is(err, ErrTooLong) {
			t.Errorf("got %v, want ErrTooLong", err)
		}
	}
	if _, err := p.Tokenize(context.Background(), strings.Repeat("é ", MaxRunes/2)); err != nil {
		t.Errorf("a text of the greatest length: %v", err)
	}
}

func TestCancel(t *testing.T) {
	p := pipeline(t)
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(cause)
	if _, err := p.Annotate(ctx, "One sentence."); !errors.Is(err, cause) {
		t.Errorf("got %v, want the cause", err)
	}
	ctx, cancel = context.WithCancelCause(context.Background())
	time.AfterFunc(100*time.Millisecond, func() { cancel(cause) })
	started := time.Now()
	if _, err := p.Annotate(ctx, strings.Repeat("(", MaxRunes)); !errors.Is(err, cause) {
		t.Errorf("got %v, want the cause", err)
	}
	if took := time.Since(started); took > 10*time.Second {
		t.Errorf("took %v after it was cancelled", took)
	}
}

func TestNotAModel(t *testing.T) {
	model, err := modelFile()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"empty":         nil,
		"other file":    []byte("%PDF-1.7 and more than eight bytes"),
		"head only":     model[:64],
		"half":          model[:len(model)/2],
		"no sections":   EncodeModel(nil),
		"one section":   EncodeModel([]Section{{"tokenizer", nil}}),
		"short weights": EncodeModel([]Section{{"tok2vec.block0.W", make([]byte, 70)}}),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := NewPipeline(data); err == nil {
				t.Errorf("%s: want an error", name)
			}
		})
	}
}

func TestSections(t *testing.T) {
	want := sections{"a": []byte("one"), "b": {}, "c": make([]byte, 100)}
	got, err := parseSections(EncodeModel([]Section{{"a", want["a"]}, {"b", nil}, {"c", want["c"]}}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzSections(f *testing.F) {
	f.Add(EncodeModel([]Section{{"a", []byte("one")}, {"b", nil}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := parseSections(data); err == nil {
			_, _ = s.matrix("a")
			_, _ = s.lines("a")
		}
	})
}

// TestOrder annotates the golden texts by several goroutines in different orders, with
// small caches, and wants the same as one by one.
func TestOrder(t *testing.T) {
	model, err := modelFile()
	if err != nil {
		t.Fatal(err)
	}
	shared, err := NewPipeline(model)
	if err != nil {
		t.Fatal(err)
	}
	shared.words = newCache[wordVectors](64)
	docs := goldenDocs(t, filepath.Join("testdata", "own.jsonl.gz"))
	want := make([]*Doc, len(docs))
	for i, doc := range docs {
		want[i] = annotate(t, pipeline(t), doc.Text)
	}
	var group sync.WaitGroup
	for worker := range 3 {
		group.Go(func() {
			for k := range docs {
				i := (k*(7*worker+2) + worker) % len(docs)
				got, err := shared.Annotate(context.Background(), docs[i].Text)
				if err != nil {
					t.Error(err)
				} else if diff := cmp.Diff(want[i], got); diff != "" {
					t.Errorf("%s (-alone +together):\n%s", docs[i].ID, diff)
				}
			}
		})
	}
	group.Wait()
}

// checkDoc wants what holds for every annotated text.
func checkDoc(t *testing.T, doc *Doc) {
	t.Helper()
	checkTiling(t, doc)
	checkTree(t, doc)
	sentOf := make([]int, len(doc.Tokens))
	for k, s := range doc.Sents() {
		for i := s.Start; i < s.End; i++ {
			sentOf[i] = k
		}
	}
	last := 0
	for _, e := range doc.Ents {
		if e.Start < last || e.End <= e.Start || e.End > len(doc.Tokens) || e.Label == "" {
			t.Fatalf("entity %v after token %d of %d", e, last, len(doc.Tokens))
		}
		if sentOf[e.Start] != sentOf[e.End-1] {
			t.Errorf("entity %v goes over the end of a sentence", e)
		}
		last = e.End
	}
}

// checkTree wants heads in range, labels, and a way from each token to a root.
func checkTree(t *testing.T, doc *Doc) {
	t.Helper()
	const unseen, onPath, rooted = 0, 1, 2
	state := make([]int, len(doc.Tokens))
	for i := range doc.Tokens {
		var path []int
		at := i
		for state[at] == unseen {
			tok := &doc.Tokens[at]
			if tok.Head < 0 || tok.Head >= len(doc.Tokens) || tok.Dep == "" || tok.Tag == "" || tok.POS == "" {
				t.Fatalf("token %d: %+v", at, *tok)
			}
			state[at] = onPath
			path = append(path, at)
			if tok.Head == at {
				state[at] = rooted
			}
			at = tok.Head
		}
		if state[at] != rooted {
			t.Fatalf("token %d is its own ancestor", at)
		}
		for _, k := range path {
			state[k] = rooted
		}
	}
}

func FuzzAnnotate(f *testing.F) {
	for _, doc := range goldenDocs(f, filepath.Join("testdata", "own.jsonl.gz")) {
		if len(doc.Text) < 500 {
			f.Add(doc.Text, "and so on")
		}
	}
	f.Add("(((((", ")))))")
	f.Add("a\xff\n \u3000", "\t")
	f.Fuzz(func(t *testing.T, text, other string) {
		if len(text) > 20_000 {
			t.Skip("long texts have tests of their own")
		}
		p := pipeline(t)
		doc := annotate(t, p, text)
		checkDoc(t, doc)
		if !utf8.ValidString(doc.Text) {
			t.Errorf("%q is not UTF-8", doc.Text)
		}
		annotate(t, p, other)
		if diff := cmp.Diff(doc, annotate(t, p, text)); diff != "" {
			t.Errorf("after another text (-alone +after):\n%s", diff)
		}
	})
}

// TestLongTexts goes over many runs of tokens and looks at what must hold; the texts
// are short of the limit only to keep the test quick.
func TestLongTexts(t *testing.T) {
	p := pipeline(t)
	for _, unit := range []string{"(", "the man who ", "and ", "a\n", "Mr. Smith said that ", "\n\n", "日", "He left. "} {
		t.Run(unit, func(t *testing.T) { checkDoc(t, annotate(t, p, strings.Repeat(unit, 40_000/len(unit)))) })
	}
}

func BenchmarkAnnotate(b *testing.B) {
	p := pipeline(b)
	docs := goldenDocs(b, filepath.Join("testdata", "own.jsonl.gz"))
	size, tokens := 0, 0
	for _, doc := range docs {
		size += len(doc.Text)
		tokens += len(annotate(b, p, doc.Text).Tokens)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, doc := range docs {
			if _, err := p.Annotate(b.Context(), doc.Text); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N*tokens)/b.Elapsed().Seconds(), "tokens/s")
}
