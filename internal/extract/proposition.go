package extract

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Proposition is what one clause of a sentence says: who did what to whom, when,
// where, with what numbers. Its strings are words of the sentence as the article
// writes them, with a space between tokens. Only a relation that no verb states has
// words more: "be" ("X, president of Y", "the deal signed by X"), "be in" ("Bergen,
// Norway") or "has" ("X's sister").
type Proposition struct {
	Confidence float64 // how likely a reader would draw it so, 0 to 1
	Subject    string
	Relation   string   // the verb with auxiliaries, negation, "if", adverbs and preposition
	Object     string   // empty where a clause is a subject and a verb
	Arguments  []string // with their prepositions, in the order of the sentence
	By         string   // who is quoted with it: the subject of "said that"; mostly empty
	Start, End int      // the sentence, in code points of the article
}

// maxClauseSentence bounds the sentences whose clauses are read, in tokens. Longer
// ones are lists and tables, and their clauses within clauses would grow without bound.
const maxClauseSentence = 250

// Propositions reads the clauses of a text, in the order of the sentences and, within
// a sentence, of the words that they hang on. Headings are read only where the text
// is nothing else.
func (x *Extractor) Propositions(ctx context.Context, in Input) ([]Proposition, error) {
	sents, err := x.clauseSentences(ctx, in)
	if err != nil {
		return nil, err
	}
	props := []Proposition{}
	for _, s := range sents {
		for _, p := range s.propositions() {
			props = append(props, p.text)
		}
	}
	return props, nil
}

// clauseSentences are the sentences whose clauses are read.
func (x *Extractor) clauseSentences(ctx context.Context, in Input) ([]*sentence, error) {
	art := &article{Extractor: x, in: in, runes: []rune(in.Text)}
	paras := paragraphs(in.Text)
	for i := range paras {
		p := &paras[i]
		if p.heading && len(paras) > 1 {
			continue
		}
		doc, err := x.nlp.Annotate(ctx, p.text)
		if err != nil {
			return nil, fmt.Errorf("annotate at character %d: %w", p.start, err)
		}
		for _, s := range newSentences(art, doc, p) {
			if s.last-s.first <= maxClauseSentence {
				art.sents = append(art.sents, s)
			}
		}
	}
	return art.sents, nil
}

// proposition is a Proposition while it is put together out of tokens.
type proposition struct {
	kind       propositionKind
	verb       int // the token that it is read from
	subject    []int
	supplied   string // the word that the relation has and the sentence lacks
	relation   []int
	fronted    int // a preposition of the relation that stands before its clause, or -1: "to which X agreed"
	object     []int
	objectHead int // or -1
	rest       [][]int
	minor      bool // another proposition has the list whole, or its members
	text       Proposition
}

// propositionKind is the construction that a proposition is read from.
type propositionKind uint8

const (
	fromClause     propositionKind = iota // a verb with a subject of its own
	fromRelative                          // "the deal that ended the strike"
	fromParticiple                        // "the deal signed by X"
	fromControl                           // an infinitive or participle whose subject another clause names
	fromApposition                        // "X, president of Y"
	fromTitle                             // "painter X"
	fromPossessor                         // "X's sister"
	fromPlace                             // "X in Y"
)

var propositionKinds = [...]string{"clause", "relative", "participle", "control", "apposition", "title", "possessor", "place"}

func (k propositionKind) String() string { return propositionKinds[k] }

// propositions reads a sentence. Of propositions in the same words the first stays.
func (s *sentence) propositions() []proposition {
	var out []proposition
	seen := map[string]bool{}
	for i := s.first; i < s.last; i++ {
		for _, p := range slices.Concat(s.clausePropositions(i), s.nounPropositions(i)) {
			p.text = s.render(&p)
			key := strings.Join(append([]string{p.text.Subject, p.text.Relation, p.text.Object}, p.text.Arguments...), "\t")
			if p.text.Subject == "" || p.text.Relation == "" || p.text.Subject == p.text.Object || seen[key] {
				continue
			}
			seen[key] = true
			out = append(out, p)
		}
	}
	return out
}

// render puts a proposition into words. The first argument of a clause without an
// object takes its place.
func (s *sentence) render(p *proposition) Proposition {
	r := Proposition{
		Confidence: s.confidence(p),
		Subject:    s.phraseText(p.subject),
		Relation:   strings.TrimSpace(p.supplied + " " + s.phraseText(p.relation)),
		Object:     s.phraseText(p.object),
		By:         s.speakerPhrase(p.verb),
		Start:      s.start, End: s.end,
	}
	for _, tokens := range p.rest {
		if text := s.phraseText(tokens); text != "" {
			r.Arguments = append(r.Arguments, text)
		}
	}
	if r.Object == "" && len(r.Arguments) > 0 {
		r.Object, r.Arguments = r.Arguments[0], r.Arguments[1:]
	}
	return r
}
