package extract

import "strings"

// impliedBody is the body of an office whose phrase names none: a country for those
// who govern one, the chamber for a legislator.
func (s *sentence) impliedBody(o office) arg {
	art := s.art
	if art.governs(o.text) {
		if m := s.countryLeft(o.first); m != nil {
			return m.arg()
		}
		if e := art.placeWithout(o.text, "country"); e != nil {
			return arg{ent: e, as: o.text}
		}
		return arg{}
	}
	if o.text == "governor" || o.text == "lieutenant governor" {
		if e := art.placeWithout(o.text, "state"); e != nil {
			return arg{ent: e, as: o.text}
		}
	}
	for _, chamber := range art.chambers(o.text) {
		if e := art.named(chamber); e != nil {
			return arg{ent: e, as: o.text}
		}
	}
	return arg{}
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
// whose holder of the role it does not name.
func (art *article) placeWithout(text, kind string) *entity {
	var best *entity
	for _, e := range art.ents {
		if e.same != nil || e.kind != kind || art.held[text+"|"+e.name] {
			continue
		}
		if best == nil || len(e.mentions) > len(best.mentions) {
			best = e
		}
	}
	return best
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
	return strings.HasSuffix(f.rule, "/office-bare") || strings.HasSuffix(f.rule, "/office-implied")
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
