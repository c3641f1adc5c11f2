package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/internal/graph/store"
	"kg/internal/ontology"
)

// ArgError is a fault in a query's parameters.
type ArgError struct {
	Query, Param string
	Reason       string
}

func (e *ArgError) Error() string {
	return fmt.Sprintf("query %s: parameter %s: %s", e.Query, e.Param, e.Reason)
}

// NameError is a name that stands for nothing, or for several different things.
type NameError struct {
	Name       string
	Candidates []Candidate // what it may mean, or what is called alike
	Ambiguous  bool        // false where nothing has the name
}

func (e *NameError) Error() string {
	if e.Ambiguous {
		return fmt.Sprintf("%q may be %d different things", e.Name, len(e.Candidates))
	}
	return fmt.Sprintf("nothing is called %q", e.Name)
}

// Hint is the next step for the user.
func (e *NameError) Hint() string {
	if len(e.Candidates) == 0 {
		return "kg search finds names by their parts"
	}
	return fmt.Sprintf("name one of them, as %q", e.Candidates[0].String())
}

// Candidate is a label and class that entities share.
type Candidate struct {
	Label, Class string
	Entities     []quad.IRI
}

// String names the candidate so that [Store.Resolve] takes it: "Georgia (Place)".
func (c Candidate) String() string { return c.Label + " (" + c.Class + ")" }

// Resolve finds the entities of a name: an IRI, a label, a name that the gazetteer knows
// or an alias, the first of these that anything has, whatever the case, accents and
// punctuation; "Georgia (Place)" asks for one class. All entities that share the folded
// label and class come together, since bodies like "Department of Commerce" stay their
// articles' own. Several labels or classes, or none, are a [*NameError].
func (st *Store) Resolve(ctx context.Context, name string) (Candidate, error) {
	v, err := st.quads.Snapshot()
	if err != nil {
		return Candidate{}, err
	}
	defer v.Close()
	return st.resolve(ctx, v, name)
}

func (st *Store) resolve(ctx context.Context, v *store.Snapshot, name string) (Candidate, error) {
	name = strings.TrimSpace(name)
	if iri, err := ontology.ParseIRI(strings.Trim(name, "<>")); err == nil {
		if known, err := exists(ctx, v, quad.Quad{Subject: iri}); err != nil || known {
			return Candidate{Label: name, Entities: []quad.IRI{iri}}, err
		}
	}
	plain, class := st.cutClass(name)
	found, err := st.byKey(ctx, v, ontology.NameKey(plain))
	if err != nil {
		return Candidate{}, err
	}
	groups := group(found, class, func(e named) bool { return ontology.NameKey(e.label) == ontology.NameKey(plain) })
	if len(groups) == 0 {
		if groups, err = st.known(ctx, v, plain, class); err != nil {
			return Candidate{}, err
		}
	}
	if len(groups) == 0 {
		groups = group(found, class, func(named) bool { return true })
	}
	if len(groups) == 1 {
		return groups[0], nil
	}
	e := &NameError{Name: name, Candidates: groups, Ambiguous: len(groups) > 1}
	if !e.Ambiguous {
		e.Candidates, err = st.similar(ctx, v, plain)
	}
	return Candidate{}, cmp.Or[error](err, e)
}

// known finds what the gazetteer knows by a name, so that "America" stands for the United
// States though no article calls it so.
func (st *Store) known(ctx context.Context, v *store.Snapshot, name, class string) ([]Candidate, error) {
	var out []Candidate
	for _, k := range st.ont.Known(name) {
		if class != "" && k.Class != class {
			continue
		}
		key := ontology.NameKey(k.Name)
		found, err := st.byKey(ctx, v, key)
		if err != nil {
			return nil, err
		}
		out = append(out, group(found, k.Class, func(e named) bool { return ontology.NameKey(e.label) == key })...)
	}
	return out, nil
}

