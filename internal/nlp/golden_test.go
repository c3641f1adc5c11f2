package nlp

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The golden files were made by spaCy 3.8.7 with en_core_web_sm 3.8.0; their texts are
// this project's own, except those of news.jsonl.gz, which is read from KG_SHARED.

// testPipeline is the pipeline of the embedded model, one for all tests.
var testPipeline = sync.OnceValues(func() (*Pipeline, error) {
	model, err := modelFile()
	if err != nil {
		return nil, err
	}
	return NewPipeline(model)
})

func modelFile() ([]byte, error) { return os.ReadFile(filepath.Join("en", "model.bin")) }

func pipeline(tb testing.TB) *Pipeline {
	tb.Helper()
	p, err := testPipeline()
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// annotate annotates a text that must not fail.
func annotate(tb testing.TB, p *Pipeline, text string) *Doc {
	tb.Helper()
	doc, err := p.Annotate(context.Background(), text)
	if err != nil {
		tb.Fatalf("Annotate: %v", err)
	}
	return doc
}

// gunzip reads a whole compressed file.
func gunzip(tb testing.TB, path string) []byte {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(z); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// goldenDoc is a line of a golden file with what is needed to redo it.
type goldenDoc struct {
	ID, Text string
	line     string
}

func goldenDocs(tb testing.TB, path string) []goldenDoc {
	tb.Helper()
	var docs []goldenDoc
	lines := bufio.NewScanner(bytes.NewReader(gunzip(tb, path)))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		doc := goldenDoc{line: lines.Text() + "\n"}
		if err := json.Unmarshal(lines.Bytes(), &doc); err != nil {
			tb.Fatal(err)
		}
		docs = append(docs, doc)
	}
	return docs
}

// sharedGolden is the path of a golden file outside the project.
func sharedGolden(tb testing.TB, name string) string {
	tb.Helper()
	shared := os.Getenv("KG_SHARED")
	if shared == "" {
		tb.Skipf("KG_SHARED is not set: no %s", name)
	}
	return filepath.Join(shared, "nlp", "golden", name)
}

// sameAsGolden annotates each document and wants the bytes of the golden line.
func sameAsGolden(t *testing.T, p *Pipeline, path string) {
	for _, want := range goldenDocs(t, path) {
		t.Run(want.ID, func(t *testing.T) {
			doc := annotate(t, p, want.Text)
			doc.ID = want.ID
			var got bytes.Buffer
			if err := WriteJSON(&got, doc); err != nil {
				t.Fatal(err)
			}
			if got.String() != want.line {
				t.Error(cmp.Diff(parsed(t, want.line), parsed(t, got.String())))
			}
		})
	}
}

func parsed(t *testing.T, line string) (v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(line), &v); err != nil {
		t.Fatalf("%v in %q", err, line)
	}
	return v
}

func TestOwnGolden(t *testing.T) {
	sameAsGolden(t, pipeline(t), filepath.Join("testdata", "own.jsonl.gz"))
}

func TestNewsGolden(t *testing.T) {
	sameAsGolden(t, pipeline(t), sharedGolden(t, "news.jsonl.gz"))
}
