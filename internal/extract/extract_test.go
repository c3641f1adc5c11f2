package extract

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"kg/internal/nlp"
	"kg/internal/ontology"
)

// wordAnnotator tags and hangs words by their bytes: any tree that a parser could give,
// without a model.
type wordAnnotator struct{ seed byte }

func (a wordAnnotator) Annotate(_ context.Context, text string) (*nlp.Doc, error) {
	doc := &nlp.Doc{Text: text}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		end := i + n
		for end < len(text) && unicode.IsLetter(r) {
			r, n = utf8.DecodeRuneInString(text[end:])
			if !unicode.IsLetter(r) {
				break
			}
			end += n
		}
		tok := nlp.Token{Text: text[i:end], Start: i, Lemma: strings.ToLower(text[i:end])}
		if i = end; i < len(text) && text[i] == ' ' {
			tok.Space = true
			i++
		}
		doc.Tokens = append(doc.Tokens, tok)
	}
	a.label(doc)
	return doc, nil
}

// label gives the tokens tags, a tree and entities. Sentences end after full stops.
func (a wordAnnotator) label(doc *nlp.Doc) {
	tags := []string{"NNP", "NN", "VBD", "IN", "DT", "JJ", "CD", "VBN", "PRP", "NNS", "VB", "POS"}
	poses := []string{"PROPN", "NOUN", "VERB", "ADP", "DET", "ADJ", "NUM", "VERB", "PRON", "NOUN", "AUX", "PART"}
	deps := []string{"nsubj", "dobj", "prep", "pobj", "appos", "conj", "compound", "det", "nsubjpass", "acl", "relcl", "xcomp", "ccomp", "attr", "poss", "agent", "aux", "amod"}
	ents := []string{"PERSON", "ORG", "GPE", "DATE", "NORP", "MONEY", "EVENT"}
	start := true
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		h := int(a.seed)
		for _, b := range []byte(tok.Text) {
			h = h*31 + int(b)
		}
		if h < 0 {
			h = -h
		}
		tok.Tag, tok.POS, tok.Dep = tags[h%len(tags)], poses[h%len(poses)], deps[h%len(deps)]
		tok.SentStart = start
		start = tok.Text == "."
		tok.Head = i
		if !tok.SentStart {
			tok.Head = i - 1 // a chain: always a tree within the sentence
		}
		if h%3 == 0 && unicode.IsUpper([]rune(tok.Text)[0]) {
			doc.Ents = append(doc.Ents, nlp.Span{Start: i, End: i + 1, Label: ents[h%len(ents)]})
		}
	}
}

func FuzzExtract(f *testing.F) {
	for _, s := range []string{
		"Zhou Mingde, mayor of Weihai, met the President of France on Jan. 3.",
		"The (A) of the B's C, \"D E F\", and G.",
		"of of of the 13th of the",
		"“Ministers A, B and C of D” said. He resigned as president-elect, 2 of 3.",
		"Born in Paris, France, in 1990; died at 75% on Monday.",
	} {
		f.Add(s, byte(1))
	}
	ont, err := ontology.Default()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, seed byte) {
		if len(text) > 2000 {
			return
		}
		text = strings.ToValidUTF8(text, "\uFFFD")
		x, err := New(wordAnnotator{seed}, ont)
		if err != nil {
			t.Fatal(err)
		}
		in := Input{Text: text, Date: "2026-01-29"}
		readings, err := x.Extract(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		checkReadings(t, ont, text, readings)
		again, _ := x.Extract(context.Background(), in)
		if diff := cmp.Diff(readings, again); diff != "" {
			t.Fatalf("two runs differ: %s", diff)
		}
	})
}

// checkReadings holds what is true of all readings.
func checkReadings(t *testing.T, ont *ontology.Ontology, text string, readings []ontology.Reading) {
	t.Helper()
	runes := []rune(text)
	last := -1
	for _, r := range readings {
		if r.Start < 0 || r.Start >= r.End || r.End > len(runes) {
			t.Fatalf("%s: offsets [%d, %d) of %d", r.Rule, r.Start, r.End, len(runes))
		}
		if r.Start < last {
			t.Fatalf("%s: reading at %d after one at %d", r.Rule, r.Start, last)
		}
		last = r.Start
		if quote := string(runes[r.Start:r.End]); strings.TrimSpace(quote) != quote {
			t.Fatalf("%s: quote %q has white space at its ends", r.Rule, quote)
		}
		if ont.Relation(r.Predicate) == nil {
			t.Fatalf("%s: unknown relation %q", r.Rule, r.Predicate)
		}
		if r.Subject.Name == "" && r.Predicate != "arrested" && r.Predicate != "founded" {
			t.Fatalf("%s: %s without a subject", r.Rule, r.Predicate)
		}
		if r.Object.String() == "" || r.Rule == "" || r.Confidence <= 0 || r.Confidence > 1 || r.Status == "" {
			t.Fatalf("incomplete reading %+v", r)
		}
		if r.Object.Entity != nil && ont.Class(r.Object.Entity.Class) == nil || r.Subject.Name != "" && ont.Class(r.Subject.Class) == nil {
			t.Fatalf("%s: unknown class of %+v", r.Rule, r)
		}
	}
}

func TestWriteJSONL(t *testing.T) {
	person := ontology.Entity{Class: "Person", Name: "Zhou Mingde"}
	city := ontology.Entity{Class: "Place", Name: "Weihai"}
	readings := []ontology.Reading{{
		Statement: ontology.Statement{
			Subject: person, Predicate: "holds-office", Object: ontology.Value{Entity: &city}, Status: "former",
			Qualifiers: []ontology.Qualifier{{Key: "role", Value: ontology.Value{Literal: "mayor"}}},
		},
		Start: 3, End: 20, By: &city, Rule: "title/office", Confidence: 0.85,
	}}
	var got bytes.Buffer
	if err := WriteJSONL(&got, "a1", readings); err != nil {
		t.Fatal(err)
	}
	want := `{"article":"a1","s":"Zhou Mingde","p":"holds-office","o":"Weihai","q":{"role":"mayor","status":"former"},"start":3,"end":20,"by":"Weihai","rule":"title/office","confidence":0.85}` + "\n"
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func BenchmarkExtract(b *testing.B) {
	x, err := englishExtractor()
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("Zhou Mingde, mayor of Weihai, met Ama Boateng, Ghana's foreign minister, in Accra on Monday and signed the Lagoon Treaty.\n\n", 10)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := x.Extract(context.Background(), Input{Text: text, Date: "2026-01-29"}); err != nil {
			b.Fatal(err)
		}
	}
}
