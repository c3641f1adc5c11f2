package ontology

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Example is a text by which a relation is understood, and tested.
type Example struct {
	Text   string
	Date   string   // its day of publication, ISO 8601, or ""
	States []Stated // none where the relation is nearly stated, but not
	Unsure bool     // kg is not expected to find it yet

	File string
	Line int
}

// Stated is a statement that an example states.
type Stated struct {
	Subject, Relation, Object string
	Qualifiers                map[string]string // "status" is among them
}

// Contrast tells a relation apart from another.
type Contrast struct {
	Relation string
	Why      string // when it is the other
}

// String writes the statement as an example has it: "A | holds-office | B | role=mayor".
func (s Stated) String() string {
	parts := []string{s.Subject, s.Relation, s.Object}
	for _, key := range slices.Sorted(maps.Keys(s.Qualifiers)) {
		parts = append(parts, key+"="+s.Qualifiers[key])
	}
	return strings.Join(parts, " | ")
}

// Compare says which statements of the example the readings lack, and which statements
// of the relation they have that the example does not state. A statement may have more
// qualifiers than the example names; its status must be the example's.
func (e *Example) Compare(relation *Relation, readings []Reading) (missing, wrong []Stated) {
	got := make([]Stated, len(readings))
	right := make([]bool, len(readings))
	for i := range readings {
		got[i] = statedBy(&readings[i])
	}
	for _, want := range e.States {
		found := false
		for i, have := range got {
			symmetric := relation.Symmetric && have.Relation == relation.Name
			if want.is(have, symmetric) {
				found, right[i] = true, true
			}
		}
		if !found {
			missing = append(missing, want)
		}
	}
	for i, have := range got {
		if have.Relation == relation.Name && !right[i] {
			wrong = append(wrong, have)
		}
	}
	return missing, wrong
}

func statedBy(r *Reading) Stated {
	s := Stated{Subject: r.Subject.Name, Relation: r.Predicate, Object: r.Object.String(), Qualifiers: map[string]string{}}
	for _, q := range r.Qualifiers {
		s.Qualifiers[q.Key] = q.Value.String()
	}
	if r.Status != "" && r.Status != Asserted {
		s.Qualifiers["status"] = r.Status
	}
	return s
}

// is says that have states what is wanted.
func (s Stated) is(have Stated, symmetric bool) bool {
	ends := sameEnd(s.Subject, have.Subject) && sameEnd(s.Object, have.Object) ||
		symmetric && sameEnd(s.Subject, have.Object) && sameEnd(s.Object, have.Subject)
	if !ends || s.Relation != have.Relation || s.Qualifiers["status"] != have.Qualifiers["status"] {
		return false
	}
	for key, value := range s.Qualifiers {
		if !sameEnd(value, have.Qualifiers[key]) {
			return false
		}
	}
	return true
}

// sameEnd compares names and phrases by their words, and values as they are.
func sameEnd(a, b string) bool {
	return a == b || strings.ContainsFunc(a, unicode.IsLetter) && NameKey(a) == NameKey(b)
}

// about replaces or adds to what explains a relation, once all relations are read.
func (l *loader) about(e pair) error {
	l.checks = append(l.checks, func() error {
		have := l.relations[e.key]
		if have == nil {
			return e.at.errorf("unknown relation %q", e.key)
		}
		r := *have // which other ontologies have, too
		r.Unlike, r.Examples = slices.Clone(r.Unlike), slices.Clone(r.Examples)
		l.relations[e.key] = &r
		return e.value.fields(map[string]any{
			"means": &r.Means, "unlike": l.contrasts(&r), "examples": l.examples(&r),
		})
	})
	return nil
}

