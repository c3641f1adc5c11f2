package extract

import "strings"

// findOrigins reads "X of Norway", "X (Mauritius)" for a person without a title there.
func findOrigins(s *sentence) {
	for _, m := range s.mentions {
		if m.ent.root().class != "Person" {
			continue
		}
		b := s.originOf(m)
		if b == nil || b.class == "Group" && b.ent.root().class != "Organization" {
			continue
		}
		if o, ok := s.titleBefore(m.first); ok && o.kind != kindRole {
			continue
		}
		f := fact{subj: m.arg(), pred: "nationality", obj: b.arg(), rule: "origin/of", confidence: 0.6, verb: -1}
		switch e := b.ent.root(); {
		case e.class == "Organization" && strings.Contains(e.name, "Universit"):
			f.pred = "works-for"
		case e.class == "Organization" && s.word(m.last) != "(":
			continue // one who works there as often as a member
		case e.class == "Organization":
			f.pred = "member-of" // "X (Labour)"
		case e.kind != "country" && s.word(m.last) != "from":
			continue // "X of Hawthorn": a club's or a court's way to tell people apart
		case e.kind != "country":
			f.pred = "lives-in"
		}
		s.emit(f)
	}
}

// originOf is the place of "X of PLACE", "X from PLACE" and "X (PLACE)".
func (s *sentence) originOf(m *mention) *mention {
	i := m.last
	switch s.word(i) {
	case "of", "from":
	case "(":
		if b := s.mentionAt(i + 1); b == nil || s.word(b.last) != ")" {
			return nil
		}
	default:
		return nil
	}
	i++
	if s.word(i) == "the" {
		i++
	}
	if b := s.mentionAt(i); b != nil && b.first == i {
		if c := b.ent.root().class; c == "Place" || c == "Organization" && b.ent.root() != m.ent.root() {
			return b
		}
	}
	return nil
}