// cutClass takes " (Place)" off a name where Place is a class.
func (st *Store) cutClass(name string) (plain, class string) {
	rest, ok := strings.CutSuffix(name, ")")
	i := strings.LastIndex(rest, " (")
	if !ok || i < 0 {
		return name, ""
	}
	for _, c := range st.ont.Classes() {
		if strings.EqualFold(c.Name, rest[i+2:]) || strings.EqualFold(c.Label, rest[i+2:]) {
			return rest[:i], c.Name
		}
	}
	return name, ""
}

// named is an entity with what it is called and is.
type named struct {
	iri     quad.IRI
	label   string
	classes []string
}

// byKey finds the entities of this store's own data that have a name with that key.
func (st *Store) byKey(ctx context.Context, v *store.Snapshot, key string) ([]named, error) {
	var out []named
	for q, err := range v.Quads(ctx, quad.Quad{Predicate: kgNameKey, Object: quad.String(key)}) {
		if err != nil {
			return nil, err
		}
		iri, ok := q.Subject.(quad.IRI)
		if !ok || !strings.HasPrefix(string(iri), string(st.base)) {
			continue
		}
		e, err := describe(ctx, v, iri)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// describe reads an entity's label and classes.
func describe(ctx context.Context, v *store.Snapshot, iri quad.IRI) (named, error) {
	e := named{iri: iri}
	for q, err := range v.Quads(ctx, quad.Quad{Subject: iri, Label: iri}) {
		if err != nil {
			return e, err
		}
		switch q.Predicate {
		case rdfsLabel:
			e.label = lexical(q.Object)
		case rdfType:
			e.classes = append(e.classes, className(q.Object))
		}
	}
	slices.Sort(e.classes)
	return e, nil
}

// className is the name of a class of the ontology.
func className(v quad.Value) string { return strings.TrimPrefix(lexical(v), ontology.Vocabulary) }

// group puts entities with one folded label and one class together.
func group(found []named, class string, want func(named) bool) []Candidate {
	type shared struct{ key, class string }
	groups := make(map[shared]*Candidate)
	for _, e := range found {
		for _, c := range e.classes {
			if !want(e) || class != "" && c != class {
				continue
			}
			k := shared{ontology.NameKey(e.label), c}
			if groups[k] == nil {
				groups[k] = &Candidate{Label: e.label, Class: c}
			}
			g := groups[k]
			g.Label = bestName([]string{g.Label, e.label})
			g.Entities = append(g.Entities, e.iri)
		}
	}
	out := make([]Candidate, 0, len(groups))
	for _, g := range groups {
		slices.Sort(g.Entities)
		out = append(out, *g)
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Class, b.Class))
	})
	return out
}

// exists tells whether any quad agrees with pattern.
func exists(ctx context.Context, v *store.Snapshot, pattern quad.Quad) (bool, error) {
	for _, err := range v.Quads(ctx, pattern) {
		return err == nil, err
	}
	return false, nil
}

// similar are candidates for a name that nothing has.
func (st *Store) similar(ctx context.Context, v *store.Snapshot, name string) ([]Candidate, error) {
	hits, err := st.search(ctx, v, name, 5)
	var out []Candidate
	for _, h := range hits {
		out = append(out, Candidate{Label: h.Label, Class: h.Class, Entities: []quad.IRI{h.IRI}})
	}
	return out, err
}

// params checks a query's arguments and makes of them what its script sees.
func (s *session) params(q *Query, args map[string]string, linked bool) (map[string]any, error) {
	out := map[string]any{"linked": linked}
	for name := range args {
		if !slices.ContainsFunc(q.Params, func(p Param) bool { return p.Name == name }) {
			return nil, &ArgError{Query: q.Name, Param: name, Reason: "it has no such parameter"}
		}
	}
	for _, p := range q.Params {
		arg, given := args[p.Name]
		if arg = strings.TrimSpace(arg); arg == "" {
			if given || !p.Optional {
				return nil, &ArgError{Query: q.Name, Param: p.Name, Reason: "needs a value"}
			}
			continue
		}
		v, err := s.param(p, arg, linked)
		if reason, bad := err.(badArg); bad {
			return nil, &ArgError{Query: q.Name, Param: p.Name, Reason: string(reason)}
		} else if err != nil {
			return nil, err
		}
		out[p.Name] = v
	}
	return out, nil
}