// contrasts reads what a relation is unlike: a mapping from other relations to when it is
// one of them.
func (l *loader) contrasts(r *Relation) func(node) error {
	return func(n node) error {
		pairs, err := n.pairs()
		if err != nil {
			return err
		}
		var errs []error
		for _, p := range pairs {
			why, err := p.value.text()
			errs = append(errs, err)
			r.Unlike = append(r.Unlike, Contrast{p.key, why})
			l.checks = append(l.checks, func() error {
				if l.relations[p.key] == nil {
					return p.at.errorf("relation %q is unlike an unknown relation %q", r.Name, p.key)
				}
				return nil
			})
		}
		return errors.Join(errs...)
	}
}

// examples reads a list of examples.
func (l *loader) examples(r *Relation) func(node) error {
	return func(n node) error {
		var errs []error
		for _, item := range n.items() {
			e := Example{File: item.file, Line: item.start()}
			given := false
			err := item.fields(map[string]any{
				"text": &e.Text, "date": &e.Date, "unsure": &e.Unsure,
				"states": func(n node) (err error) {
					given = true
					e.States, err = l.stated(r, n)
					return err
				},
			})
			e.Text = strings.Join(strings.Fields(e.Text), " ")
			switch {
			case err != nil:
			case e.Text == "":
				err = item.errorf("example of %q: want a text", r.Name)
			case !given:
				err = item.errorf(`example of %q: want states, "SUBJECT | %s | OBJECT" or none`, r.Name, r.Name)
			}
			errs = append(errs, err)
			r.Examples = append(r.Examples, e)
		}
		return errors.Join(errs...)
	}
}

// stated reads the statements of an example of r, one of which is to be r's, or "none".
func (l *loader) stated(r *Relation, n node) ([]Stated, error) {
	if s, err := n.text(); err == nil && s == "none" {
		return nil, nil
	}
	var out []Stated
	var errs []error
	for _, item := range n.items() {
		s, err := l.oneStated(r, item)
		errs = append(errs, err)
		out = append(out, s)
	}
	if err := errors.Join(errs...); err != nil {
		return out, err
	}
	l.checks = append(l.checks, func() error {
		// checkStated tells of an unknown relation.
		if slices.ContainsFunc(out, func(s Stated) bool { return s.Relation == r.Name || l.relations[s.Relation] == nil }) {
			return nil
		}
		return n.errorf("example of %q states nothing of it: want %q among what it states, or none", r.Name, r.Name)
	})
	return out, nil
}

// oneStated reads "SUBJECT | RELATION | OBJECT | KEY=VALUE".
func (l *loader) oneStated(r *Relation, n node) (Stated, error) {
	text, err := n.text()
	if err != nil {
		return Stated{}, err
	}
	parts := strings.Split(text, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if len(parts) < 3 || slices.Contains(parts, "") {
		return Stated{}, n.errorf("example of %q: want SUBJECT | RELATION | OBJECT, have %q", r.Name, text)
	}
	s := Stated{parts[0], parts[1], parts[2], map[string]string{}}
	for _, q := range parts[3:] {
		key, value, ok := strings.Cut(q, "=")
		if !ok {
			return s, n.errorf("example of %q: want a qualifier KEY=VALUE, have %q", r.Name, q)
		}
		s.Qualifiers[strings.TrimSpace(key)] = strings.TrimSpace(value)
	}
	l.checks = append(l.checks, func() error { return l.checkStated(r, n, s) })
	return s, nil
}

// checkStated checks the names that a statement of an example of r uses.
func (l *loader) checkStated(r *Relation, n node, s Stated) error {
	fault := func(format string, args ...any) error {
		return n.errorf("example of %q: %s", r.Name, fmt.Sprintf(format, args...))
	}
	if l.relations[s.Relation] == nil {
		return fault("unknown relation %q", s.Relation)
	}
	for _, key := range slices.Sorted(maps.Keys(s.Qualifiers)) {
		value := s.Qualifiers[key]
		if _, ok := l.qualifiers[key]; !ok && key != "status" {
			return fault("unknown qualifier %q", key)
		}
		if key == "status" && !slices.Contains(statuses, value) {
			return fault("unknown status %q: want one of %s", value, strings.Join(statuses, ", "))
		}
	}
	return nil
}
