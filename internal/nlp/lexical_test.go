package nlp

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var lexicalFile = flag.String("lexical", "testdata/lexical.jsonl.gz", "texts with their tokens as spaCy cuts them")

// lexicalCase is a text with the lexical attributes of its tokens, made by spaCy.
type lexicalCase struct {
	Text   string     `json:"text"`
	Tokens []string   `json:"tokens"`
	Spacy  []bool     `json:"spacy"`
	Norm   []string   `json:"norm"`
	Shape  []string   `json:"shape,omitempty"`
	IDs    [][]string `json:"ids"`
}

func makeLexicalCase(tb testing.TB, p *Pipeline, text string) lexicalCase {
	doc := tokenized(tb, p, text)
	c := lexicalCase{Text: text, Tokens: []string{}, Spacy: []bool{}, Norm: []string{}, Shape: []string{}, IDs: [][]string{}}
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		c.Tokens = append(c.Tokens, tok.Text)
		c.Spacy = append(c.Spacy, tok.Space)
		c.Norm = append(c.Norm, tok.Norm)
		c.Shape = append(c.Shape, shape(tok.Text))
		var ids []string
		for _, id := range p.norms.attrs(tok) {
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
	p := pipeline(t)
	for _, want := range cases {
		if diff := cmp.Diff(want, makeLexicalCase(t, p, want.Text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", want.Text, diff)
		}
	}
}

// tokenized cuts a text that must not fail.
func tokenized(tb testing.TB, p *Pipeline, text string) *Doc {
	tb.Helper()
	doc, err := p.Tokenize(context.Background(), text)
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}

// jsonLines reads a compressed file of JSON values, one a line.
func jsonLines[T any](tb testing.TB, path string) []T {
	tb.Helper()
	var out []T
	for d := json.NewDecoder(bytes.NewReader(gunzip(tb, path))); d.More(); {
		var v T
		if err := d.Decode(&v); err != nil {
			tb.Fatalf("%s, value %d: %v", path, len(out), err)
		}
		out = append(out, v)
	}
	return out
}

// TestLexicalHostile holds texts made to be hard against what spaCy does with them.
func TestLexicalHostile(t *testing.T) {
	p := pipeline(t)
	texts, bad := 0, 0
	for _, want := range jsonLines[lexicalCase](t, *lexicalFile) {
		texts++
		got := makeLexicalCase(t, p, want.Text)
		got.Shape = want.Shape
		if diff := cmp.Diff(want, got); diff != "" {
			if bad++; bad <= 20 {
				t.Errorf("%q (-want +got):\n%s", want.Text, diff)
			}
		}
	}
	t.Logf("%d texts, %d differ", texts, bad)
}

// checkTiling reports tokens that do not give the text back.
func checkTiling(tb testing.TB, doc *Doc) {
	tb.Helper()
	var b strings.Builder
	for _, tok := range doc.Tokens {
		if tok.Start != b.Len() || tok.Text == "" {
			tb.Fatalf("token %q starts at %d, want %d", tok.Text, tok.Start, b.Len())
		}
		b.WriteString(tok.Text)
		if tok.Space {
			b.WriteByte(' ')
		}
	}
	if b.String() != doc.Text {
		tb.Fatalf("tokens of %q give %q", doc.Text, b.String())
	}
}

// FuzzTokenize cuts any text: tokens tile it, are not empty, hold white space or none,
// and the cuts do not depend on what was cut before.
func FuzzTokenize(f *testing.F) {
	for _, c := range jsonLines[lexicalCase](f, "testdata/lexical.jsonl.gz")[:500] {
		f.Add(c.Text)
	}
	f.Add("a\xff\xf0\x9f b")
	p := pipeline(f)
	f.Fuzz(func(t *testing.T, text string) {
		doc := tokenized(t, p, text)
		checkTiling(t, doc)
		for _, tok := range doc.Tokens {
			if isSpaceText(tok.Text) != strings.ContainsFunc(tok.Text, isSpace) {
				t.Errorf("token %q mixes white space and text", tok.Text)
			}
		}
		fresh := *p.tokenizer
		fresh.chunks = newCache[[]piece](1)
		again := &Doc{Text: doc.Text}
		if err := fresh.tokenize(t.Context(), again); err != nil {
			t.Fatal(err)
		}
		p.norms.apply(again)
		if diff := cmp.Diff(doc, again); diff != "" {
			t.Errorf("a second cut differs (-first +second):\n%s", diff)
		}
	})
}

// FuzzAttrs compares the attribute ids of any word with those made the plain way.
func FuzzAttrs(f *testing.F) {
	for _, word := range []string{"Apple", "X", "number", "ΣΑΣ", "’s", "US$", " ", "日本語の", strings.Repeat("a", 101)} {
		f.Add(word)
	}
	p := pipeline(f)
	f.Fuzz(func(t *testing.T, word string) {
		word = ValidText(word)
		if word == "" {
			return
		}
		runes := []rune(word)
		tok := Token{Text: word, Norm: p.norms.norm(word), Space: len(word)%2 == 0}
		want := [attrCount]uint64{
			attrNorm:    stringID(tok.Norm),
			attrPrefix:  stringID(string(runes[:1])),
			attrSuffix:  stringID(string(runes[max(0, len(runes)-3):])),
			attrShape:   stringID(shape(word)),
			attrSpacy:   map[bool]uint64{true: 1}[tok.Space],
			attrIsSpace: map[bool]uint64{true: 1}[isSpaceText(word)],
		}
		for range 2 { // computed, then kept
			if diff := cmp.Diff(want, p.norms.attrs(&tok)); diff != "" {
				t.Errorf("ids of %q (-want +got):\n%s", word, diff)
			}
		}
	})
}
