package rdf

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// Writer writes quads in canonical form, a line each: one space between terms, and of
// the characters only those escaped that must be (as RDF Dataset Canonicalization
// 1.0, section 5.1, has it).
type Writer struct {
	format Format
	out    *bufio.Writer
	line   []byte
}

func newWriter(f Format, w io.Writer) *Writer {
	return &Writer{format: f, out: bufio.NewWriterSize(w, 64<<10)}
}

// Write writes one quad. A quad that RDF does not allow is an error, and nothing of it
// is written.
func (w *Writer) Write(q quad.Quad) error {
	line, err := w.format.Append(w.line[:0], q)
	if err != nil {
		return err
	}
	w.line = line
	_, err = w.out.Write(line)
	return err
}

// Flush writes what is buffered.
func (w *Writer) Flush() error { return w.out.Flush() }

// Append adds the line of a quad, with its end, to b. On an error it gives b as it was.
func (f Format) Append(b []byte, q quad.Quad) ([]byte, error) {
	line, err := f.appendQuad(b, q)
	if err != nil {
		return b, fmt.Errorf("write %s: %w", f.Name, err)
	}
	return line, nil
}

func (f Format) appendQuad(b []byte, q quad.Quad) ([]byte, error) {
	b, err := appendTerm(b, "subject", q.Subject, iriTerm|blankTerm)
	if err != nil {
		return nil, err
	}
	if b, err = appendTerm(b, "predicate", q.Predicate, iriTerm); err != nil {
		return nil, err
	}
	if b, err = appendTerm(b, "object", q.Object, iriTerm|blankTerm|literalTerm); err != nil {
		return nil, err
	}
	if q.Label != nil {
		if !f.labels {
			return nil, fmt.Errorf("a quad labelled %v cannot be a triple", q.Label)
		}
		if b, err = appendTerm(b, "label", q.Label, iriTerm|blankTerm); err != nil {
			return nil, err
		}
	}
	return append(b, ".\n"...), nil
}

// termKinds is a set of kinds of terms.
type termKinds int

const (
	iriTerm termKinds = 1 << iota
	blankTerm
	literalTerm
)

// appendTerm adds a term and a space.
func appendTerm(b []byte, what string, v quad.Value, allowed termKinds) ([]byte, error) {
	kind := literalTerm
	var err error
	switch v := v.(type) {
	case nil:
		return nil, fmt.Errorf("no %s", what)
	case quad.IRI:
		kind = iriTerm
		b, err = appendIRI(b, v)
	case quad.BNode:
		kind = blankTerm
		if !isLabel(string(v)) {
			err = fmt.Errorf("%q is no label of a blank node", string(v))
		}
		b = append(append(b, "_:"...), v...)
	default:
		b, err = appendLiteral(b, v)
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", what, err)
	case kind&allowed == 0:
		return nil, fmt.Errorf("%v cannot be a %s", v, what)
	}
	return append(b, ' '), nil
}

func appendIRI(b []byte, iri quad.IRI) ([]byte, error) {
	switch s := string(iri); {
	case badIRI(s) >= 0:
		return nil, fmt.Errorf("IRI %q may not hold %q", s, s[badIRI(s)])
	case !utf8.ValidString(s):
		return nil, fmt.Errorf("IRI %q is not valid UTF-8", s)
	case !isAbsolute(s):
		return nil, fmt.Errorf("IRI %q is not absolute", s)
	}
	b = append(b, '<')
	b = append(b, iri...)
	return append(b, '>'), nil
}

func appendLiteral(b []byte, v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.String:
		return appendString(b, string(v))
	case quad.LangString:
		if v.Lang == "" || tagLength(v.Lang) != len(v.Lang) {
			return nil, fmt.Errorf("%q is no language tag", v.Lang)
		}
		b, err := appendString(b, string(v.Value))
		return append(append(b, '@'), v.Lang...), err
	case quad.TypedString:
		b, err := appendString(b, string(v.Value))
		if err != nil || v.Type == xsdString {
			return b, err
		}
		if v.Type == langString {
			return nil, fmt.Errorf("a string of type %v lacks its language", v.Type)
		}
		return appendIRI(append(b, "^^"...), v.Type)
	case quad.TypedStringer: // a Go number or time: its type is in short form
		typed := v.TypedString()
		typed.Type = typed.Type.Full()
		return appendLiteral(b, typed)
	}
	return nil, fmt.Errorf("%T is no term", v)
}

func appendString(b []byte, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("string %.40q is not valid UTF-8", s)
	}
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c != 0x7F && c != 0xEF {
			continue
		}
		size := 1
		escape := ""
		if k := strings.IndexByte("\t\b\n\r\f\"\\", c); k >= 0 {
			escape = `\` + `tbnrf"\`[k:k+1]
		} else if c != 0xEF {
			escape = fmt.Sprintf(`\u%04X`, c)
		} else if size = 3; s[i:i+3] == "\uFFFE" || s[i:i+3] == "\uFFFF" { // no characters of XML
			escape = fmt.Sprintf(`\uFFF%c`, 'E'+s[i+2]-0xBE)
		} else {
			i += 2
			continue
		}
		b = append(b, s[from:i]...)
		b = append(b, escape...)
		from = i + size
		i = from - 1
	}
	b = append(b, s[from:]...)
	return append(b, '"'), nil
}
