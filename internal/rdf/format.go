// Package rdf reads and writes quads in the line-based syntaxes of RDF 1.1: N-Quads
// and N-Triples. Both ways are strict: what a reader gives and a writer takes are
// quads of the standard, and everything else is an error with its place.
//
// Most callers range over rdf.NQuads.Read(ctx, r) and write with rdf.NQuads.NewWriter(w).
// The writer keeps the order in which quads come; a line for each in canonical form sorts
// by code point as its bytes do.
//
// Terms are values of github.com/cayleygraph/quad, as they are written: numbers and
// dates stay quad.TypedString, with the full IRI of their type, never a Go number. Two
// spellings of one term become one: escapes, and "x"^^xsd:string, which RDF 1.1 makes
// the same as "x", is quad.String. Blank nodes keep their labels; that a label means
// another node in another file is the caller's matter.
package rdf

import (
	"context"
	"io"
	"iter"
	"path"
	"strings"

	"github.com/cayleygraph/quad"
)

// Format is a syntax that quads are read and written in.
type Format struct {
	Name      string // as given to --format
	Extension string // of file names, with its dot
	MediaType string

	labels bool // a quad may say its graph
}

// The formats.
var (
	NQuads   = Format{Name: "nquads", Extension: ".nq", MediaType: "application/n-quads", labels: true}
	NTriples = Format{Name: "ntriples", Extension: ".nt", MediaType: "application/n-triples"}
)

// Formats lists them, for help and for choosing by name.
func Formats() []Format { return []Format{NQuads, NTriples} }

// ByExtension chooses by a file's name, whose ".gz" is not looked at.
func ByExtension(name string) (Format, bool) {
	ext := strings.ToLower(path.Ext(strings.TrimSuffix(name, ".gz")))
	for _, f := range Formats() {
		if f.Extension == ext {
			return f, true
		}
	}
	return Format{}, false
}

// Read gives the quads of r in their order. An error is a [*SyntaxError], after which
// reading goes on with the next line if the caller does, or one of r or ctx, which
// ends it. It holds one line at a time, of at most [MaxLine] bytes.
func (f Format) Read(ctx context.Context, r io.Reader) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		newReader(f, r).each(ctx, yield)
	}
}

// NewWriter gives a writer to w. The caller flushes it at the end.
func (f Format) NewWriter(w io.Writer) *Writer { return newWriter(f, w) }
