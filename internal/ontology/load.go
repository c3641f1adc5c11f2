package ontology

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// merge reads a file on top of o, and checks what it adds. Its error is of type
// [Faults].
func (o *Ontology) merge(name string, data []byte) (*Ontology, error) {
	root, err := parseYAML(name, data)
	if err != nil {
		return nil, faultsOf(err)
	}
	l := loader{Ontology: o.clone(), seen: map[string]int{}}
	sections, err := root.pairs()
	l.fault(err)
	for _, s := range sections {
		l.fault(l.section(s))
	}
	for i := 0; i < len(l.checks); i++ { // a check may add others
		l.fault(l.checks[i]())
	}
	if len(l.faults) > 0 {
		slices.SortStableFunc(l.faults, func(a, b *SyntaxError) int { return a.Line - b.Line })
		return nil, l.faults
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
	faults Faults
	seen   map[string]int // line of each name that the file has, by "SECTION NAME"
}

// fault notes what an error tells of the file, if there is one.
func (l *loader) fault(err error) { l.faults = append(l.faults, faultsOf(err)...) }

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
	case "about":
		read = l.about
	default:
		return s.at.errorf("unknown section %q: want classes, qualifiers, relations, about, rules or words", s.key)
	}
	inIRI := s.key == "classes" || s.key == "qualifiers" || s.key == "relations"
	for _, e := range entries {
		name := s.key + " " + e.key
		if line, ok := l.seen[name]; ok {
			l.fault(e.at.errorf("%q stands here and in line %d", e.key, line))
			continue
		}
		l.seen[name] = e.at.line()
		if inIRI && !isName(e.key) {
			l.fault(e.at.errorf("%q is no name: want letters, digits and hyphens", e.key))
		}
		l.fault(read(e))
	}
	return nil
}

// isName says that a name can stand in an IRI as it is.
func isName(s string) bool {
	return s != "" && !strings.HasPrefix(s, "-") && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
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
	if t != nil {
		into[e.key] = t // also a faulty one, so that what names it is not blamed
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
	r := &Relation{
		Name: e.key, Label: strings.ReplaceAll(e.key, "-", " "), Direct: true,
		File: e.at.file, Line: e.at.line(),
	}
	var literal string
	err := e.value.fields(map[string]any{
		"label": &r.Label, "subject": &r.Subject, "object": &r.Object, "literal": &literal,
		"qualifiers": &r.Qualifiers, "key": &r.Key, "single": &r.Single, "near": &r.Near,
		"direct": &r.Direct, "symmetric": &r.Symmetric, "traits": &r.Traits,
		"means": &r.Means, "unlike": l.contrasts(r), "examples": l.examples(r),
	})
	r.Literal = Datatype(literal)
	l.checks = append(l.checks, func() error { return l.checkRelation(e.at, r, err == nil) })
	return r, err
}

// checkRelation checks a relation, and that nothing is missing if it could be read whole.
func (l *loader) checkRelation(at node, r *Relation, whole bool) error {
	var errs []error
	fault := func(format string, args ...any) {
		errs = append(errs, at.errorf("relation %q: %s", r.Name, fmt.Sprintf(format, args...)))
	}
	if whole && (len(r.Subject) == 0 || len(r.Object) == 0 && r.Literal == "") {
		fault("want subject, and object or literal")
	}
	if r.Literal != "" && !slices.Contains(datatypes, r.Literal) {
		fault("unknown datatype %q", r.Literal)
	}
	for _, c := range slices.Concat(r.Subject, r.Object) {
		if l.classes[c] == nil {
			fault("unknown class %q", c)
		}
	}
	for _, t := range r.Traits {
		if !slices.Contains(traits, t) {
			fault("unknown trait %q: want one of %s", t, strings.Join(traits, ", "))
		}
	}
	for _, q := range slices.Concat(r.Qualifiers, r.Key) {
		if _, ok := l.qualifiers[q]; !ok && q != "subject" && q != "object" {
			fault("unknown qualifier %q", q)
		}
	}
	return errors.Join(errs...)
}

// fields reads a mapping into the variables of that name: *string, *[]string, *bool
// or *float64, or calls a function with the value.
func (n node) fields(into map[string]any) error {
	pairs, err := n.pairs()
	if err != nil {
		return err
	}
	var errs []error
	seen := map[string]bool{}
	for _, p := range pairs {
		if seen[p.key] {
			errs = append(errs, p.at.errorf("field %q stands here twice", p.key))
			continue
		}
		seen[p.key] = true
		var err error
		switch v := into[p.key].(type) {
		case *string:
			*v, err = p.value.text()
		case *[]string:
			*v, err = p.value.words()
		case *bool:
			*v, err = p.value.truth()
		case *float64:
			*v, err = p.value.number()
		case func(node) error:
			err = v(p.value)
		default:
			err = p.at.errorf("unknown field %q: want one of %s", p.key, strings.Join(slices.Sorted(maps.Keys(into)), ", "))
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
