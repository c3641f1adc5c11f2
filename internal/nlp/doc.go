// Package nlp reads English: it cuts a text into tokens and decides for each its
// part of speech, lemma and place in the sentence's tree, and which runs of tokens
// are names, dates and amounts.
//
// Most callers load the embedded model with package nlp/en, which returns a
// [Pipeline], and call [Pipeline.Annotate]. The decisions are those of spaCy 3.8.7
// with en_core_web_sm 3.8.0. What the names mean in an article (who "Zhang" is) is
// package extract's matter.
package nlp

// Doc is one annotated text.
type Doc struct {
	ID     string
	Text   string // valid UTF-8
	Tokens []Token
	Ents   []Span // in text order, disjoint, each within one sentence
}

// Token is a word, a punctuation mark or a run of white space. Tokens tile the
// text: each one's Text, and a U+0020 where Space is set, give the text back.
type Token struct {
	Text  string // a slice of Doc.Text
	Start int    // byte offset of Text in Doc.Text; it ends at Start+len(Text)
	Space bool   // one U+0020 follows and belongs to no token

	Norm  string // normalised form ("'s" for "’s", "not" for "n't")
	Tag   string // Penn Treebank tag with OntoNotes additions, as "NNP"
	POS   string // Universal Dependencies part of speech, as "PROPN"
	Morph string // UD features, sorted, as "Number=Sing|Person=3"
	Lemma string
	Dep   string // ClearNLP dependency label, as "nsubj"
	Head  int    // index in Doc.Tokens; the root of a sentence is its own head

	SentStart bool
}

// End is the byte offset just after the token's text.
func (tok *Token) End() int { return tok.Start + len(tok.Text) }

// Span is a labelled run of tokens, half-open [Start, End) in token indexes.
type Span struct {
	Start, End int
	Label      string // OntoNotes entity type, as "GPE"
}

// Sents gives the sentences in text order, as spans without a label.
func (doc *Doc) Sents() []Span {
	var sents []Span
	for i := range doc.Tokens {
		if i == 0 || doc.Tokens[i].SentStart {
			if n := len(sents); n > 0 {
				sents[n-1].End = i
			}
			sents = append(sents, Span{Start: i, End: len(doc.Tokens)})
		}
	}
	return sents
}

// SpanText is the text that a span covers, without the space after its last token.
func (doc *Doc) SpanText(s Span) string {
	if s.Start >= s.End {
		return ""
	}
	return doc.Text[doc.Tokens[s.Start].Start:doc.Tokens[s.End-1].End()]
}
