package nlp

import (
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// annotated says whether more than tokens and norms was decided: every token of an
// annotated text has a tag.
func annotated(doc *Doc) bool { return len(doc.Tokens) == 0 || doc.Tokens[0].Tag != "" }

// WriteJSON writes a document as one line of JSON in the layout of spaCy's
// Doc.to_json, byte for byte as Python's json module prints it, with "id" and each
// token's "norm" added. Offsets are in code points. A document that was only tokenized
// has neither entities nor sentences, and tokens with offsets and norms alone.
func WriteJSON(w io.Writer, doc *Doc) error { return WriteJSONSpans(w, doc, nil) }

// SpanGroup is a named list of spans beside a document's entities.
type SpanGroup struct {
	Name  string
	Spans []Span
}

// WriteJSONSpans is [WriteJSON] with groups of spans, in spaCy's layout of Doc.spans.
// Without a group there is no "spans".
func WriteJSONSpans(w io.Writer, doc *Doc, groups []SpanGroup) error {
	b := jsonLine{full: annotated(doc), w: w}
	b.str(`{"id": `, doc.ID)
	b.str(`, "text": `, doc.Text)
	starts := runeStarts(doc)
	if b.full {
		b.ents(doc, starts)
		b.sents(doc, starts)
	}
	b.raw(`, "tokens": [`)
	for i := range doc.Tokens {
		b.token(doc, i, starts[i])
	}
	b.raw("]")
	b.groups(groups, starts)
	b.raw("}\n")
	b.flush()
	return b.err
}

func (b *jsonLine) groups(groups []SpanGroup, starts [][2]int) {
	for n, g := range groups {
		if n == 0 {
			b.str(`, "spans": {`, g.Name)
		} else {
			b.str(`, `, g.Name)
		}
		b.raw(": [")
		for i, sp := range g.Spans {
			b.span(i, sp, starts)
			b.str(`, "label": `, sp.Label)
			b.raw(`, "kb_id": ""}`)
		}
		b.raw("]")
	}
	if len(groups) > 0 {
		b.raw("}")
	}
}

// CharSpans gives for ranges [start, end) of the text's code points the smallest spans of
// tokens that cover them. A range without a token gives none.
func (doc *Doc) CharSpans(ranges [][2]int) []Span {
	starts := runeStarts(doc)
	out := make([]Span, 0, len(ranges))
	for _, r := range ranges {
		first := sort.Search(len(starts), func(i int) bool { return starts[i][1] > r[0] })
		last := sort.Search(len(starts), func(i int) bool { return starts[i][0] >= r[1] })
		if first < last {
			out = append(out, Span{Start: first, End: last})
		}
	}
	return out
}

// runeStarts gives for each token where it starts in code points, and where it ends.
func runeStarts(doc *Doc) [][2]int {
	starts := make([][2]int, len(doc.Tokens))
	at := 0
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		end := at + utf8.RuneCountInString(tok.Text)
		starts[i] = [2]int{at, end}
		at = end
		if tok.Space {
			at++
		}
	}
	return starts
}

// jsonLine gathers a line and writes it piece by piece, so that the longest document
// needs little memory.
type jsonLine struct {
	full bool
	w    io.Writer
	buf  []byte
	err  error
}

const jsonFlush = 32 << 10

func (b *jsonLine) flush() {
	if b.err == nil && len(b.buf) > 0 {
		_, b.err = b.w.Write(b.buf)
	}
	b.buf = b.buf[:0]
}

func (b *jsonLine) raw(s string) { b.buf = append(b.buf, s...) }

func (b *jsonLine) int(name string, n int) {
	b.raw(name)
	b.buf = strconv.AppendInt(b.buf, int64(n), 10)
}

func (b *jsonLine) str(name, s string) {
	b.raw(name)
	b.buf = appendJSONString(b.buf, s)
}

func (b *jsonLine) ents(doc *Doc, starts [][2]int) {
	b.raw(`, "ents": [`)
	for i, e := range doc.Ents {
		b.span(i, e, starts)
		b.str(`, "label": `, e.Label)
		b.raw("}")
	}
	b.raw("]")
}

func (b *jsonLine) sents(doc *Doc, starts [][2]int) {
	b.raw(`, "sents": [`)
	for i, s := range doc.Sents() {
		b.span(i, s, starts)
		b.raw("}")
	}
	b.raw("]")
}

func (b *jsonLine) span(i int, s Span, starts [][2]int) {
	if i > 0 {
		b.raw(", ")
	}
	b.int(`{"start": `, starts[s.Start][0])
	b.int(`, "end": `, starts[s.End-1][1])
}

func (b *jsonLine) token(doc *Doc, i int, at [2]int) {
	tok := &doc.Tokens[i]
	if i > 0 {
		b.raw(", ")
	}
	b.int(`{"id": `, i)
	b.int(`, "start": `, at[0])
	b.int(`, "end": `, at[1])
	if b.full {
		b.str(`, "tag": `, tok.Tag)
		b.str(`, "pos": `, tok.POS)
		b.str(`, "morph": `, tok.Morph)
		b.str(`, "lemma": `, tok.Lemma)
		b.str(`, "dep": `, tok.Dep)
		b.int(`, "head": `, tok.Head)
	}
	b.str(`, "norm": `, tok.Norm)
	b.raw("}")
	if len(b.buf) > jsonFlush {
		b.flush()
	}
}

