package extract

import (
	"strings"

	"kg/internal/nlp"
)

// article is one text while it is read: its sentences, the entities that it names,
// and the facts found so far.
type article struct {
	*Extractor
	in     Input
	runes  []rune // of in.Text
	sents  []*sentence
	ents   []*entity // in order of first mention
	facts  []fact
	lost   losses             // see coverage.go
	events *eventIndex        // the article's events, see event.go
	about  []candidate        // what the article is about, see candidate.go
	byName map[string]*entity // by what mentions write, see candidate.go

	acronyms map[string]string  // written out
	held     map[string]bool    // "role|body" of offices whose holder is named with his body
	holders  map[string]*entity // of a role: the last person whose title it is
	phrases  map[string]*entity // what the article names by a phrase only

	bearers       map[string]map[*entity]bool // of a role: the persons whose title it is
	homes         map[*entity]*entity         // of persons with a country in a title
	roleCountries map[string]map[*entity]bool // of a role; read on first use
}

// quote is the article's own text between two code points.
func (art *article) quote(start, end int) string { return string(art.runes[start:end]) }

// sentence is one sentence of a paragraph. Tokens are named by their index in the
// paragraph's Doc everywhere; a sentence covers [first, last).
type sentence struct {
	art         *article
	doc         *nlp.Doc
	para        *paragraph
	index       int // in article.sents
	first, last int
	start, end  int // code points of the article

	folded   []foldedToken    // folded[i-first]: token i in lower case
	kids     [][]int          // kids[i-first]: children of token i, ascending
	mentions []*mention       // in text order, disjoint
	over     []*mention       // over[i-first]: the mention that token i belongs to, or nil
	refs     []*entity        // refs[i-first]: what a pronoun or common noun at i stands for
	titles   map[int]*mention // tokens of a title: the name that it stands before
	quoted   []bool           // quoted[i-first]: token i stands inside quotation marks
	figures  *figures         // read on first use, see amount.go
}

func (s *sentence) tok(i int) *nlp.Token { return &s.doc.Tokens[i] }

// outside stands for a token outside of the sentence.
var outside nlp.Token

func (s *sentence) at(i int) *nlp.Token {
	if !s.has(i) {
		return &outside
	}
	return &s.doc.Tokens[i]
}

// Of a token outside of the sentence these are "".
func (s *sentence) lemma(i int) string { return s.fold(i).lemma }
func (s *sentence) lower(i int) string { return s.fold(i).text }
func (s *sentence) dep(i int) string   { return s.at(i).Dep }
func (s *sentence) tag(i int) string   { return s.at(i).Tag }
func (s *sentence) pos(i int) string   { return s.at(i).POS }

// foldedToken is a token's text and lemma in lower case.
type foldedToken struct{ text, lemma string }

var foldedOutside foldedToken

func (s *sentence) fold(i int) *foldedToken {
	if !s.has(i) {
		return &foldedOutside
	}
	return &s.folded[i-s.first]
}

// has says that i is a token of the sentence.
func (s *sentence) has(i int) bool { return i >= s.first && i < s.last }

// word is the lower-cased token at i, or "" outside of the sentence.
func (s *sentence) word(i int) string {
	return s.lower(i)
}

// head is the token that i hangs on, or -1 for the sentence's root.
func (s *sentence) head(i int) int {
	if !s.has(i) {
		return -1
	}
	if h := s.doc.Tokens[i].Head; h != i && s.has(h) {
		return h
	}
	return -1
}

// children are the tokens that hang on i, ascending.
func (s *sentence) children(i int) []int {
	if !s.has(i) {
		return nil
	}
	return s.kids[i-s.first]
}

// child is the first child of i with one of the labels, or -1.
func (s *sentence) child(i int, deps ...string) int {
	for _, k := range s.children(i) {
		for _, dep := range deps {
			if s.dep(k) == dep {
				return k
			}
		}
	}
	return -1
}

// subtree is the first and the last token of i's subtree, half-open.
func (s *sentence) subtree(i int) (int, int) {
	first, last := i, i+1
	for _, k := range s.children(i) {
		a, b := s.subtree(k)
		first, last = min(first, a), max(last, b)
	}
	return first, last
}

// mentionAt is the mention that token i belongs to, or nil.
func (s *sentence) mentionAt(i int) *mention {
	if !s.has(i) {
		return nil
	}
	return s.over[i-s.first]
}

// text is the text of tokens [first, last) as the parser saw it.
func (s *sentence) text(first, last int) string {
	return s.doc.SpanText(nlp.Span{Start: first, End: last})
}

// asWritten is the article's own text of tokens [first, last).
func (s *sentence) asWritten(first, last int) string {
	if first >= last {
		return ""
	}
	return s.art.quote(s.para.runes(s.tok(first).Start), s.para.runes(s.tok(last-1).End()))
}

// newSentences lays out the sentences of a paragraph.
func newSentences(art *article, doc *nlp.Doc, para *paragraph) []*sentence {
	var sents []*sentence
	for _, span := range doc.Sents() {
		for span.Start < span.End && blank(doc.Tokens[span.Start].Text) {
			span.Start++
		}
		for span.Start < span.End && blank(doc.Tokens[span.End-1].Text) {
			span.End--
		}
		if span.Start == span.End {
			continue
		}
		s := &sentence{art: art, doc: doc, para: para, first: span.Start, last: span.End}
		s.start = para.runes(doc.Tokens[s.first].Start)
		s.end = para.runes(doc.Tokens[s.last-1].End())
		n := s.last - s.first
		s.folded = make([]foldedToken, n)
		s.kids = make([][]int, n)
		s.over = make([]*mention, n)
		s.refs = make([]*entity, n)
		for i := s.first; i < s.last; i++ {
			tok := s.tok(i)
			s.folded[i-s.first] = foldedToken{strings.ToLower(tok.Text), strings.ToLower(tok.Lemma)}
			if h := s.head(i); h >= 0 {
				s.kids[h-s.first] = append(s.kids[h-s.first], i)
			}
		}
		sents = append(sents, s)
	}
	markQuoted(sents)
	return sents
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// markQuoted notes which tokens of a paragraph's sentences stand between double
// quotation marks. A mark that is not closed reaches to the paragraph's end, as
// quotations over several paragraphs are printed.
func markQuoted(sents []*sentence) {
	open := false
	for _, s := range sents {
		s.quoted = make([]bool, s.last-s.first)
		for i := s.first; i < s.last; i++ {
			if strings.Contains(s.tok(i).Text, `"`) {
				open = !open
				continue
			}
			s.quoted[i-s.first] = open
		}
	}
}

// inQuotes says that token i stands between quotation marks.
func (s *sentence) inQuotes(i int) bool { return s.has(i) && s.quoted[i-s.first] }

// ref is what the pronoun or common noun at i stands for, or nil.
func (s *sentence) ref(i int) *entity {
	if !s.has(i) {
		return nil
	}
	return s.refs[i-s.first]
}
