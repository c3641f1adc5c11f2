package eval

import (
	"context"
	"io/fs"
	"strings"
	"unicode"

	"kg/internal/article"
	"kg/internal/extract"
)

// Offerer says what articles offer as the ends of statements; it must be safe for
// concurrent use.
type Offerer interface {
	Offer(ctx context.Context, in extract.Input) (*extract.Offer, error)
}

// OfferSystem finds, for each annotated statement of an article, whether its ends are
// offered; name is that of the article's files without the extension.
type OfferSystem func(ctx context.Context, name string, gold []Statement) ([]Offered, error)

// Offered says of one annotated statement what the sentences that say it offer.
type Offered struct {
	Article   string
	Statement Statement

	Lenient, Strict Reach

	// Of a statement that is not reached in a chosen wording: why not, by its ends, and
	// what would be written instead, where a pair stands for it.
	Subject, Object               string // kind of an end that is not offered, "reworded", or ""
	WrittenSubject, WrittenObject string
}

// Reach is how far the ends of a statement are offered.
type Reach struct {
	Ends   bool // each end is offered in some wording
	Pair   bool // and both as a pair that may state something
	Chosen bool // and the wording that would be written is right
}

// Missed names what keeps the statement from being found in the right words: "object,
// phrase" and the like for an end that is not offered, "object, reworded" for one that
// would be written otherwise, "no pair"; nothing where it can be found.
func (o *Offered) Missed() []string {
	var out []string
	if o.Subject != "" {
		out = append(out, "subject, "+o.Subject)
	}
	if o.Object != "" {
		out = append(out, "object, "+o.Object)
	}
	if len(out) == 0 && !o.Lenient.Chosen {
		out = append(out, "no pair")
	}
	return out
}

// ArticleOffers is the system that reads NAME.txt, with what NAME.meta.json tells about it.
func ArticleOffers(fsys fs.FS, x Offerer) OfferSystem {
	return func(ctx context.Context, name string, gold []Statement) ([]Offered, error) {
		var out []Offered
		for art, err := range article.Read(ctx, fsys, []string{name + ".txt"}, article.Options{}) {
			if err != nil {
				return nil, err
			}
			offer, err := x.Offer(ctx, extract.Input{Text: art.Text, Title: art.Title, Date: art.Date})
			if err != nil {
				return nil, err
			}
			text := []rune(art.Text)
			for _, g := range candidates(gold) {
				found := g.offered(offer, text)
				found.Article = name
				out = append(out, found)
			}
		}
		return out, nil
	}
}

// offered looks for the statement's ends in its sentences.
func (g candidate) offered(offer *extract.Offer, text []rune) Offered {
	out := Offered{Statement: *g.Statement}
	start, end := g.Start, min(g.End, len(text))
	ends := map[string]endMatch{}
	match := func(name string) endMatch {
		m, ok := ends[name]
		if !ok {
			e := newEnd(name)
			m = endMatch{g.s.same(e, true), g.s.same(e, false), g.o.same(e, true), g.o.same(e, false)}
			ends[name] = m
		}
		return m
	}
	var all endMatch
	for _, e := range offer.Ends(start, end) {
		all = all.or(match(e.Name))
	}
	out.Lenient.Ends, out.Strict.Ends = all.s && all.o, all.strictS && all.strictO
	if out.Lenient.Ends {
		g.offeredPairs(offer.Pairs(start, end, g.P), match, &out)
		return out
	}
	here := newEnd(string(text[min(start, end):end]))
	unread := offer.Sentences(start, end) == 0
	if !all.s {
		out.Subject = missingKind(g.S, g.s, here, unread)
	}
	if !all.o {
		out.Object = missingKind(g.O, g.o, here, unread)
	}
	return out
}

// endMatch says which ends of a statement a name matches.
type endMatch struct{ s, strictS, o, strictO bool }

func (m endMatch) or(n endMatch) endMatch {
	return endMatch{m.s || n.s, m.strictS || n.strictS, m.o || n.o, m.strictO || n.strictO}
}

// offeredPairs looks for the statement among pairs, the likeliest first.
func (g candidate) offeredPairs(pairs []extract.OfferedPair, match func(string) endMatch, out *Offered) {
	says := func(subj, obj string) (lenient, strict bool) {
		a, b := match(subj), match(obj)
		lenient, strict = a.s && b.o, a.strictS && b.strictO
		if g.symmetric {
			lenient, strict = lenient || a.o && b.s, strict || a.strictO && b.strictS
		}
		return lenient, strict
	}
	for i := range pairs {
		p := &pairs[i]
		lenient, strict := says(p.Subject, p.Object)
		if !lenient {
			continue
		}
		if !out.Lenient.Pair {
			out.WrittenSubject, out.WrittenObject = p.WrittenSubject, p.WrittenObject
		}
		writtenLenient, writtenStrict := says(p.WrittenSubject, p.WrittenObject)
		out.Lenient.Pair = true
		out.Strict.Pair = out.Strict.Pair || strict
		out.Lenient.Chosen = out.Lenient.Chosen || writtenLenient
		out.Strict.Chosen = out.Strict.Chosen || writtenStrict
	}
	if out.Lenient.Chosen {
		out.WrittenSubject, out.WrittenObject = "", ""
		return
	}
	if !out.Lenient.Pair {
		return
	}
	a, b := match(out.WrittenSubject), match(out.WrittenObject)
	if !a.s && !(g.symmetric && b.s) {
		out.Subject = reworded
	}
	if !b.o && !(g.symmetric && a.o) {
		out.Object = reworded
	}
}

// reworded is the kind of an end that is offered and written in other words.
const reworded = "reworded"

// clauseWords is how many words other than stop words a phrase has at most; longer ones are
// clauses more often than not.
const clauseWords = 5

// missingKind says what an end is that no sentence offers: "unread" where the evidence is
// a heading, "value", "article-wide" where the evidence does not hold half of its words,
// "name" where at least half of them have a capital, "clause" or "phrase" by length.
func missingKind(text string, e, here end, unread bool) string {
	both, _ := e.overlap(here)
	switch {
	case unread:
		return "unread"
	case e.value:
		return "value"
	case 2*both < len(e.words):
		return "article-wide"
	case 2*capitals(text) >= len(e.words):
		return "name"
	case len(e.words) > clauseWords:
		return "clause"
	}
	return "phrase"
}

// capitals counts the words that begin with one.
func capitals(text string) int {
	n := 0
	for w := range strings.FieldsSeq(text) {
		if strings.IndexFunc(w, unicode.IsUpper) == 0 {
			n++
		}
	}
	return n
}
