package extract

import (
	"sort"

	"kg/internal/ontology"
)

// mention is a name's occurrence in a sentence: tokens [first, last) without a
// leading article, a title before a person's name or a trailing possessive.
type mention struct {
	sent        *sentence
	first, last int
	head        int    // the token of the span that the rest of the sentence holds on to
	class       string // of the ontology: Person, Organization, Place, Event, Work, Product, Thing
	demonym     string // the country, where the mention is its adjective ("French", "Germans")
	ent         *entity
}

func (m *mention) text() string { return m.sent.text(m.first, m.last) }

// asWritten is the article's own text of the mention.
func (m *mention) asWritten() string { return m.sent.asWritten(m.first, m.last) }

// arg is the mention as one end of a fact.
func (m *mention) arg() arg { return arg{ent: m.ent, as: m.asWritten()} }

// entity is what one or more mentions of an article name.
type entity struct {
	id       int // index in article.ents
	class    string
	name     string // the fullest form that the article shows
	kind     string // of a place: country, state, city, ... where the gazetteer knows it
	local    bool   // no complete proper name
	aliases  map[string]bool
	mentions []*mention

	known ontology.Known // what the gazetteer knows it as, once the article is read

	same *entity // set when coreference found this entity to be another one
}

// root is the entity that e was found to be.
func (e *entity) root() *entity {
	for e.same != nil {
		e = e.same
	}
	return e
}

// merge makes e and the other entity one; e's name stays.
func (e *entity) merge(other *entity) {
	e, other = e.root(), other.root()
	if e == other {
		return
	}
	other.same = e
	for name := range other.aliases {
		e.alias(name)
	}
	e.alias(other.name)
	e.mentions = append(e.mentions, other.mentions...)
	if e.kind == "" {
		e.kind = other.kind
	}
}

func (e *entity) alias(name string) {
	if e.aliases == nil {
		e.aliases = map[string]bool{}
	}
	e.aliases[name] = true
}

// entity is e in the ontology's terms.
func (e *entity) entity() ontology.Entity {
	out := ontology.Entity{Class: e.class, Name: e.name, Local: e.local}
	for name := range e.aliases {
		if name != e.name {
			out.Aliases = append(out.Aliases, name)
		}
	}
	sort.Strings(out.Aliases)
	if e.known.Name != "" {
		out.Canonical, out.Class, out.Local = e.known.Name, e.known.Class, false
	}
	return out
}

// newEntity adds an entity to the article.
func (art *article) newEntity(class, name string) *entity {
	e := &entity{id: len(art.ents), class: class, name: name}
	art.ents = append(art.ents, e)
	return e
}
