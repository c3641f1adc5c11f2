package extract

import "strings"

// How much the body that an office is only taken to mean is believed.
const (
	tiedBelief    = 0.8  // the article ties the person or the role to it elsewhere
	aloneBelief   = 0.62 // the article leaves no choice
	guessedBelief = 0.25 // one of several: the one named most is often another's. No judge may raise it.
)

// impliedBody is the body of an office of person whose phrase names none: a country for
// those who govern one, the chamber for a legislator.
func (s *sentence) impliedBody(person arg, o office) (body arg, belief float64) {
	art := s.art
	if art.governs(o.text) {
		return s.impliedCountry(person, o)
	}
	if o.text == "governor" || o.text == "lieutenant governor" {
		if e, alone := art.placeWithout(o.text, "state"); e != nil {
			return arg{ent: e, as: o.text}, believedIf(alone)
		}
	}
	for _, chamber := range art.chambers(o.text) {
		if e := art.named(chamber); e != nil {
			return arg{ent: e, as: o.text}, aloneBelief
		}
	}
	return arg{}, 0
}

func believedIf(alone bool) float64 {
	if alone {
		return aloneBelief
	}
	return guessedBelief
}

// impliedCountry is the country that an office is held at: the one that the person or
// the role is tied to elsewhere in the article, the sentence's adjective, the only one;
// else, unsure, the nearest or the one named most.
func (s *sentence) impliedCountry(person arg, o office) (arg, float64) {
	if person.ent != nil {
		if e := s.art.homes[person.ent.root()]; e != nil {
			return arg{ent: e, as: o.text}, tiedBelief
		}
	}
	several := len(s.art.bearers[o.text]) > 1 // one country has no two presidents
	if e := s.art.countryOfRole(o.text); e != nil && !several {
		return arg{ent: e, as: o.text}, tiedBelief
	}
	m := s.countryLeft(o.first)
	e, alone := s.art.placeWithout(o.text, "country")
	alone = alone && !several
	switch {
	case m != nil:
		return m.arg(), believedIf(alone || m.demonym != "" && !s.entitles(m))
	case e != nil:
		return arg{ent: e, as: o.text}, believedIf(alone)
	}
	return arg{}, 0
}

// entitles says that a country's adjective belongs to the title of another: "British
// Foreign Secretary Y and President X".
func (s *sentence) entitles(m *mention) bool {
	o, _, ok := s.officeFrom(m.last)
	return ok && o.first == m.last
}

// phraseBody is a body in the phrase of the role that is no known name: "Hospital
// President X".
func (s *sentence) phraseBody(o office) arg {
	first := o.first
	for s.has(first-1) && upper(s.tok(first-1).Text) && !s.art.word("calendar").Has(s.tok(first-1).Text) {
		if p := s.pos(first - 1); p != "PROPN" && p != "NOUN" {
			break
		}
		if w := s.word(first - 1); s.art.word("honorifics").Has(w) || s.art.word("titles").Of(w) != "" || s.art.roleOf(w) != noRole || s.art.word("role-modifiers").Has(w) || s.art.word("groups").Has(s.tok(first-1).Text) || s.dateAt(first-1) {
			break
		}
		first--
	}
	if first == o.first {
		return arg{}
	}
	return s.phraseArg(first, o.first, "Organization")
}

// dateAt says that token i is part of a date.
func (s *sentence) dateAt(i int) bool {
	for _, e := range s.doc.Ents {
		if e.Start <= i && i < e.End {
			return e.Label == "DATE" || e.Label == "TIME"
		}
	}
	return false
}

// countryOfRole is the country that the article says the role is held at, with or
// without its holder's name ("the Kenyan president"), if it is one only.
func (art *article) countryOfRole(text string) *entity {
	if art.roleCountries == nil {
		art.roleCountries = map[string]map[*entity]bool{}
		for _, s := range art.sents {
			s.noteRoleCountries()
		}
	}
	if countries := art.roleCountries[text]; len(countries) == 1 {
		for e := range countries {
			return e
		}
	}
	return nil
}

