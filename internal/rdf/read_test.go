package rdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
)

// readAll gives the quads and the errors of a text.
func readAll(f Format, r io.Reader) (quads []quad.Quad, errs []string) {
	for q, err := range f.Read(context.Background(), r) {
		if err != nil {
			errs = append(errs, err.Error())
			continue
		}
		quads = append(quads, q)
	}
	return quads, errs
}

const (
	xsd     = "http://www.w3.org/2001/XMLSchema#"
	subject = quad.IRI("urn:s")
	pred    = quad.IRI("urn:p")
)

func TestReadTerms(t *testing.T) {
	tests := []struct {
		name, text string
		want       quad.Value
	}{
		{"string", `"a b"`, quad.String("a b")},
		{"empty string", `""`, quad.String("")},
		{"short escapes", `"\t\b\n\r\f\"\'\\"`, quad.String("\t\b\n\r\f\"'\\")},
		{"long escapes", `"\u00E9\U0001F600"`, quad.String("é😀")},
		{"a backslash before the quote", `"\\"`, quad.String(`\`)},
		{"other scripts", `"广东"`, quad.String("广东")},
		{"string with its type", `"a"^^<` + xsd + `string>`, quad.String("a")},
		{"integer as written", `"007"^^<` + xsd + `integer>`, quad.TypedString{Value: "007", Type: xsd + "integer"}},
		{"boolean as written", `"1"^^<` + xsd + `boolean>`, quad.TypedString{Value: "1", Type: xsd + "boolean"}},
		{"time with zone", `"2026-01-29T08:00:00.50+08:00"^^<` + xsd + `dateTime>`, quad.TypedString{Value: "2026-01-29T08:00:00.50+08:00", Type: xsd + "dateTime"}},
		{"language", `"colour"@en-GB`, quad.LangString{Value: "colour", Lang: "en-GB"}},
		{"IRI", `<urn:newskg:data/entity/Person/zhang>`, quad.IRI("urn:newskg:data/entity/Person/zhang")},
		{"IRI with an escape", `<http://e/\u00E9>`, quad.IRI("http://e/é")},
		{"blank node", `_:b.1-x`, quad.BNode("b.1-x")},
		{"blank node before its dot", `_:a.`, quad.BNode("a")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			quads, errs := readAll(NQuads, strings.NewReader("<urn:s> <urn:p> "+tt.text+" ."))
			if strings.HasSuffix(tt.text, "a.") {
				quads, errs = readAll(NQuads, strings.NewReader("<urn:s> <urn:p> "+tt.text))
			}
			if len(errs) > 0 {
				t.Fatalf("read: %v", errs)
			}
			want := []quad.Quad{{Subject: subject, Predicate: pred, Object: tt.want}}
			if diff := cmp.Diff(want, quads); diff != "" {
				t.Errorf("quads (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	tests := []struct {
		name, text, want string
	}{
		{"no object", "<urn:s> <urn:p> .", `line 1, column 17: expected object, found '.'`},
		{"no dot", "<urn:s> <urn:p> <urn:o>", `line 1, column 24: expected graph label or ".", found the end of the line`},
		{"no dot after the label", "<urn:s> <urn:p> <urn:o> <urn:g>", `line 1, column 32: expected ".", found the end of the line`},
		{"second line", "<urn:s> <urn:p> <urn:o> .\n<urn:s> <urn:p> x .", `line 2, column 17: expected object, found 'x'`},
		{"columns count characters", `<urn:s> <urn:p> "广东" x .`, `line 1, column 22: expected graph label or ".", found 'x'`},
		{"carriage returns end lines", "# a\r<urn:s> <urn:p> <urn:o> .\r\n\r\nx", `line 4, column 1: expected subject, found 'x'`},
		{"literal as subject", `"a" <urn:p> <urn:o> .`, `line 1, column 1: expected subject, found '"'`},
		{"blank node as predicate", `<urn:s> _:p <urn:o> .`, `line 1, column 9: expected predicate, found '_'`},
		{"literal as label", `<urn:s> <urn:p> <urn:o> "g" .`, `line 1, column 25: expected graph label or ".", found '"'`},
		{"space in IRI", `<urn:s s> <urn:p> <urn:o> .`, `line 1, column 7: an IRI may not hold ' '`},
		{"escaped space in IRI", `<urn:s\u0020> <urn:p> <urn:o> .`, `line 1, column 1: an IRI may not hold ' ', escaped or not`},
		{"short escape in IRI", `<urn:s\n> <urn:p> <urn:o> .`, `line 1, column 7: not an escape`},
		{"relative IRI", `<s> <urn:p> <urn:o> .`, `line 1, column 1: IRI is not absolute`},
		{"open IRI", `<urn:s`, `line 1, column 1: IRI without its ">"`},
		{"open string", `<urn:s> <urn:p> "a .`, `line 1, column 17: string without its closing quote`},
		{"unknown escape", `<urn:s> <urn:p> "\a" .`, `line 1, column 18: not an escape`},
		{"short code point", `<urn:s> <urn:p> "\u00" .`, `line 1, column 18: escape without its 4 digits`},
		{"surrogate", `<urn:s> <urn:p> "\uD800" .`, `line 1, column 18: escape of what is no character`},
		{"past Unicode", `<urn:s> <urn:p> "\U00110000" .`, `line 1, column 18: escape of what is no character`},
		{"bad language", `<urn:s> <urn:p> "a"@1 .`, `line 1, column 21: expected a language tag, found '1'`},
		{"language cut short", `<urn:s> <urn:p> "a"@en- .`, `line 1, column 23: expected graph label or ".", found '-'`},
		{"language as a type", `<urn:s> <urn:p> "a"^^<` + langString + `> .`, `line 1, column 22: a string with a language names the language, not the type`},
		{"two statements on a line", `<urn:s> <urn:p> <urn:o> . <urn:s> <urn:p> <urn:o> .`, `line 1, column 27: expected the end of the line, found '<'`},
		{"directive", `@prefix : <urn:x> .`, `line 1, column 1: expected subject, found '@'`},
		{"invalid UTF-8", "<urn:s> <urn:p> \"a\xFF\" .", `line 1, column 19: invalid UTF-8`},
		{"zero byte", "\x00", `line 1, column 1: expected subject, found '\x00'`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, errs := readAll(NQuads, strings.NewReader(tt.text))
			if diff := cmp.Diff([]string{tt.want}, errs); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadGoesOnAfterAnError(t *testing.T) {
	text := "<urn:s> <urn:p> 1 .\n<urn:s> <urn:p> <urn:1> .\n\n_:\r<urn:s> <urn:p> <urn:2> <urn:g> . # end"
	quads, errs := readAll(NQuads, iotest.OneByteReader(strings.NewReader(text)))
	wantQuads := []quad.Quad{
		{Subject: subject, Predicate: pred, Object: quad.IRI("urn:1")},
		{Subject: subject, Predicate: pred, Object: quad.IRI("urn:2"), Label: quad.IRI("urn:g")},
	}
	wantErrs := []string{
		"line 1, column 17: expected object, found '1'",
		"line 4, column 3: expected the label of a blank node, found the end of the line",
	}
	if diff := cmp.Diff(wantQuads, quads); diff != "" {
		t.Errorf("quads (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wantErrs, errs); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func TestReadTriplesTakesNoLabel(t *testing.T) {
	_, errs := readAll(NTriples, strings.NewReader("<urn:s> <urn:p> <urn:o> <urn:g> ."))
	if diff := cmp.Diff([]string{`line 1, column 25: expected ".", found '<'`}, errs); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func TestReadLongLines(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	text := `<urn:s> <urn:p> "` + long + "\" .\n" + strings.Repeat("y", MaxLine+1) + "\n<urn:s> <urn:p> <urn:o> .\n"
	quads, errs := readAll(NQuads, strings.NewReader(text))
	if len(quads) != 2 || len(string(quads[0].Object.(quad.String))) != len(long) {
		t.Errorf("read %d quads, want the long one and the one after it", len(quads))
	}
	if diff := cmp.Diff([]string{"line 2, column 1: line is over the limit of 16 MiB"}, errs); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func TestReadErrorOfReader(t *testing.T) {
	broken := errors.New("disk on fire")
	r := io.MultiReader(strings.NewReader("<urn:s> <urn:p> <urn:o> .\n<urn:s> "), iotest.ErrReader(broken))
	n := 0
	var last error
	for _, err := range NQuads.Read(context.Background(), r) {
		n++
		last = err
	}
	if n != 2 || !errors.Is(last, broken) {
		t.Errorf("read %d things, the last error %v; want 2 and %v", n, last, broken)
	}
}

func TestReadCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	text := strings.Repeat("<urn:s> <urn:p> <urn:o> .\n", 10_000)
	n := 0
	for _, err := range NQuads.Read(ctx, strings.NewReader(text)) {
		if n++; err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		cancel()
	}
	if n > 2000 {
		t.Errorf("read %d quads after the end of its context", n)
	}
}

func BenchmarkRead(b *testing.B) {
	text := sample(10_000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, err := range NQuads.Read(context.Background(), bytes.NewReader(text)) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "quads/s")
}

// sample is a text of n quads with the mix of terms that kg's own exports have.
func sample(n int) []byte {
	var out bytes.Buffer
	w := NQuads.NewWriter(&out)
	for i := range n {
		article := quad.IRI(fmt.Sprintf("urn:newskg:data/article/%08d", i/20))
		entity := quad.IRI(fmt.Sprintf("urn:newskg:data/entity/Person/person-%d", i%997))
		var object quad.Value
		switch i % 4 {
		case 0:
			object = quad.IRI("urn:newskg:Person")
		case 1:
			object = quad.String(fmt.Sprintf("Person Number %d of the province’s \"department\"", i))
		case 2:
			object = quad.TypedString{Value: quad.String(fmt.Sprint(i)), Type: xsd + "integer"}
		case 3:
			object = quad.LangString{Value: quad.String(fmt.Sprintf("office %d", i)), Lang: "en"}
		}
		w.Write(quad.Quad{Subject: entity, Predicate: quad.IRI(fmt.Sprintf("urn:newskg:p%d", i%23)), Object: object, Label: article})
	}
	w.Flush()
	return out.Bytes()
}
