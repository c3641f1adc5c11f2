package graph

import (
	"cmp"
	"maps"
	"slices"
	"unicode"

	"github.com/cayleygraph/quad"

	"kg/internal/ontology"
)

// An entity's own graph (type, label, aliases, keys of its names) is derived from what
// the articles in the store call it: schema:name and schema:alternateName under their
// labels. It does not depend on the order in which they were read.

// names are what articles call an entity.
type names struct {
	full    map[string]bool // fullest names, schema:name
	aliases map[string]bool // other names, schema:alternateName
}

func newNames() names { return names{make(map[string]bool), make(map[string]bool)} }

// note takes in a quad of an article that names an entity, and ignores any other.
func (n names) note(q quad.Quad) {
	s, ok := q.Object.(quad.String)
	if !ok {
		return
	}
	switch q.Predicate {
	case schemaName:
		n.full[string(s)] = true
	case schemaAltName:
		n.aliases[string(s)] = true
	}
}

// entityQuads lays an entity out under its own label.
func entityQuads(iri quad.IRI, types []quad.IRI, n names) []quad.Quad {
	if len(n.full) == 0 {
		return nil
	}
	label := bestName(slices.Sorted(maps.Keys(n.full)))
	var out []quad.Quad
	add := func(p quad.IRI, o quad.Value) {
		out = append(out, quad.Quad{Subject: iri, Predicate: p, Object: o, Label: iri})
	}
	for _, t := range types {
		add(rdfType, t)
	}
	add(rdfsLabel, quad.String(label))
	for _, set := range []map[string]bool{n.full, n.aliases} {
		for name := range set {
			if name != label {
				add(skosAltLabel, quad.String(name))
			}
			if key := ontology.NameKey(name); key != "" {
				add(kgNameKey, quad.String(key))
			}
		}
	}
	return sortedQuads(out)
}

// bestName is the name to show, out of spellings with one slug: one in mixed case
// before one in capitals, one with accents before one without, a longer before a
// shorter, then the first by code points.
func bestName(sorted []string) string {
	return slices.MinFunc(sorted, func(a, b string) int {
		return cmp.Or(
			cmp.Compare(shouting(a), shouting(b)),
			cmp.Compare(letters(b, unicode.MaxASCII), letters(a, unicode.MaxASCII)),
			cmp.Compare(letters(b, 0), letters(a, 0)),
			cmp.Compare(len(b), len(a)),
			cmp.Compare(a, b),
		)
	})
}

// shouting is 0 for a name in mixed case or of a script without case, 1 for one in
// lower case, 2 for one in capitals.
func shouting(s string) int {
	upper, lower := false, false
	for _, r := range s {
		upper = upper || unicode.IsUpper(r)
		lower = lower || unicode.IsLower(r)
	}
	switch {
	case upper && !lower:
		return 2
	case lower && !upper:
		return 1
	}
	return 0
}

// letters counts the code points above most.
func letters(s string, most rune) (n int) {
	for _, r := range s {
		if r > most {
			n++
		}
	}
	return n
}

// refreshEntity derives an entity's graph anew after an article's quads changed. before
// and after are the article's quads that name it; types are those that it now gives it.
func (t *tx) refreshEntity(iri quad.IRI, types []quad.IRI, before, after []quad.Quad) error {
	gone, err := t.nameGone(before, after)
	if err != nil {
		return err
	}
	have, err := t.graph(iri)
	if err != nil || len(have) > 0 && !isEntity(have) {
		return err
	}
	n := newNames()
	if gone {
		n, err = t.names(iri)
	} else {
		// What is there still holds, and a widely known entity need not be looked up in
		// every article that names it.
		n.keep(have)
		for _, q := range after {
			n.note(q)
		}
	}
	if err != nil {
		return err
	}
	return t.replace(iri, entityQuads(iri, withTypes(types, have), n))
}

// isEntity holds for a graph that entityQuads made. An imported graph may give names to
// anything, an article even, and must not move us to rewrite that.
func isEntity(graph []quad.Quad) bool {
	return slices.ContainsFunc(graph, func(q quad.Quad) bool { return q.Predicate == kgNameKey && q.Subject == q.Label })
}

// deriveEntity derives an entity's graph from all that names it.
func (t *tx) deriveEntity(iri quad.IRI) error {
	n, err := t.names(iri)
	if err != nil || len(n.full) == 0 {
		return err
	}
	have, err := t.graph(iri)
	if err != nil || !isEntity(have) {
		return err
	}
	return t.replace(iri, entityQuads(iri, withTypes(nil, have), n))
}

// names are all that articles call an entity.
func (t *tx) names(iri quad.IRI) (names, error) {
	n := newNames()
	for _, p := range []quad.IRI{schemaName, schemaAltName} {
		for q, err := range t.match(quad.Quad{Subject: iri, Predicate: p}) {
			if err != nil {
				return n, err
			}
			n.note(q)
		}
	}
	return n, nil
}

// keep takes in the names that an entity's own graph holds.
func (n names) keep(have []quad.Quad) {
	for _, q := range have {
		switch q.Predicate {
		case rdfsLabel:
			n.full[lexical(q.Object)] = true
		case skosAltLabel:
			n.aliases[lexical(q.Object)] = true
		}
	}
}

// withTypes adds the types in an entity's own graph: a class follows from the IRI, and
// what is local to an article keeps those that earlier texts gave it.
func withTypes(types []quad.IRI, have []quad.Quad) []quad.IRI {
	for _, q := range have {
		if class, ok := q.Object.(quad.IRI); ok && q.Predicate == rdfType && !slices.Contains(types, class) {
			types = append(types, class)
		}
	}
	return types
}

// nameGone holds when a name of before is in no article any more.
func (t *tx) nameGone(before, after []quad.Quad) (bool, error) {
	for _, q := range before {
		if slices.Contains(after, q) {
			continue
		}
		still, err := t.any(quad.Quad{Subject: q.Subject, Predicate: q.Predicate, Object: q.Object})
		if err != nil || !still {
			return !still, err
		}
	}
	return false, nil
}
