package extract

import (
	"sort"
	"strconv"
	"strings"

	"kg/internal/ontology"
)

// arg is one end of a fact: an entity, or a literal in normal form.
type arg struct {
	ent *entity
	lit string
	as  string // as the sentence writes it
}

func (a arg) ok() bool { return a.ent != nil || a.lit != "" }

// key is equal for equal ends.
func (a arg) key() string {
	if a.ent != nil {
		return "e" + strconv.Itoa(a.ent.root().id)
	}
	return "l" + a.lit
}

// qual is a qualifier of a fact before it has its final form.
type qual struct {
	key string
	arg
}

// fact is what a construction found in a sentence. It becomes a Reading once all
// names of the article are known.
type fact struct {
	sent       *sentence
	subj, obj  arg
	pred       string
	quals      []qual
	status     string  // "" is asserted
	by         *entity // overrides the attribution found in the sentence
	rule       string  // "construction/what", stable
	confidence float64
	ceiling    float64 // the confidence that no judge may go over; 0 is none

	// verb is the token whose clause states the fact, or the name's head where no
	// verb does. Status and attribution are read around it unless they are set.
	verb int
}

// emit adds a fact to the article, with the status that its clause gives it; what the
// clause denies or leaves open is no fact.
func (s *sentence) emit(f fact) {
	if s.verbal(f.verb) || strings.HasPrefix(f.rule, "noun/") {
		status, ok := s.claimOf(f.verb).status()
		switch {
		case !ok && (f.status == "" || s.negated(f.verb)):
			s.art.lost.add(s, loss{s.claimOf(f.verb).reason(), f.subj, f.obj, f.pred, f.confidence})
			return
		case f.status == "":
			f.status = status
		}
	}
	f.sent = s
	s.art.facts = append(s.art.facts, f)
}

// limit makes the fact at most so sure, whatever a judge thinks of it.
func (f *fact) limit(ceiling float64) {
	f.ceiling, f.confidence = ceiling, min(f.confidence, ceiling)
}

// day is the date on which the fact puts what it tells, "" if it gives none.
func (f *fact) day() string {
	if f.pred == "took-place-on" {
		return f.obj.lit
	}
	for _, q := range f.quals {
		if q.key == "date" {
			return q.lit
		}
	}
	return ""
}

// with appends a literal qualifier, unless it is empty.
func (f *fact) with(key, lit string) {
	if lit != "" {
		f.quals = append(f.quals, qual{key, arg{lit: lit}})
	}
}

// withEntity appends a qualifier that names an entity, unless it is nil.
func (f *fact) withEntity(key string, e *entity) {
	if e != nil {
		f.quals = append(f.quals, qual{key, arg{ent: e}})
	}
}

// reading gives the fact its final form.
func (f *fact) reading() ontology.Reading {
	r := ontology.Reading{
		Statement: ontology.Statement{
			Subject:   f.subj.value().entity(),
			Predicate: f.pred,
			Object:    f.obj.value().Value,
			Status:    f.status,
		},
		Start: f.sent.start, End: f.sent.end,
		Rule: f.rule, Confidence: f.confidence,
		SubjectAs: f.subj.as, ObjectAs: f.obj.as,
	}
	if r.Status == "" {
		r.Status = ontology.Asserted
	}
	if f.by != nil {
		by := f.by.root().entity()
		r.By = &by
	}
	for _, q := range f.quals {
		r.Qualifiers = append(r.Qualifiers, ontology.Qualifier{Key: q.key, Value: q.value().Value})
	}
	sort.SliceStable(r.Qualifiers, func(i, j int) bool {
		a, b := r.Qualifiers[i], r.Qualifiers[j]
		if a.Key != b.Key {
			return a.Key < b.Key
		}
		return a.Value.String() < b.Value.String()
	})
	return r
}

// end is an arg in the ontology's terms.
type end struct{ ontology.Value }

func (a arg) value() end {
	if a.ent == nil {
		return end{ontology.Value{Literal: a.lit}}
	}
	e := a.ent.root().entity()
	return end{ontology.Value{Entity: &e}}
}

func (v end) entity() ontology.Entity {
	if v.Entity == nil {
		return ontology.Entity{}
	}
	return *v.Entity
}

// squeeze makes one space of each run of white space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
