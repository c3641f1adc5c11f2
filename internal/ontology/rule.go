package ontology

import (
	"slices"
	"strings"
)

// Constructions are the ways of saying that a rule can name.
var Constructions = []string{"verb", "noun"}

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
	Needs        string // a preposition or word that has to stand at the verb
	Confidence   float64
}

// Slot is where an end of a fact stands, seen from the rule's word, and what it may be.
type Slot struct {
	// Where is "agent" (subject of the active, "by" of the passive), "patient" (object,
	// or subject of the passive), "clause" (a clause or an object), "possessor" ("X's visit",
	// "the X visit"), "genitive" (the former alone), "owner" (who "paid a visit"), "self",
	// or a preposition. Several, separated by "|", are tried in order.
	Where   []string
	Classes []string // as the relation says, where empty
}

func (l *loader) rule(e pair) (*Rule, error) {
	r := &Rule{Name: e.key, Construction: "verb", Confidence: 0.5}
	var subject, object string
	err := e.value.fields(map[string]any{
		"construction": &r.Construction, "words": &r.Words, "relation": &r.Relation,
		"subject": &subject, "object": &object, "role": &r.Role, "status": &r.Status,
		"needs": &r.Needs, "confidence": &r.Confidence,
	})
	r.Subject, r.Object = slot(subject), slot(object)
	l.checks = append(l.checks, func() error { return l.checkRule(e.at, r) })
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

func (l *loader) checkRule(at node, r *Rule) error {
	if !slices.Contains(Constructions, r.Construction) {
		return at.errorf("rule %q: unknown construction %q", r.Name, r.Construction)
	}
	if len(r.Words) == 0 || len(r.Subject.Where) == 0 || len(r.Object.Where) == 0 {
		return at.errorf("rule %q: want words, subject and object", r.Name)
	}
	if l.relations[r.Relation] == nil {
		return at.errorf("rule %q: unknown relation %q", r.Name, r.Relation)
	}
	for _, c := range slices.Concat(r.Subject.Classes, r.Object.Classes) {
		if l.classes[c] == nil {
			return at.errorf("rule %q: unknown class %q", r.Name, c)
		}
	}
	if r.Confidence <= 0 || r.Confidence > 1 {
		return at.errorf("rule %q: confidence must be above 0 and at most 1", r.Name)
	}
	return nil
}
