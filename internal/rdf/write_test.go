package rdf

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWrite(t *testing.T) {
	tests := []struct {
		name   string
		object quad.Value
		want   string
	}{
		{"string", quad.String("a b"), `"a b"`},
		{"short escapes", quad.String("\t\b\n\r\f\"'\\"), `"\t\b\n\r\f\"'\\"`},
		{"other controls", quad.String("\x00\x1F\x7F"), `"\u0000\u001F\u007F"`},
		{"no characters of XML", quad.String("￾￿￯ﻼ"), `"\uFFFE\uFFFF￯ﻼ"`},
		{"other scripts stay", quad.String("é广😀"), `"é广😀"`},
		{"typed", quad.TypedString{Value: "007", Type: xsd + "integer"}, `"007"^^<` + xsd + `integer>`},
		{"typed as string", quad.TypedString{Value: "a", Type: xsdString}, `"a"`},
		{"language", quad.LangString{Value: "a", Lang: "en-GB"}, `"a"@en-GB`},
		{"IRI", quad.IRI("http://e/é"), `<http://e/é>`},
		{"blank node", quad.BNode("b1"), `_:b1`},
		{"Go integer", quad.Int(7), `"7"^^<` + xsd + `integer>`},
		{"Go time", quad.Time(time.Date(2026, 1, 29, 8, 0, 0, 0, time.UTC)), `"2026-01-29T08:00:00Z"^^<` + xsd + `dateTime>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := NQuads.Append(nil, quad.Quad{Subject: subject, Predicate: pred, Object: tt.object, Label: quad.IRI("urn:g")})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff("<urn:s> <urn:p> "+tt.want+" <urn:g> .\n", string(got)); diff != "" {
				t.Errorf("line (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWriteErrors(t *testing.T) {
	object := quad.IRI("urn:o")
	tests := []struct {
		name string
		q    quad.Quad
		want string
	}{
		{"no subject", quad.Quad{Predicate: pred, Object: object}, "no subject"},
		{"no object", quad.Quad{Subject: subject, Predicate: pred}, "no object"},
		{"literal as subject", quad.Quad{Subject: quad.String("a"), Predicate: pred, Object: object}, `"a" cannot be a subject`},
		{"blank predicate", quad.Quad{Subject: subject, Predicate: quad.BNode("p"), Object: object}, "_:p cannot be a predicate"},
		{"literal as label", quad.Quad{Subject: subject, Predicate: pred, Object: object, Label: quad.String("g")}, `"g" cannot be a label`},
		{"space in IRI", quad.Quad{Subject: subject, Predicate: pred, Object: quad.IRI("urn:a b")}, `object: IRI "urn:a b" may not hold ' '`},
		{"end of IRI in IRI", quad.Quad{Subject: subject, Predicate: pred, Object: quad.IRI("urn:a>")}, `object: IRI "urn:a>" may not hold '>'`},
		{"relative IRI", quad.Quad{Subject: quad.IRI("s"), Predicate: pred, Object: object}, `subject: IRI "s" is not absolute`},
		{"empty IRI", quad.Quad{Subject: quad.IRI(""), Predicate: pred, Object: object}, `subject: IRI "" is not absolute`},
		{"blank node with a dot at its end", quad.Quad{Subject: quad.BNode("a."), Predicate: pred, Object: object}, `subject: "a." is no label of a blank node`},
		{"invalid UTF-8", quad.Quad{Subject: subject, Predicate: pred, Object: quad.String("a\xFF")}, `object: string "a\xff" is not valid UTF-8`},
		{"no language", quad.Quad{Subject: subject, Predicate: pred, Object: quad.LangString{Value: "a"}}, `object: "" is no language tag`},
		{"no type", quad.Quad{Subject: subject, Predicate: pred, Object: quad.TypedString{Value: "a"}}, `object: IRI "" is not absolute`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			w := NQuads.NewWriter(&out)
			err := w.Write(tt.q)
			w.Flush()
			if err == nil || out.Len() > 0 {
				t.Fatalf("wrote %q, error %v", out.String(), err)
			}
			if diff := cmp.Diff("write nquads: "+tt.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
	if err := NTriples.NewWriter(io.Discard).Write(quad.Quad{Subject: subject, Predicate: pred, Object: object, Label: subject}); err == nil {
		t.Error("wrote a labelled quad as a triple")
	}
}

// quads draws quads of the standard.
func quads() *rapid.Generator[quad.Quad] {
	iri := rapid.Map(rapid.StringMatching(`[a-zA-Z][a-zA-Z0-9+.\-]{0,5}:[^\x00-\x20<>"{}|^\x60\\]{0,12}`), func(s string) quad.Value { return quad.IRI(s) })
	label := rapid.Map(rapid.StringMatching(`[\pLa-z0-9_]([a-z0-9_.\-]{0,5}[a-z0-9_\-])?`).Filter(isLabel), func(s string) quad.Value { return quad.BNode(s) })
	text := rapid.Custom(func(t *rapid.T) quad.String {
		return quad.String(strings.ToValidUTF8(rapid.String().Draw(t, "text"), ""))
	})
	literal := rapid.OneOf(
		rapid.Map(text, func(s quad.String) quad.Value { return s }),
		rapid.Custom(func(t *rapid.T) quad.Value {
			return quad.LangString{Value: text.Draw(t, "value"), Lang: rapid.StringMatching(`[a-zA-Z]{1,4}(-[a-zA-Z0-9]{1,4}){0,2}`).Draw(t, "lang")}
		}),
		rapid.Custom(func(t *rapid.T) quad.Value {
			return quad.TypedString{Value: text.Draw(t, "value"), Type: iri.Draw(t, "type").(quad.IRI)}
		}),
	)
	resource := rapid.OneOf(iri, label)
	return rapid.Custom(func(t *rapid.T) quad.Quad {
		q := quad.Quad{
			Subject:   resource.Draw(t, "subject"),
			Predicate: iri.Draw(t, "predicate"),
			Object:    rapid.OneOf(resource, literal).Draw(t, "object"),
		}
		if rapid.Bool().Draw(t, "labelled") {
			q.Label = resource.Draw(t, "label")
		}
		return q
	})
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(quads(), 1, 8).Draw(t, "quads")
		var out bytes.Buffer
		w := NQuads.NewWriter(&out)
		for _, q := range want {
			if err := w.Write(q); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		got, errs := readAll(NQuads, bytes.NewReader(out.Bytes()))
		if diff := cmp.Diff(want, got); diff != "" || len(errs) > 0 {
			t.Fatalf("%s\nerrors %v, quads (-want +got):\n%s", out.String(), errs, diff)
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	quads, _ := readAll(NQuads, bytes.NewReader(sample(10_000)))
	b.SetBytes(int64(len(sample(10_000))))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		w := NQuads.NewWriter(io.Discard)
		for _, q := range quads {
			if err := w.Write(q); err != nil {
				b.Fatal(err)
			}
			n++
		}
		w.Flush()
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "quads/s")
}
