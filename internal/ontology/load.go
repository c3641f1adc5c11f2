package ontology

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// merge reads a file on top of o, and checks what it adds.
func (o *Ontology) merge(name string, data []byte) (*Ontology, error) {
	root, err := parseYAML(name, data)
	if err != nil {
		return nil, err
	}
	sections, err := root.pairs()
	if err != nil {
		return nil, err
	}
	l := loader{Ontology: o.clone()}
	for _, s := range sections {
		if err := l.section(s); err != nil {
			return nil, err
		}
	}
	for _, check := range l.checks {
		if err := check(); err != nil {
			return nil, err
		}
	}
	l.Ontology.known = sync.OnceValue(l.Ontology.gazetteer)
	return l.Ontology, nil
}

func (o *Ontology) clone() *Ontology {
	c := &Ontology{
		classes: maps.Clone(o.classes), relations: maps.Clone(o.relations),
		qualifiers: maps.Clone(o.qualifiers), rules: maps.Clone(o.rules), words: maps.Clone(o.words),
	}
	if c.classes == nil {
		c.classes, c.relations = map[string]*Class{}, map[string]*Relation{}
		c.qualifiers, c.rules, c.words = map[string]Datatype{}, map[string]*Rule{}, map[string]*Words{}
	}
	return c
}

// loader is an ontology while a file is read on top of it.
type loader struct {
	*Ontology
	checks []func() error // run at the end, so that a file's order does not matter
}

func (l *loader) section(s pair) error {
	entries, err := s.value.pairs()
	if err != nil {
		return err
	}
	var read func(pair) error
	switch s.key {
	case "classes":
		read = func(e pair) error { return entry(e, l.classes, l.class) }
	case "qualifiers":
		read = l.qualifier
	case "relations":
		read = func(e pair) error { return entry(e, l.relations, l.relation) }
	case "rules":
		read = func(e pair) error { return entry(e, l.rules, l.rule) }
	case "words":
		read = func(e pair) error { return entry(e, l.words, l.wordList) }
	default:
		return s.at.errorf("unknown section %q: want classes, qualifiers, relations, rules or words", s.key)
	}
	seen := map[string]int{}
	for _, e := range entries {
		if line, ok := seen[e.key]; ok {
			return e.at.errorf("%q stands here and in line %d", e.key, line)
		}
		seen[e.key] = e.at.line()
		if err := read(e); err != nil {
			return err
		}
	}
	return nil
}

// entry reads or switches off one named thing.
func entry[T any](e pair, into map[string]*T, read func(pair) (*T, error)) error {
	if e.value.off() {
		if into[e.key] == nil {
			return e.at.errorf("%q cannot be switched off: there is none", e.key)
		}
		delete(into, e.key)
		return nil
	}
	t, err := read(e)
	if err == nil {
		into[e.key] = t
	}
	return err
}

func (l *loader) class(e pair) (*Class, error) {
	c := &Class{Name: e.key, Label: e.key}
	return c, e.value.fields(map[string]any{"label": &c.Label, "near": &c.Near})
}

func (l *loader) qualifier(e pair) error {
	t, err := e.value.text()
	if err != nil {
		return err
	}
	if !slices.Contains(datatypes, Datatype(t)) {
		return e.value.errorf("qualifier %q: unknown datatype %q", e.key, t)
	}
	l.qualifiers[e.key] = Datatype(t)
	return nil
}

func (l *loader) relation(e pair) (*Relation, error) {
	r := &Relation{Name: e.key, Label: strings.ReplaceAll(e.key, "-", " "), Direct: true}
	var literal string
	err := e.value.fields(map[string]any{
		"label": &r.Label, "subject": &r.Subject, "object": &r.Object, "literal": &literal,
		"qualifiers": &r.Qualifiers, "key": &r.Key, "single": &r.Single, "near": &r.Near,
		"direct": &r.Direct, "symmetric": &r.Symmetric,
	})
	r.Literal = Datatype(literal)
	l.checks = append(l.checks, func() error { return l.checkRelation(e.at, r) })
	return r, err
}

func (l *loader) checkRelation(at node, r *Relation) error {
	if len(r.Subject) == 0 || len(r.Object) == 0 && r.Literal == "" {
		return at.errorf("relation %q: want subject, and object or literal", r.Name)
	}
	if r.Literal != "" && !slices.Contains(datatypes, r.Literal) {
		return at.errorf("relation %q: unknown datatype %q", r.Name, r.Literal)
	}
	for _, c := range slices.Concat(r.Subject, r.Object) {
		if l.classes[c] == nil {
			return at.errorf("relation %q: unknown class %q", r.Name, c)
		}
	}
	for _, q := range slices.Concat(r.Qualifiers, r.Key) {
		if _, ok := l.qualifiers[q]; !ok && q != "subject" && q != "object" {
			return at.errorf("relation %q: unknown qualifier %q", r.Name, q)
		}
	}
	return nil
}

// fields reads a mapping into the variables of that name: *string, *[]string, *bool
// or *float64.
func (n node) fields(into map[string]any) error {
	pairs, err := n.pairs()
	if err != nil {
		return err
	}
	for _, p := range pairs {
		switch v := into[p.key].(type) {
		case *string:
			*v, err = p.value.text()
		case *[]string:
			*v, err = p.value.words()
		case *bool:
			*v, err = p.value.truth()
		case *float64:
			*v, err = p.value.number()
		default:
			err = p.at.errorf("unknown field %q: want one of %s", p.key, strings.Join(slices.Sorted(maps.Keys(into)), ", "))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
