package nlp

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var (
	lexicalFile = flag.String("lexical", "testdata/lexical.jsonl.gz", "texts with their tokens as spaCy cuts them")
	modelFile   = flag.String("model", "en/model.bin", "the model file")
)

// lexicalModel holds the tables that this half of the package reads.
type lexicalModel struct {
	tokenizer *tokenizer
	norms     *norms
	ruler     *ruler
	lemmas    *lemmatizer
}

var loadLexical = sync.OnceValues(func() (m lexicalModel, err error) {
	data, err := os.ReadFile(*modelFile)
	if err != nil {
		return m, err
	}
	s, err := parseSections(data)
	if err != nil {
		return m, err
	}
	if m.tokenizer, err = decodeTokenizer(s["tokenizer"]); err != nil {
		return m, err
	}
	if m.norms, err = decodeNorms(s["norms"]); err != nil {
		return m, err
	}
	if m.ruler, err = decodeRuler(s["ruler"]); err != nil {
		return m, err
	}
	m.lemmas, err = decodeLemmas(s["lemmas"])
	return m, err
})

func lexical(t testing.TB) lexicalModel {
	t.Helper()
	m, err := loadLexical()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (m lexicalModel) tokens(text string) *Doc {
	doc := &Doc{Text: text}
	m.tokenizer.tokenize(doc)
	m.norms.apply(doc)
	return doc
}

// lexicalCase is a text with the lexical attributes of its tokens, made by spaCy.
type lexicalCase struct {
	Text   string     `json:"text"`
	Tokens []string   `json:"tokens"`
	Spacy  []bool     `json:"spacy"`
	Norm   []string   `json:"norm"`
	Shape  []string   `json:"shape,omitempty"`
	IDs    [][]string `json:"ids"`
}

func (m lexicalModel) lexicalCase(text string) lexicalCase {
	doc := m.tokens(text)
	c := lexicalCase{Text: text, Tokens: []string{}, Spacy: []bool{}, Norm: []string{}, Shape: []string{}, IDs: [][]string{}}
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		c.Tokens = append(c.Tokens, tok.Text)
		c.Spacy = append(c.Spacy, tok.Space)
		c.Norm = append(c.Norm, tok.Norm)
		c.Shape = append(c.Shape, shape(tok.Text))
		var ids []string
		for _, id := range m.norms.attrs(tok) {
			ids = append(ids, strconv.FormatUint(id, 10))
		}
		c.IDs = append(c.IDs, ids)
	}
	return c
}

func TestLexicalAttributes(t *testing.T) {
	data, err := os.ReadFile("testdata/attributes.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []lexicalCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	m := lexical(t)
	for _, want := range cases {
		if diff := cmp.Diff(want, m.lexicalCase(want.Text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", want.Text, diff)
		}
	}
}

// jsonLines calls f with each line of a gzip file of JSON values.
func jsonLines(t *testing.T, path string, f func([]byte) error) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(unzipped)
	scanner.Buffer(nil, 1<<30)
	for n := 1; scanner.Scan(); n++ {
		if err := f(scanner.Bytes()); err != nil {
			t.Fatalf("%s:%d: %v", path, n, err)
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
}

// TestLexicalHostile holds texts made to be hard against what spaCy does with them.
func TestLexicalHostile(t *testing.T) {
	m := lexical(t)
	texts, bad := 0, 0
	jsonLines(t, *lexicalFile, func(line []byte) error {
		var want lexicalCase
		if err := json.Unmarshal(line, &want); err != nil {
			return err
		}
		texts++
		got := m.lexicalCase(want.Text)
		got.Shape = want.Shape
		if diff := cmp.Diff(want, got); diff != "" {
			if bad++; bad <= 20 {
				t.Errorf("%q (-want +got):\n%s", want.Text, diff)
			}
		}
		return nil
	})
	t.Logf("%d texts, %d differ", texts, bad)
}

// TestGoldenTokens holds the tokens of whole documents against spaCy's.
func TestGoldenTokens(t *testing.T) {
	t.Run("own", func(t *testing.T) { compareTokens(t, "testdata/own.jsonl.gz") })
	t.Run("news", func(t *testing.T) {
		dir := os.Getenv("KG_SHARED")
		if dir == "" {
			t.Skip("KG_SHARED is not set: no news texts")
		}
		compareTokens(t, filepath.Join(dir, "nlp/golden/news.jsonl.gz"))
	})
}

func compareTokens(t *testing.T, path string) {
	m := lexical(t)
	type token struct {
		Start, End int // in code points
		Norm       string
	}
	tokens := 0
	jsonLines(t, path, func(line []byte) error {
		var want struct {
			ID, Text string
			Tokens   []token
		}
		if err := json.Unmarshal(line, &want); err != nil {
			return err
		}
		doc := m.tokens(want.Text)
		got := []token{}
		at := 0
		for _, tok := range doc.Tokens {
			n := utf8.RuneCountInString(tok.Text)
			got = append(got, token{at, at + n, tok.Norm})
			if at += n; tok.Space {
				at++
			}
		}
		if diff := cmp.Diff(want.Tokens, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want.ID, diff)
		}
		checkTiling(t, doc)
		tokens += len(got)
		return nil
	})
	t.Logf("%d tokens", tokens)
}

// checkTiling reports tokens that do not give the text back.
func checkTiling(t *testing.T, doc *Doc) {
	t.Helper()
	var b strings.Builder
	for _, tok := range doc.Tokens {
		if tok.Start != b.Len() || tok.Text == "" {
			t.Fatalf("token %q starts at %d, want %d", tok.Text, tok.Start, b.Len())
		}
		b.WriteString(tok.Text)
		if tok.Space {
			b.WriteByte(' ')
		}
	}
	if b.String() != doc.Text {
		t.Fatalf("tokens of %q give %q", doc.Text, b.String())
	}
}