// appendJSONString quotes valid UTF-8 as Python does without ensure_ascii: only quotes,
// backslashes and the controls below U+0020 are escaped.
func appendJSONString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		case '\b':
			b = append(b, `\b`...)
		case '\f':
			b = append(b, `\f`...)
		default:
			b = fmt.Appendf(b, `\u%04x`, c)
		}
	}
	b = append(b, s[from:]...)
	return append(b, '"')
}

// WriteCoNLLU writes a document in the CoNLL-U format of Universal Dependencies: a
// block for each sentence, with the relations of the model (ClearNLP's). Runs of white
// space that are tokens are written with the escapes of UD's SpacesAfter; entities
// stand under MISC as NER=B-ORG, NER=I-ORG. A document that was only tokenized is one
// block with lemma, tags and tree left open.
func WriteCoNLLU(w io.Writer, doc *Doc) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# newdoc id = %s\n", escapeSpace(doc.ID))
	sents, full := doc.Sents(), annotated(doc)
	if !full {
		sents = []Span{{Start: 0, End: len(doc.Tokens)}}
	}
	ner := entityTags(doc)
	for k, sent := range sents {
		fmt.Fprintf(&b, "# sent_id = %d\n# text = %s\n", k+1, escapeLines(doc.SpanText(sent)))
		for i := sent.Start; i < sent.End; i++ {
			writeCoNLLUToken(&b, doc, sent, i, ner[i])
		}
		b.WriteByte('\n')
		if err := drain(w, &b); err != nil {
			return err
		}
	}
	return drain(w, &b)
}

func writeCoNLLUToken(b *strings.Builder, doc *Doc, sent Span, i int, ner string) {
	tok := &doc.Tokens[i]
	head, dep := "_", "_"
	switch {
	case tok.Dep == "":
	case tok.Head == i:
		head, dep = "0", "root"
	default:
		head, dep = strconv.Itoa(tok.Head-sent.Start+1), tok.Dep
	}
	var misc []string
	if ner != "O" && ner != "" {
		misc = append(misc, "NER="+ner)
	}
	if tok.Norm != "" && tok.Norm != tok.Text {
		misc = append(misc, "Norm="+strings.ReplaceAll(escapeSpace(tok.Norm), "|", `\p`))
	}
	if !tok.Space {
		misc = append(misc, "SpaceAfter=No")
	}
	fields := []string{
		strconv.Itoa(i - sent.Start + 1), escapeSpace(tok.Text), filled(escapeSpace(tok.Lemma)), filled(tok.POS), filled(tok.Tag),
		filled(tok.Morph), head, dep, "_", filled(strings.Join(misc, "|")),
	}
	b.WriteString(strings.Join(fields, "\t"))
	b.WriteByte('\n')
}

func filled(s string) string {
	if s == "" {
		return "_"
	}
	return s
}

// TSVHeader names the columns of [WriteTSV], ended by a newline. Sentences and tokens
// are counted from 0, heads within the document; offsets are in code points.
const TSVHeader = "doc\tsent\ttoken\tstart\tend\ttext\tnorm\tlemma\tpos\ttag\tmorph\thead\tdep\tent\n"

// WriteTSV writes a line for each token with the columns of [TSVHeader]. White space
// within a column is escaped as in [WriteCoNLLU]; what was not decided is empty.
func WriteTSV(w io.Writer, doc *Doc) error {
	var b strings.Builder
	starts, ner, full := runeStarts(doc), entityTags(doc), annotated(doc)
	id, sent := escapeSpace(doc.ID), -1
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		number, head := "", ""
		if full {
			if i == 0 || tok.SentStart {
				sent++
			}
			number, head = strconv.Itoa(sent), strconv.Itoa(tok.Head)
		}
		fields := []string{
			id, number, strconv.Itoa(i), strconv.Itoa(starts[i][0]), strconv.Itoa(starts[i][1]),
			escapeSpace(tok.Text), escapeSpace(tok.Norm), escapeSpace(tok.Lemma), tok.POS, tok.Tag, tok.Morph, head, tok.Dep, ner[i],
		}
		b.WriteString(strings.Join(fields, "\t"))
		b.WriteByte('\n')
		if b.Len() > jsonFlush {
			if err := drain(w, &b); err != nil {
				return err
			}
		}
	}
	return drain(w, &b)
}

func drain(w io.Writer, b *strings.Builder) error {
	_, err := io.WriteString(w, b.String())
	b.Reset()
	return err
}

// entityTags gives each token B-, I- or O; nothing where no entities were looked for.
func entityTags(doc *Doc) []string {
	tags := make([]string, len(doc.Tokens))
	if !annotated(doc) {
		return tags
	}
	for i := range tags {
		tags[i] = "O"
	}
	for _, e := range doc.Ents {
		for i := e.Start; i < e.End; i++ {
			tags[i] = "I-" + e.Label
		}
		tags[e.Start] = "B-" + e.Label
	}
	return tags
}

// escapeSpace makes white space visible: \s \t \n \r for the common kinds, \u and the
// code point for others. Text without white space stays as it is.
func escapeSpace(s string) string {
	if strings.IndexFunc(s, isSpace) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == ' ':
			b.WriteString(`\s`)
		case isSpace(r):
			writeEscaped(&b, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// escapeLines is escapeSpace but for the plain space.
func escapeLines(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r != ' ' && isSpace(r) {
			writeEscaped(&b, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func writeEscaped(b *strings.Builder, r rune) {
	switch r {
	case '\t':
		b.WriteString(`\t`)
	case '\n':
		b.WriteString(`\n`)
	case '\r':
		b.WriteString(`\r`)
	default:
		fmt.Fprintf(b, `\u%04X`, r)
	}
}
