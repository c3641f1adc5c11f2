package graph

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"
)

// Page is all that is known about a thing: exactly one of Entity and Article is set, or
// neither for a statement.
type Page struct {
	Entity  *Hit
	Article *ArticleInfo
	Facts   []Fact // the entity's, the article's, or the statement itself
	Hidden  int    // facts left out since none of their sentences is sure enough
}

// ShowOptions say what to tell.
type ShowOptions struct {
	MinConfidence float64 // as in [QueryOptions]
}

// Fact is a statement with the sentences that say it.
type Fact struct {
	IRI        quad.IRI
	Relation   string // as "holds-office"
	Label      string // how the relation reads in words: "holds office at"
	Subject    Cell
	Object     Cell
	Qualifiers []Qualifier // by key
	Status     string
	Quotes     []Quote // by article and place
}

// Qualifier is a qualifier of a fact.
type Qualifier struct {
	Key   string
	Value Cell
}

// Quote is a sentence in its paragraph, which is Before + Text + After; without the
// article's text there is only the sentence.
type Quote struct {
	Reading, Article    quad.IRI
	Title, Date         string // the article's
	Before, Text, After string
	Start, End          int // of the sentence, code points of the article's text
	By                  Cell
	Rule, Confidence    string
	Superseded          bool // it stands in an earlier text of the article
}

// Show tells all that is known about an entity (a name or an IRI), a statement (its
// IRI or the hash in it) or an article (its IRI or id). What nothing has is a
// [*NameError].
//
// A fact is as sure as the surest of its sentences, and comes with all of them. Whoever
// names a statement gets it however sure it is.
func (st *Store) Show(ctx context.Context, what string, opts ShowOptions) (*Page, error) {
	page, err := st.page(ctx, what)
	if err != nil || page.Entity == nil && page.Article == nil {
		return page, err
	}
	all := len(page.Facts)
	page.Facts = slices.DeleteFunc(page.Facts, func(f Fact) bool { return f.confidence() < opts.MinConfidence })
	page.Hidden = all - len(page.Facts)
	return page, nil
}

// confidence is that of the fact's surest sentence, 0 where none bears one.
func (f *Fact) confidence() float64 {
	best := 0.0
	for _, q := range f.Quotes {
		c, _ := strconv.ParseFloat(q.Confidence, 64)
		best = max(best, c)
	}
	return best
}

func (st *Store) page(ctx context.Context, what string) (*Page, error) {
	v, err := st.quads.Snapshot()
	if err != nil {
		return nil, err
	}
	defer v.Close()
	s := session{ctx: ctx, st: st, view: v, labels: make(map[labelKey]string)}
	if iri, err := st.article(ctx, v, what); err == nil {
		return s.articlePage(iri)
	} else if !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	for _, iri := range []quad.IRI{quad.IRI(strings.Trim(what, "<>")), quad.IRI(string(st.base) + "statement/" + what)} {
		ok, err := exists(ctx, v, quad.Quad{Subject: iri, Predicate: rdfType, Object: rdfStatement})
		if err != nil {
			return nil, err
		}
		if ok {
			facts, err := s.facts([]quad.Value{iri})
			return &Page{Facts: facts}, err
		}
	}
	c, err := st.resolve(ctx, v, what)
	if err != nil {
		return nil, err
	}
	return s.entityPage(c)
}

func (s *session) articlePage(iri quad.IRI) (*Page, error) {
	info, err := articleInfo(s.ctx, s.view, iri)
	if err != nil {
		return nil, err
	}
	var statements []quad.Value
	for q, err := range s.view.Quads(s.ctx, quad.Quad{Predicate: kgStates, Label: iri}) {
		if err != nil {
			return nil, err
		}
		statements = append(statements, q.Object)
	}
	facts, err := s.facts(statements)
	for i := range facts {
		facts[i].Quotes = slices.DeleteFunc(facts[i].Quotes, func(q Quote) bool { return q.Article != iri })
	}
	return &Page{Article: &info, Facts: facts}, err
}

func (s *session) entityPage(c Candidate) (*Page, error) {
	hit := Hit{IRI: c.Entities[0], Label: c.Label, Class: c.Class}
	var statements []quad.Value
	for _, iri := range c.Entities {
		one := Hit{IRI: iri}
		if err := one.fill(s.ctx, s.view); err != nil {
			return nil, err
		}
		hit.Aliases = append(hit.Aliases, one.Aliases...)
		hit.Class = cmp.Or(hit.Class, one.Class)
		if len(c.Entities) == 1 {
			hit.Label = cmp.Or(one.Label, hit.Label)
		}
		found, err := s.about(iri)
		if err != nil {
			return nil, err
		}
		statements = append(statements, found...)
	}
	slices.Sort(hit.Aliases)
	hit.Aliases = slices.Compact(hit.Aliases)
	facts, err := s.facts(statements)
	return &Page{Entity: &hit, Facts: facts}, err
}