type badArg string

func (e badArg) Error() string { return string(e) }

func (s *session) param(p Param, arg string, linked bool) (any, error) {
	switch p.Type {
	case TypeEntity:
		c, err := s.st.resolve(s.ctx, s.view, arg)
		if err != nil || !linked {
			return c.Entities, err
		}
		return s.linked(c.Entities)
	case TypeDate:
		if ontology.Literal(arg, ontology.Date) == quad.String(arg) {
			return nil, badArg(fmt.Sprintf("%q is no date: want 2026-01-29, 2026-01 or 2026", arg))
		}
	case TypeNumber:
		if number(arg) == nil {
			return nil, badArg(fmt.Sprintf("%q is no number", arg))
		}
	case TypeRelation:
		if s.st.ont.Relation(arg) == nil {
			return nil, badArg(fmt.Sprintf("no relation %q in the ontology", arg))
		}
	case TypeIRI:
		if _, err := ontology.ParseIRI(arg); err != nil {
			return nil, badArg(err.Error())
		}
	}
	return arg, nil
}

// linked adds what the links graph says is the same, in either direction and through
// others.
func (s *session) linked(entities []quad.IRI) ([]quad.IRI, error) {
	links := s.st.base.Graph("links")
	for i := 0; i < len(entities); i++ {
		for _, p := range []quad.IRI{owlSameAs, skosCloseMatch} {
			for _, pattern := range []quad.Quad{
				{Subject: entities[i], Predicate: p, Label: links},
				{Object: entities[i], Predicate: p, Label: links},
			} {
				for q, err := range s.view.Quads(s.ctx, pattern) {
					if err != nil {
						return nil, err
					}
					for _, end := range []quad.Value{q.Subject, q.Object} {
						if iri, ok := end.(quad.IRI); ok && !slices.Contains(entities, iri) {
							entities = append(entities, iri)
						}
					}
				}
			}
		}
	}
	return entities, nil
}

var (
	// labelTerms are the terms for a label, the best first.
	labelTerms = []quad.IRI{rdfsLabel, skosNS + "prefLabel", schemaName, schemaHeadline}
	// idTerms name an article.
	idTerms = []quad.IRI{schemaID}
)

// label is how an IRI is shown: by the first of terms that it has, or "" where it has
// none. Of several labels the one without a language or in English, then the first.
func (s *session) label(iri quad.IRI, terms []quad.IRI) (string, error) {
	key := labelKey{iri, terms[0]}
	if label, ok := s.labels[key]; ok {
		return label, nil
	}
	label := ""
	for i := 0; i < len(terms) && label == ""; i++ {
		var err error
		if label, err = s.firstLabel(iri, terms[i]); err != nil {
			return "", err
		}
	}
	s.labels[key] = label
	return label, nil
}

// labelKey is an IRI and the best of the terms that it is labelled by.
type labelKey struct{ iri, term quad.IRI }

func (s *session) firstLabel(iri, term quad.IRI) (string, error) {
	var best quad.Value
	for q, err := range s.view.Quads(s.ctx, quad.Quad{Subject: iri, Predicate: term}) {
		if err != nil {
			return "", err
		}
		if best == nil || compareLabels(q.Object, best) < 0 {
			best = q.Object
		}
	}
	return lexical(best), nil
}

func compareLabels(a, b quad.Value) int {
	return cmp.Or(cmp.Compare(languageRank(a), languageRank(b)), cmp.Compare(termText(a), termText(b)))
}

func languageRank(v quad.Value) int {
	if s, ok := v.(quad.LangString); ok && s.Lang != "en" {
		return 1
	}
	return 0
}