// noteRoleCountries notes the roles that stand right after a country or its adjective.
func (s *sentence) noteRoleCountries() {
	for _, m := range s.mentions {
		if m.ent.root().kind != "country" {
			continue
		}
		i := m.last
		if s.word(i) == "'s" {
			i++
		}
		o, _, ok := s.officeFrom(i)
		if !ok || o.first != i || !s.art.governs(o.text) {
			continue
		}
		if s.art.roleCountries[o.text] == nil {
			s.art.roleCountries[o.text] = map[*entity]bool{}
		}
		s.art.roleCountries[o.text][m.ent.root()] = true
	}
}

// chambers are the names of the bodies that a legislator's role belongs to.
func (art *article) chambers(role string) []string {
	switch role {
	case "senator", "majority leader", "minority leader":
		return []string{"Senate", "Congress"}
	case "representative", "congressman", "congresswoman", "speaker":
		return []string{"House of Representatives", "House", "Congress"}
	case "justice", "chief justice", "associate justice":
		return []string{"Supreme Court", "High Court"}
	case "mp", "lawmaker", "member of parliament":
		return []string{"Parliament", "House of Commons"}
	}
	return nil
}

// governs says that a role is held at a country where no body is named.
func (art *article) governs(text string) bool {
	if art.word("roles-state").Has(text) {
		return true
	}
	return strings.HasSuffix(text, " minister") && !strings.HasPrefix(text, "chief ") && !strings.HasPrefix(text, "first ") ||
		strings.HasPrefix(text, "minister ") || strings.HasPrefix(text, "secretary of ")
}

// placeWithout is the country or state that the article names most often among those
// whose holder of the role it does not name; alone says that it is the only one.
func (art *article) placeWithout(text, kind string) (best *entity, alone bool) {
	n := 0
	for _, e := range art.ents {
		if e.same != nil || e.kind != kind {
			continue
		}
		if len(e.mentions) > 0 {
			n++
		}
		if art.held[text+"|"+e.name] {
			continue
		}
		if best == nil || len(e.mentions) > len(best.mentions) {
			best = e
		}
	}
	return best, n == 1
}

// countryLeft is the nearest country or demonym before token i in the sentence.
func (s *sentence) countryLeft(i int) *mention {
	for k := len(s.mentions) - 1; k >= 0; k-- {
		if m := s.mentions[k]; m.last <= i && m.ent.root().kind == "country" {
			return m
		}
	}
	return nil
}

// named is the entity that the article calls by a name that ends so.
func (art *article) named(name string) *entity {
	for _, e := range art.ents {
		if e.same == nil && e.class == "Organization" && (e.name == name || strings.HasSuffix(e.name, " "+name)) {
			return e
		}
	}
	return nil
}

// dropBareOffices leaves out offices without a body, or with one that was only
// implied, of persons whose office the article states in full elsewhere: "Secretary
// Vilsack" after "U.S. Agriculture Secretary Tom Vilsack".
func (art *article) dropBareOffices() {
	stated := map[string]bool{}
	for i := range art.facts {
		if f := &art.facts[i]; f.pred == "holds-office" && !weakOffice(f) {
			stated[f.subj.key()] = true
		}
	}
	kept := art.facts[:0]
	for _, f := range art.facts {
		if f.pred == "holds-office" && weakOffice(&f) && stated[f.subj.key()] {
			continue
		}
		kept = append(kept, f)
	}
	art.facts = kept
}

func weakOffice(f *fact) bool {
	return strings.HasSuffix(f.rule, "/office-bare") || strings.HasSuffix(f.rule, "/office-implied") || strings.HasSuffix(f.rule, "/office-tied")
}

// endTies makes the ties of the dead former ones.
func (art *article) endTies() {
	dead := map[string]bool{}
	for i := range art.facts {
		switch f := &art.facts[i]; f.pred {
		case "died-in", "died-on", "died-of":
			dead[f.subj.key()] = true
		case "killed":
			dead[f.obj.key()] = true
		}
	}
	for i := range art.facts {
		switch f := &art.facts[i]; f.pred {
		case "holds-office", "member-of", "works-for":
			if f.status == "" && dead[f.subj.key()] {
				f.status = "former"
			}
		}
	}
}