// about finds the statements that an entity is an end or a qualifier of, and those
// that it is quoted for. Some may come twice.
func (s *session) about(iri quad.IRI) ([]quad.Value, error) {
	pointing, err := collect(s.view.Quads(s.ctx, quad.Quad{Object: iri}))
	if err != nil {
		return nil, err
	}
	var out []quad.Value
	for _, q := range pointing {
		switch {
		case q.Predicate == kgAttributedTo:
			stated, err := collect(s.view.Quads(s.ctx, quad.Quad{Subject: q.Subject, Predicate: kgStates}))
			if err != nil {
				return nil, err
			}
			for _, q := range stated {
				out = append(out, q.Object)
			}
		case q.Predicate == rdfSubject, q.Predicate == rdfObject, q.Subject == q.Label && q.Predicate != rdfType:
			out = append(out, q.Subject)
		}
	}
	return out, nil
}

// facts reads statements, each once, by relation and then by what they say.
func (s *session) facts(statements []quad.Value) ([]Fact, error) {
	slices.SortFunc(statements, func(a, b quad.Value) int { return cmp.Compare(termText(a), termText(b)) })
	var out []Fact
	for _, v := range slices.Compact(statements) {
		iri, ok := v.(quad.IRI)
		if !ok {
			continue
		}
		f, err := s.fact(iri)
		if err != nil {
			return nil, err
		}
		if f.Relation != "" {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b Fact) int {
		return cmp.Or(
			cmp.Compare(a.Relation, b.Relation),
			cmp.Compare(a.Subject.Text(), b.Subject.Text()),
			cmp.Compare(a.Object.Text(), b.Object.Text()),
		)
	})
	return out, nil
}

func (s *session) fact(iri quad.IRI) (Fact, error) {
	f := Fact{IRI: iri}
	for q, err := range s.view.Quads(s.ctx, quad.Quad{Subject: iri}) {
		if err != nil {
			return f, err
		}
		cell, err := s.cell(q.Object)
		if err != nil {
			return f, err
		}
		switch q.Predicate {
		case rdfType, kgKey:
		case rdfSubject:
			f.Subject = cell
		case rdfObject:
			f.Object = cell
		case rdfPredicate:
			f.Relation, f.Label = className(q.Object), cell.Text()
		case kgStatus:
			f.Status = cell.Text()
		default:
			f.Qualifiers = append(f.Qualifiers, Qualifier{className(q.Predicate), cell})
		}
	}
	slices.SortFunc(f.Qualifiers, func(a, b Qualifier) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(termText(a.Value.Value), termText(b.Value.Value)))
	})
	var err error
	f.Quotes, err = s.quotes(iri)
	return f, err
}

func (s *session) cell(v quad.Value) (Cell, error) {
	c := Cell{Value: v}
	var err error
	if iri, ok := v.(quad.IRI); ok {
		c.Label, err = s.label(iri, labelTerms)
	}
	return c, err
}

func (s *session) quotes(statement quad.IRI) ([]Quote, error) {
	var out []Quote
	for q, err := range s.view.Quads(s.ctx, quad.Quad{Predicate: kgStates, Object: statement}) {
		if err != nil {
			return nil, err
		}
		quote, err := s.quote(q.Subject, q.Label)
		if err != nil {
			return nil, err
		}
		out = append(out, quote)
	}
	slices.SortFunc(out, func(a, b Quote) int {
		return cmp.Or(cmp.Compare(a.Article, b.Article), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Reading, b.Reading))
	})
	return out, nil
}

func (s *session) quote(reading, label quad.Value) (Quote, error) {
	quote := Quote{Reading: quad.IRI(lexical(reading))}
	for q, err := range s.view.Quads(s.ctx, quad.Quad{Subject: reading, Label: label}) {
		if err != nil {
			return quote, err
		}
		switch q.Predicate {
		case oaExact:
			quote.Text = lexical(q.Object)
		case oaHasTarget:
			quote.Article, quote.Start, quote.End, _ = cutSpan(lexical(q.Object))
		case kgAttributedTo:
			if quote.By, err = s.cell(q.Object); err != nil {
				return quote, err
			}
		case kgRule:
			quote.Rule = lexical(q.Object)
		case kgConfidence:
			quote.Confidence = lexical(q.Object)
		}
	}
	info, err := articleInfo(s.ctx, s.view, quote.Article)
	if err != nil {
		return quote, err
	}
	quote.Title, quote.Date = info.Title, info.Date
	if quote.Superseded, err = exists(s.ctx, s.view, quad.Quad{Subject: quote.Article, Predicate: kgSuperseded}); err != nil {
		return quote, err
	}
	text, err := bodyOf(s.ctx, s.view, quote.Article)
	if err == nil && quote.Start <= quote.End && quote.End <= len(text) {
		quote.Before, quote.After = paragraph(text, quote.Start, quote.End)
	}
	return quote, err
}

// paragraph gives what stands in the paragraph before start and after end. Paragraphs
// end at an empty line, or at any line where the text has no empty lines.
func paragraph(text []rune, start, end int) (before, after string) {
	sep := "\n\n"
	whole := string(text)
	if !strings.Contains(whole, sep) {
		sep = "\n"
	}
	before, after = string(text[:start]), string(text[end:])
	if i := strings.LastIndex(before, sep); i >= 0 {
		before = before[i+len(sep):]
	}
	after, _, _ = strings.Cut(after, sep)
	return strings.TrimLeft(before, " \t\n"), strings.TrimRight(after, " \t\n")
}
