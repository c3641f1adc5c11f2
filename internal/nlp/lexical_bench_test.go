package nlp

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkLexical times what surrounds the networks: tokens, norms, ids, rules and
// lemmas. The tags and labels are those of the golden files.
func BenchmarkLexical(b *testing.B) {
	p := pipeline(b)
	docs, words := goldenTagged(b, sharedGolden(b, "news.jsonl.gz"))
	b.ReportAllocs()
	for b.Loop() {
		var sum uint64
		for _, golden := range docs {
			doc := Doc{Text: golden.Text}
			if err := p.tokenizer.tokenize(b.Context(), &doc); err != nil {
				b.Fatal(err)
			}
			p.norms.apply(&doc)
			for i := range doc.Tokens {
				tok := &doc.Tokens[i]
				sum += p.norms.attrs(tok)[attrNorm]
				tok.Tag, tok.Dep = golden.Tokens[i].Tag, golden.Tokens[i].Dep
			}
			p.ruler.apply(&doc)
			p.lemmas.apply(&doc)
		}
		_ = sum
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(words), "ns/word")
}

// taggedDoc is a golden document with what the networks decided.
type taggedDoc struct {
	Text   string
	Tokens []struct{ Tag, Dep string }
}

func goldenTagged(tb testing.TB, path string) (docs []taggedDoc, words int) {
	docs = jsonLines[taggedDoc](tb, path)
	for _, doc := range docs {
		words += len(doc.Tokens)
	}
	return docs, words
}

// BenchmarkLexicalParts times each part on its own.
func BenchmarkLexicalParts(b *testing.B) {
	p := pipeline(b)
	docs, words := goldenTagged(b, filepath.Join("testdata", "own.jsonl.gz"))
	perWord := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(words), "ns/word")
	}
	ready := make([]*Doc, len(docs))
	for i, golden := range docs {
		ready[i] = tokenized(b, p, golden.Text)
		for j := range ready[i].Tokens {
			tok := &ready[i].Tokens[j]
			tok.Tag, tok.Dep = golden.Tokens[j].Tag, golden.Tokens[j].Dep
		}
	}
	for _, part := range []struct {
		name string
		run  func(doc *Doc)
	}{
		{"tokenize", func(doc *Doc) { _ = p.tokenizer.tokenize(b.Context(), &Doc{Text: doc.Text}) }},
		{"norms", func(doc *Doc) {
			for i := range doc.Tokens {
				doc.Tokens[i].Norm = ""
			}
			p.norms.apply(doc)
		}},
		{"attrs", func(doc *Doc) {
			for i := range doc.Tokens {
				p.norms.attrs(&doc.Tokens[i])
			}
		}},
		{"ruler", p.ruler.apply},
		{"lemmas", func(doc *Doc) {
			for i := range doc.Tokens {
				doc.Tokens[i].Lemma = ""
			}
			p.lemmas.apply(doc)
		}},
	} {
		b.Run(part.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, doc := range ready {
					part.run(doc)
				}
			}
			perWord(b)
		})
	}
}

// BenchmarkLoadLexical times reading the tables of the model.
func BenchmarkLoadLexical(b *testing.B) {
	model := readModel(b)
	for b.Loop() {
		if err := new(Pipeline).decodeLexical(model); err != nil {
			b.Fatal(err)
		}
	}
}

// TestHostileChunks cuts single chunks of many runes, each made to be slow for
// a program that looks back or ahead too far.
func TestHostileChunks(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds")
	}
	p := pipeline(t)
	for _, unit := range []string{
		"(", ")", "a", "A", ".", "..a", "@", "a@", "a.b@", "://", "a://", ":", "'", "’s", "-", "a-", "--a", "……", "1", "1km",
		"US$", "+", "1+", "°C.", "A.", "a.", "a.b.", ",", "a,", "Σ", "Σ'", "\n", "\u3000", "日", "日.", "é", "😀", "©", "(':", ":)", "'''",
		"1.1.1.1.", "a/", "http://a.b/", "\u0301", "ABC.", "x_", "a_b-", "%", "$1", "can't", "\x00",
	} {
		t.Run(fmt.Sprintf("%q", unit), func(t *testing.T) {
			text := strings.Repeat(unit, 200_000/len([]rune(unit)))
			start := time.Now()
			doc := tokenized(t, p, text)
			checkTiling(t, doc)
			p.norms.attrs(&doc.Tokens[0])
			p.ruler.apply(doc)
			p.lemmas.apply(doc)
			// A quadratic step would take minutes.
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func readModel(tb testing.TB) sections {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("en", "model.bin"))
	if err != nil {
		tb.Fatal(err)
	}
	model, err := parseSections(data)
	if err != nil {
		tb.Fatal(err)
	}
	return model
}
