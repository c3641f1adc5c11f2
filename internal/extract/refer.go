package extract

import "strings"

// referrer keeps in mind what an article has named, for the definite nouns that take it
// up.
type referrer struct {
	*article
	bodies []*entity // organisations named so far, the latest last
	places []*entity
	events []*entity
}

func (r *referrer) named(s *sentence, m *mention) {
	e := m.ent.root()
	if m.class == "Group" || s.dep(m.head) == "compound" && e.class == "Person" && s.inQuotes(m.head) {
		if e.class == "Place" {
			r.places = append(r.places, e)
		}
		return
	}
	switch e.class {
	case "Organization":
		r.bodies = append(r.bodies, e)
	case "Place":
		r.places = append(r.places, e)
	case "Event":
		r.events = append(r.events, e)
	}
}

// expletive finds the "it" of "it is expected that".
func (s *sentence) expletive(i int) bool {
	h := s.head(i)
	return h >= 0 && s.lemma(h) == "be" && s.child(h, "ccomp", "xcomp", "advcl") >= 0
}

// noun resolves "the province", "the company", "the president": definite, without a
// complement of its own.
func (r *referrer) noun(s *sentence, i int) *entity {
	if !s.definiteNoun(i) {
		return nil
	}
	first, _ := s.base(i)
	if i-first > 2 {
		return nil
	}
	words := strings.ToLower(s.text(first, i+1))
	w := s.lower(i)
	if e := r.holders[words]; e != nil {
		return e.root()
	}
	if i == first {
		if e := r.headed(w); e != nil {
			return e
		}
	}
	if i-first > 1 {
		return nil
	}
	switch {
	case w == "country" || w == "nation" || w == "republic":
		return lastOf(r.places, func(e *entity) bool { return e.kind == "country" })
	case w == "state" || w == "province" || w == "territory":
		return lastOf(r.places, func(e *entity) bool { return e.kind == "state" })
	case w == "city" || w == "town" || w == "village" || w == "island" || w == "municipality":
		return lastOf(r.places, func(e *entity) bool { return e.kind == "" })
	case w == "company" || w == "firm" || w == "bank" || w == "airline" || w == "carrier" || w == "group" || w == "agency" || w == "organisation" || w == "organization" || w == "party" || w == "newspaper" || w == "club" || w == "team" || w == "band" || w == "union" || w == "manufacturer" || w == "company's":
		if i != first {
			return nil
		}
		return lastOf(r.bodies, func(*entity) bool { return true })
	}
	return nil
}

// definiteNoun says that the noun at i has a definite article and nothing after it that
// says which one is meant.
func (s *sentence) definiteNoun(i int) bool {
	d := s.child(i, "det")
	if d < 0 || s.lower(d) != "the" && s.lower(d) != "this" {
		return false
	}
	for _, k := range s.children(i) {
		switch s.dep(k) {
		case "relcl", "acl", "poss":
			return false
		case "appos":
			if s.mentionAt(k) != nil {
				return false
			}
		case "prep":
			if k == i+1 && (s.lower(k) == "of" || s.lower(k) == "for") {
				return false
			}
		}
	}
	// A modifier of another noun refers to nothing by itself.
	return s.dep(i) != "compound"
}

// headed is the entity whose name's head noun is w, the last one named.
func (r *referrer) headed(w string) *entity {
	fits := func(e *entity) bool {
		words := strings.Fields(strings.ToLower(e.name))
		for k, word := range words {
			if k+1 < len(words) && (words[k+1] == "of" || words[k+1] == "for" || words[k+1] == "on") || k+1 == len(words) {
				return word == w && len(words) > 1
			}
		}
		return false
	}
	for _, list := range [][]*entity{r.bodies, r.events, r.places} {
		if e := lastOf(list, fits); e != nil {
			return e
		}
	}
	return nil
}

func lastOf(list []*entity, fits func(*entity) bool) *entity {
	for k := len(list) - 1; k >= 0; k-- {
		if fits(list[k]) {
			return list[k]
		}
	}
	return nil
}
