package nlp

import (
	"encoding/binary"
	"sort"
	"strings"
	"unicode/utf8"
)

// The attributes of a token that embedding tables are indexed by.
const (
	attrNorm = iota
	attrPrefix
	attrSuffix
	attrShape
	attrSpacy
	attrIsSpace
	attrCount
)

// norms gives words their NORM and their attribute ids.
type norms struct {
	ids     []byte // the string ids that have a norm of their own: uint64s, ascending
	ends    []byte // uint32s: where each one's norm ends in text
	text    string
	lexemes *cache[lexeme]
}

// lexeme holds what depends on a word's text alone.
type lexeme struct {
	norm                          string
	normID, prefix, suffix, shape uint64 // string ids
	isSpace                       bool
}

// lexemeCacheSize is the number of words whose lexemes are kept (each about 150
// bytes); an article has some hundred distinct words.
const lexemeCacheSize = 1 << 14

func decodeNorms(section []byte) (*norms, error) {
	r := tableReader{rest: section}
	n := r.count()
	tab := &norms{
		ids:     r.bytes(8 * n),
		ends:    r.bytes(4 * n),
		text:    r.text(),
		lexemes: newCache[lexeme](lexemeCacheSize),
	}
	if !ascending(tab.ends, len(tab.text)) {
		r.bad = true
	}
	return tab, r.done("norms")
}

// apply fills in the Norm of each token that the tokenizer gave none.
func (n *norms) apply(doc *Doc) {
	for i := range doc.Tokens {
		if tok := &doc.Tokens[i]; tok.Norm == "" {
			tok.Norm = n.lexeme(tok.Text).norm
		}
	}
}

// attrs gives the values that the embedding tables are indexed by: string ids for
// NORM, PREFIX, SUFFIX and SHAPE, 0 or 1 for SPACY and IS_SPACE. It reads Text, Norm
// and Space.
func (n *norms) attrs(tok *Token) [attrCount]uint64 {
	lex := n.lexeme(tok.Text)
	ids := [attrCount]uint64{attrNorm: lex.normID, attrPrefix: lex.prefix, attrSuffix: lex.suffix, attrShape: lex.shape}
	if tok.Norm != lex.norm {
		ids[attrNorm] = stringID(tok.Norm)
	}
	if tok.Space {
		ids[attrSpacy] = 1
	}
	if lex.isSpace {
		ids[attrIsSpace] = 1
	}
	return ids
}

func (n *norms) lexeme(text string) *lexeme {
	if lex := n.lexemes.get(text); lex != nil {
		return lex
	}
	text = strings.Clone(text) // the cache must not hold on to the document
	norm := n.norm(text)
	lex := lexeme{
		norm:    norm,
		normID:  stringID(norm),
		prefix:  stringID(firstRune(text)),
		suffix:  stringID(lastRunes(text, 3)),
		shape:   stringID(shape(text)),
		isSpace: isSpaceText(text),
	}
	return n.lexemes.put(text, &lex)
}

// norm is the NORM of a word that no tokenizer exception gives one.
func (n *norms) norm(text string) string {
	if norm, ok := n.listed(stringID(text)); ok {
		return norm
	}
	if norm, ok := baseNorm(text); ok {
		return norm
	}
	return lower(text)
}

// listed looks a string id up in the model's table of norms.
func (n *norms) listed(id uint64) (string, bool) {
	count := len(n.ends) / 4
	i := sort.Search(count, func(i int) bool { return binary.LittleEndian.Uint64(n.ids[8*i:]) >= id })
	if i == count || binary.LittleEndian.Uint64(n.ids[8*i:]) != id {
		return "", false
	}
	start := uint32(0)
	if i > 0 {
		start = binary.LittleEndian.Uint32(n.ends[4*(i-1):])
	}
	return n.text[start:binary.LittleEndian.Uint32(n.ends[4*i:])], true
}

// baseNorm is spaCy's table of norms that hold for every language: one form for each
// kind of quote, dash and currency.
func baseNorm(text string) (string, bool) {
	switch text {
	case "'s", "'S", "’s", "’S":
		return "'s", true
	case "’", "‘", "´", "`":
		return "'", true
	case "”", "“", "''", "``", "´´", "„", "»", "«", "‘‘", "’’":
		return `"`, true
	case "？":
		return "?", true
	case "！":
		return "!", true
	case "，":
		return ",", true
	case "；":
		return ";", true
	case "：":
		return ":", true
	case "。", "।":
		return ".", true
	case "…":
		return "...", true
	case "—", "–", "--", "---", "——":
		return "-", true
	case "€", "£", "¥", "฿", "US$", "C$", "A$", "₺", "₹", "৳", "₩", "Mex$", "₣", "E£":
		return "$", true
	}
	return "", false
}

func firstRune(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// lastRunes is the last n runes of s, or all of it.
func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}
