package extract_test

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kg/internal/extract"
	"kg/internal/nlp/en"
	"kg/internal/ontology"
	"kg/internal/relate"
)

// BenchmarkNews reads each ninth annotated article: what news of all kinds costs.
func BenchmarkNews(b *testing.B) { benchmarkReading(b, newsArticles) }

// BenchmarkExtract reads the nine short articles of the English engine's own texts.
func BenchmarkExtract(b *testing.B) { benchmarkReading(b, ownArticles) }

// benchmarkReading reads articles by rules alone and with each model.
func benchmarkReading(b *testing.B, load func(testing.TB) (articles []extract.Input, size int64)) {
	articles, size := load(b)
	for _, model := range models {
		b.Run(model.name, func(b *testing.B) {
			x := newExtractor(b, model.load)
			b.ReportAllocs()
			b.SetBytes(size)
			for b.Loop() {
				for _, in := range articles {
					if _, err := x.Extract(b.Context(), in); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// models are the ways to read that are compared.
var models = []struct {
	name string
	load func(relate.Schema) (*relate.Model, error)
}{{"rules", nil}, {"fast", relate.LoadFast}, {"full", relate.Load}}

func newExtractor(tb testing.TB, load func(relate.Schema) (*relate.Model, error)) *extract.Extractor {
	tb.Helper()
	pipe, err := en.Load()
	if err != nil {
		tb.Fatal(err)
	}
	ont, err := ontology.Default()
	if err != nil {
		tb.Fatal(err)
	}
	x, err := extract.New(pipe, ont)
	if err != nil || load == nil {
		return x
	}
	m, err := load(extract.Schema())
	if err != nil {
		tb.Fatal(err)
	}
	if err := x.UseModel(m); err != nil {
		tb.Fatal(err)
	}
	return x
}

func ownArticles(tb testing.TB) (articles []extract.Input, size int64) {
	tb.Helper()
	file, err := os.Open("../nlp/testdata/own.jsonl.gz")
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		tb.Fatal(err)
	}
	for dec := json.NewDecoder(unzipped); dec.More(); {
		var doc struct{ ID, Text string }
		if err := dec.Decode(&doc); err != nil {
			tb.Fatal(err)
		}
		if len(doc.Text) > 800 && len(doc.Text) < 8000 {
			articles = append(articles, extract.Input{Text: doc.Text, Date: "2026-02-03"})
			size += int64(len(doc.Text))
		}
	}
	return articles, size
}

// newsArticles are texts of other people, which are not in the repository.
func newsArticles(tb testing.TB) (articles []extract.Input, size int64) {
	tb.Helper()
	shared := os.Getenv("KG_SHARED")
	if shared == "" {
		tb.Skip("KG_SHARED is not set: the annotated articles are there")
	}
	files, err := filepath.Glob(filepath.Join(shared, "data", "gold", "*.txt"))
	if err != nil {
		tb.Fatal(err)
	}
	for i := 0; i < len(files); i += 9 {
		text, err := os.ReadFile(files[i])
		if err != nil {
			tb.Fatal(err)
		}
		meta, err := os.ReadFile(strings.TrimSuffix(files[i], ".txt") + ".meta.json")
		if err != nil {
			tb.Fatal(err)
		}
		in := extract.Input{Text: string(text)}
		if err := json.Unmarshal(meta, &in); err != nil {
			tb.Fatal(err)
		}
		articles = append(articles, in)
		size += int64(len(text))
	}
	return articles, size
}
