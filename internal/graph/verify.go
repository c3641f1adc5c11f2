package graph

import (
	"context"
	"fmt"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/internal/graph/store"
)

// Fault is something in a store that should not be.
type Fault struct {
	Where  string // the IRI at fault, "" for the files as such
	Reason string
}

func (f Fault) String() string {
	if f.Where == "" {
		return f.Reason
	}
	return f.Where + ": " + f.Reason
}

// Verify checks the whole store: that its indexes agree with each other, that every
// quote stands in its text, that each reading has its statement and each statement its
// entities and a reading, and that every quad has a label.
func (st *Store) Verify(ctx context.Context) ([]Fault, error) {
	problems, err := st.quads.Verify(ctx)
	if err != nil {
		return nil, err
	}
	v, err := st.quads.Snapshot()
	if err != nil {
		return nil, err
	}
	defer v.Close()
	c := checker{ctx: ctx, view: v, texts: make(map[quad.Value][]rune)}
	for _, p := range problems {
		c.faults = append(c.faults, Fault{Reason: p})
	}
	for _, check := range []func() error{c.labels, c.quotes, c.statements} {
		if err := check(); err != nil {
			return c.faults, err
		}
	}
	return c.faults, nil
}

type checker struct {
	ctx    context.Context
	view   *store.Snapshot
	faults []Fault
	texts  map[quad.Value][]rune
}

func (c *checker) fault(where quad.Value, format string, args ...any) {
	c.faults = append(c.faults, Fault{lexical(where), fmt.Sprintf(format, args...)})
}

func (c *checker) labels() error {
	for q, err := range c.view.Quads(c.ctx, quad.Quad{}) {
		if err != nil {
			return err
		}
		if q.Label == nil {
			c.fault(q.Subject, "quad without a label: %s", termText(q.Predicate))
		}
	}
	return nil
}

// quotes checks each reading: its quote against its text, its statement's presence.
func (c *checker) quotes() error {
	for q, err := range c.view.Quads(c.ctx, quad.Quad{Predicate: kgStates}) {
		if err != nil {
			return err
		}
		if ok, err := exists(c.ctx, c.view, quad.Quad{Subject: q.Object, Predicate: rdfType, Object: rdfStatement}); err != nil {
			return err
		} else if !ok {
			c.fault(q.Subject, "states %s, which is not there", lexical(q.Object))
		}
		if err := c.quote(q.Subject, q.Label); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) quote(reading, label quad.Value) error {
	var exact, target string
	for q, err := range c.view.Quads(c.ctx, quad.Quad{Subject: reading, Label: label}) {
		if err != nil {
			return err
		}
		switch q.Predicate {
		case oaExact:
			exact = lexical(q.Object)
		case oaHasTarget:
			target = lexical(q.Object)
		}
	}
	source, start, end, ok := cutSpan(target)
	if !ok {
		c.fault(reading, "target %q is no span of characters", target)
		return nil
	}
	text, err := c.text(source)
	switch {
	case err != nil || text == nil:
		return err
	case start > end || end > len(text):
		c.fault(reading, "characters %d to %d of a text of %d", start, end, len(text))
	case string(text[start:end]) != exact:
		c.fault(reading, "the text does not say %q at %d", exact, start)
	}
	return nil
}

// cutSpan takes "<article>#char=10,20" apart.
func cutSpan(span string) (source quad.IRI, start, end int, ok bool) {
	article, chars, found := strings.Cut(span, "#char=")
	if !found {
		return "", 0, 0, false
	}
	n, err := fmt.Sscanf(chars, "%d,%d", &start, &end)
	return quad.IRI(article), start, end, err == nil && n == 2 && start >= 0
}

// text is an article's text, nil where it was not kept.
func (c *checker) text(article quad.IRI) ([]rune, error) {
	if text, ok := c.texts[article]; ok {
		return text, nil
	}
	text, err := bodyOf(c.ctx, c.view, article)
	clear(c.texts) // readings come by article more or less: one text is enough
	c.texts[article] = text
	return text, err
}

func bodyOf(ctx context.Context, v *store.Snapshot, article quad.IRI) ([]rune, error) {
	for q, err := range v.Quads(ctx, quad.Quad{Subject: article, Predicate: schemaBody}) {
		if err != nil {
			return nil, err
		}
		return []rune(lexical(q.Object)), nil
	}
	return nil, nil
}

// statements checks that each statement is read somewhere and its ends are described.
func (c *checker) statements() error {
	for q, err := range c.view.Quads(c.ctx, quad.Quad{Predicate: rdfType, Object: rdfStatement}) {
		if err != nil {
			return err
		}
		if q.Label != q.Subject {
			continue // another graph's, which need not be laid out like ours
		}
		if read, err := exists(c.ctx, c.view, quad.Quad{Predicate: kgStates, Object: q.Subject}); err != nil {
			return err
		} else if !read {
			c.fault(q.Subject, "no reading states it")
		}
		if err := c.ends(q.Subject, q.Label); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) ends(statement, label quad.Value) error {
	for q, err := range c.view.Quads(c.ctx, quad.Quad{Subject: statement, Label: label}) {
		if err != nil {
			return err
		}
		end, ok := q.Object.(quad.IRI)
		if !ok || q.Predicate == rdfType || q.Predicate == rdfPredicate {
			continue
		}
		if ok, err := exists(c.ctx, c.view, quad.Quad{Subject: end, Predicate: rdfsLabel, Label: end}); err != nil {
			return err
		} else if !ok {
			c.fault(statement, "%s is %s, which is not there", lexical(q.Predicate), end)
		}
	}
	return nil
}
