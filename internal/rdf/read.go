package rdf

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// MaxLine is the longest line read, in bytes without its end. The longest text of an
// article stays below it in every spelling.
const MaxLine = 16 << 20

// SyntaxError is a line that is no statement.
type SyntaxError struct {
	Line   int // from 1
	Column int // from 1, in code points
	Reason string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Reason)
}

// reader parses one line at a time.
type reader struct {
	format Format
	in     *bufio.Reader
	long   []byte // buffer for lines over that of in

	line []byte // the current one
	num  int    // its number
	at   int    // offset in line
	err  *SyntaxError

	iris  [1 << iriCacheBits]cachedIRI
	plain []byte // buffer for what escapes stand for
}

// cachedIRI is a term seen before. Few IRIs make most of a file, and reusing them
// saves both their memory and half of the time.
type cachedIRI struct {
	raw   string
	value quad.Value
}

const iriCacheBits = 11

func newReader(f Format, r io.Reader) *reader {
	return &reader{format: f, in: bufio.NewReaderSize(r, 256<<10)}
}

func (p *reader) each(ctx context.Context, yield func(quad.Quad, error) bool) {
	for {
		if p.num&0x3FF == 0 && ctx.Err() != nil {
			yield(quad.Quad{}, ctx.Err())
			return
		}
		end, err := p.nextLine()
		if err == nil && len(p.line) > 0 && !p.statements(yield) {
			return
		}
		var syntax *SyntaxError
		switch {
		case errors.As(err, &syntax):
			if !yield(quad.Quad{}, err) {
				return
			}
		case err != nil:
			yield(quad.Quad{}, err)
			return
		}
		if end {
			return
		}
	}
}

// nextLine reads up to the next line feed, or the end.
func (p *reader) nextLine() (end bool, err error) {
	p.num++
	line, err := p.in.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		line, err = p.rest(line)
	}
	p.line, p.at = bytes.TrimSuffix(line, []byte("\n")), 0
	if err == io.EOF {
		return true, nil
	}
	return false, err
}

