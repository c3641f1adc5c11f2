package ontology

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Constructions are the ways of saying that a rule can name.
var Constructions = []string{"verb", "noun", "office"}

// Rule fills a construction with words: which verb or noun states which relation,
// and where its two ends stand.
type Rule struct {
	Name         string // stable: it is stored with each reading, as "verb/oppose"
	Construction string
	Words        []string // lemmas; a particle or preposition follows its verb: "pull out"
	Relation     string
	Subject      Slot
	Object       Slot
	Role         string // preposition of a phrase that gives the role: "as"
	Status       string // what the word itself says of the fact: "planned", "former", ...
	Holds        string // of construction office: status of the holds-office that follows, "" for none
	Needs        string // a preposition or word that has to stand at the verb
	Confidence   float64
	File         string // which defines it
}

// Slot is where an end of a fact stands, seen from the rule's word, and what it may be.
type Slot struct {
	// Where is "agent" (subject of the active, "by" of the passive), "patient" (object,
	// or subject of the passive), "clause" (a clause or an object), "possessor" ("X's visit",
	// "the X visit"), "genitive" (the former alone), "owner" (who "paid a visit"), "bearer"
	// ("X is a founder", "X, a founder"), "self", or a preposition. Several, separated by "|", are tried in order.
	Where   []string
	Classes []string // as the relation says, where empty
}

func (l *loader) rule(e pair) (*Rule, error) {
	r := &Rule{Name: e.key, Construction: "verb", Confidence: 0.5, File: e.at.file}
	var subject, object string
	err := e.value.fields(map[string]any{
		"construction": &r.Construction, "words": &r.Words, "relation": &r.Relation,
		"subject": &subject, "object": &object, "role": &r.Role, "status": &r.Status, "holds": &r.Holds,
		"needs": &r.Needs, "confidence": &r.Confidence,
	})
	r.Subject, r.Object = slot(subject), slot(object)
	l.checks = append(l.checks, func() error { return l.checkRule(e.at, r, err == nil) })
	return r, err
}

// slot reads "by|from Person Organization".
func slot(s string) Slot {
	f := strings.Fields(s)
	if len(f) == 0 {
		return Slot{}
	}
	return Slot{Where: strings.Split(f[0], "|"), Classes: f[1:]}
}

// checkRule checks a rule, and that nothing is missing if it could be read whole.
func (l *loader) checkRule(at node, r *Rule, whole bool) error {
	var errs []error
	fault := func(format string, args ...any) {
		errs = append(errs, at.errorf("rule %q: %s", r.Name, fmt.Sprintf(format, args...)))
	}
	if !slices.Contains(Constructions, r.Construction) {
		fault("unknown construction %q: want one of %s", r.Construction, strings.Join(Constructions, ", "))
	}
	if whole && (len(r.Words) == 0 || len(r.Subject.Where) == 0 || len(r.Object.Where) == 0) {
		fault("want words, subject and object")
	}
	if (whole || r.Relation != "") && l.relations[r.Relation] == nil {
		fault("unknown relation %q", r.Relation)
	}
	for _, where := range slices.Concat(r.Subject.Where, r.Object.Where) {
		if !l.isSlot(where) {
			fault("unknown slot %q: want %s or a preposition", where, strings.Join(slots, ", "))
		}
	}
	for _, c := range slices.Concat(r.Subject.Classes, r.Object.Classes) {
		if l.classes[c] == nil {
			fault("unknown class %q", c)
		}
	}
	if r.Status != "" && !slices.Contains(statuses, r.Status) {
		fault("unknown status %q: want one of %s", r.Status, strings.Join(statuses, ", "))
	}
	if r.Holds != "" && r.Construction != "office" {
		fault("holds goes with construction office alone")
	}
	if r.Holds != "" && r.Holds != Asserted && !slices.Contains(statuses, r.Holds) {
		fault("unknown status %q: want %s or one of %s", r.Holds, Asserted, strings.Join(statuses, ", "))
	}
	if whole && (r.Confidence <= 0 || r.Confidence > 1) {
		fault("confidence must be above 0 and at most 1")
	}
	return errors.Join(errs...)
}

// slots are the places that a Slot can name beside prepositions.
var slots = []string{"agent", "patient", "target", "clause", "possessor", "genitive", "owner", "bearer", "self"}

// isSlot says that where is a place that a Slot can name. Without a list of prepositions any
// word may be one.
func (l *loader) isSlot(where string) bool {
	prepositions := l.Words("prepositions")
	return slices.Contains(slots, where) || prepositions.Has(where) || len(prepositions.All()) == 0
}