// rest collects a line longer than the buffer, or passes it over if it is too long.
func (p *reader) rest(line []byte) ([]byte, error) {
	p.long = append(p.long[:0], line...)
	tooLong := false
	for {
		part, err := p.in.ReadSlice('\n')
		if tooLong = tooLong || len(p.long)+len(part) > MaxLine+1; !tooLong {
			p.long = append(p.long, part...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if tooLong && (err == nil || err == io.EOF) {
			return nil, &SyntaxError{p.num, 1, fmt.Sprintf("line is over the limit of %d MiB", MaxLine>>20)}
		}
		return p.long, err
	}
}

// statements parses the current line, which holds several where single carriage
// returns end lines. It returns false when the caller has had enough.
func (p *reader) statements(yield func(quad.Quad, error) bool) bool {
	for p.at < len(p.line) {
		q, found := p.statement()
		if p.err != nil {
			err := p.err
			p.err = nil
			if !yield(quad.Quad{}, err) {
				return false
			}
			p.toLineEnd()
		} else if found && !yield(q, nil) {
			return false
		}
		if p.at++; p.at < len(p.line) { // over the carriage return
			p.line, p.at = p.line[p.at:], 0
			p.num++
		}
	}
	return true
}

// toLineEnd leaves at on the carriage return or the end.
func (p *reader) toLineEnd() {
	if i := bytes.IndexByte(p.line[p.at:], '\r'); i >= 0 {
		p.at += i
	} else {
		p.at = len(p.line)
	}
}

// statement parses what stands before the line's end, if anything does.
func (p *reader) statement() (q quad.Quad, found bool) {
	if p.ended() {
		return q, false
	}
	if i := invalidUTF8(p.line[p.at:]); i >= 0 {
		p.fail(p.at+i, "invalid UTF-8")
		return q, false
	}
	q.Subject = p.resource("subject", true)
	q.Predicate = p.resource("predicate", false)
	q.Object = p.object()
	if p.err == nil && p.format.labels && p.peek() != '.' {
		q.Label = p.resource("graph label or \".\"", true)
	}
	if p.err != nil {
		return q, false
	}
	if p.peek() != '.' {
		p.fail(p.at, "expected \".\", found "+p.found())
		return q, false
	}
	p.at++
	if !p.ended() {
		p.fail(p.at, "expected the end of the line, found "+p.found())
		return q, false
	}
	return q, true
}

func invalidUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	i := 0
	for {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}

// ended passes over white space and a comment and says whether the line ends there.
func (p *reader) ended() bool {
	switch p.peek() {
	case '#':
		p.toLineEnd()
		return true
	case 0:
		return p.at >= len(p.line)
	case '\r':
		return true
	}
	return false
}

// peek passes over white space and gives the next byte, 0 at the end.
func (p *reader) peek() byte {
	for p.at < len(p.line) {
		if c := p.line[p.at]; !isSpace(c) {
			return c
		}
		p.at++
	}
	return 0
}

// fail keeps the first error.
func (p *reader) fail(at int, reason string) {
	if p.err == nil {
		p.err = &SyntaxError{p.num, utf8.RuneCount(p.line[:at]) + 1, reason}
	}
}

// found describes what stands at the current place.
func (p *reader) found() string {
	if p.at >= len(p.line) || p.line[p.at] == '\r' {
		return "the end of the line"
	}
	r, _ := utf8.DecodeRune(p.line[p.at:])
	return fmt.Sprintf("%q", r)
}

// resource parses an IRI or, where allowed, a blank node.
func (p *reader) resource(what string, blank bool) quad.Value {
	if p.err != nil {
		return nil
	}
	switch c := p.peek(); {
	case c == '<':
		return p.iri()
	case c == '_' && blank:
		return p.blank()
	}
	p.fail(p.at, "expected "+what+", found "+p.found())
	return nil
}

func (p *reader) object() quad.Value {
	if p.err == nil && p.peek() == '"' {
		return p.literal()
	}
	return p.resource("object", true)
}

// iri parses an IRIREF.
func (p *reader) iri() quad.Value {
	start := p.at + 1
	i := bytes.IndexByte(p.line[start:], '>')
	if i < 0 {
		p.fail(p.at, "IRI without its \">\"")
		return nil
	}
	raw := p.line[start : start+i]
	slot := &p.iris[iriHash(raw)]
	if slot.value != nil && slot.raw == string(raw) {
		p.at = start + i + 1
		return slot.value
	}
	iri := raw
	if bytes.IndexByte(raw, '\\') >= 0 {
		if iri = p.unescape(start, start+i, false); p.err != nil {
			return nil
		}
	}
	switch bad := badIRI(iri); {
	case bad >= 0 && len(iri) == len(raw):
		p.at = start + bad
		p.fail(p.at, "an IRI may not hold "+p.found())
		return nil
	case bad >= 0:
		p.fail(p.at, fmt.Sprintf("an IRI may not hold %q, escaped or not", iri[bad]))
		return nil
	case !isAbsolute(iri):
		p.fail(p.at, "IRI is not absolute")
		return nil
	}
	p.at = start + i + 1
	value := quad.Value(quad.IRI(iri))
	*slot = cachedIRI{string(raw), value}
	return value
}

// iriHash picks a place in the cache. The end of an IRI tells it from its neighbours.
func iriHash(raw []byte) uint32 {
	h := uint32(2166136261) // FNV-1a
	for _, c := range raw[max(0, len(raw)-24):] {
		h = (h ^ uint32(c)) * 16777619
	}
	return (h ^ h>>16) & (1<<iriCacheBits - 1)
}

// blank parses a BLANK_NODE_LABEL. A "." at its end ends the statement instead.
func (p *reader) blank() quad.Value {
	start := p.at + 2
	if !bytes.HasPrefix(p.line[p.at:], []byte("_:")) {
		p.fail(p.at, "expected \"_:\"")
		return nil
	}
	end := start
	for i := start; i < len(p.line); {
		r, size := utf8.DecodeRune(p.line[i:])
		if i == start && !isLabelStart(r) || r != '.' && !isLabelRune(r) {
			break
		}
		i += size
		if r != '.' {
			end = i
		}
	}
	if p.at = end; end == start {
		p.fail(start, "expected the label of a blank node, found "+p.found())
		return nil
	}
	return quad.BNode(p.line[start:end])
}

// literal parses a string with what follows it.
func (p *reader) literal() quad.Value {
	start := p.at + 1
	end, escaped := p.stringEnd(start)
	if end < 0 {
		return nil
	}
	text := p.line[start:end]
	if escaped {
		if text = p.unescape(start, end, true); p.err != nil {
			return nil
		}
	}
	value := quad.String(text)
	p.at = end + 1
	switch rest := p.line[p.at:]; {
	case bytes.HasPrefix(rest, []byte("@")):
		n := tagLength(rest[1:])
		if n == 0 {
			p.at++
			p.fail(p.at, "expected a language tag, found "+p.found())
			return nil
		}
		p.at += 1 + n
		return quad.LangString{Value: value, Lang: string(rest[1 : 1+n])}
	case bytes.HasPrefix(rest, []byte("^^")):
		p.at += 2
		return p.typed(value)
	}
	return value
}

func (p *reader) typed(value quad.String) quad.Value {
	at := p.at
	datatype, ok := p.resource("the IRI of a type", false).(quad.IRI)
	switch {
	case !ok:
		return nil
	case datatype == xsdString:
		return value
	case datatype == langString:
		p.fail(at, "a string with a language names the language, not the type")
		return nil
	}
	return quad.TypedString{Value: value, Type: datatype}
}

// stringEnd finds the closing quote, -1 if there is none on the line.
func (p *reader) stringEnd(start int) (end int, escaped bool) {
	for i := start; i < len(p.line); i++ {
		switch p.line[i] {
		case '"':
			return i, escaped
		case '\\':
			escaped = true
			i++
		case '\r':
			p.fail(start-1, "string without its closing quote")
			return -1, false
		}
	}
	p.fail(start-1, "string without its closing quote")
	return -1, false
}

// unescape gives what line[start:end] stands for, in a buffer that the next call uses
// again. Only strings have the short escapes.
func (p *reader) unescape(start, end int, short bool) []byte {
	out := p.plain[:0]
	for i := start; i < end; {
		c := p.line[i]
		if c != '\\' {
			out = append(out, c)
			i++
			continue
		}
		r, size := p.escape(i, end, short)
		if size == 0 {
			return nil
		}
		out = utf8.AppendRune(out, r)
		i += size
	}
	p.plain = out
	return out
}

// escape reads the one at line[i]; size 0 means that it is none.
func (p *reader) escape(i, end int, short bool) (r rune, size int) {
	if i+1 < end {
		switch c := p.line[i+1]; {
		case c == 'u':
			return p.codePoint(i, 4, end)
		case c == 'U':
			return p.codePoint(i, 8, end)
		case short:
			if k := bytes.IndexByte([]byte(`tbnrf"'\`), c); k >= 0 {
				return rune("\t\b\n\r\f\"'\\"[k]), 2
			}
		}
	}
	p.fail(i, "not an escape")
	return 0, 0
}

func (p *reader) codePoint(i, digits, end int) (rune, int) {
	var r rune
	size := 2 + digits
	if i+size > end {
		p.fail(i, fmt.Sprintf("escape without its %d digits", digits))
		return 0, 0
	}
	for _, c := range p.line[i+2 : i+size] {
		d := bytes.IndexByte([]byte("0123456789abcdef"), c|0x20)
		if d < 0 || c < '0' {
			p.fail(i, fmt.Sprintf("escape without its %d digits", digits))
			return 0, 0
		}
		if r = r<<4 | rune(d); r > utf8.MaxRune {
			break
		}
	}
	if !utf8.ValidRune(r) {
		p.fail(i, "escape of what is no character")
		return 0, 0
	}
	return r, size
}
