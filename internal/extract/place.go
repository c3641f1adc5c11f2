package extract

import "strings"

// findPlaceChains reads "A, B": Bethesda, Maryland.
func findPlaceChains(s *sentence) {
	for k := 0; k+1 < len(s.mentions); k++ {
		a, b := s.mentions[k], s.mentions[k+1]
		if !s.chained(a, b) {
			continue
		}
		s.emit(fact{subj: a.arg(), pred: "located-in", obj: b.arg(), rule: "place/chain", confidence: 0.9, verb: -1})
	}
}

// chained says that a and b are a place and the larger one that it lies in.
func (s *sentence) chained(a, b *mention) bool {
	if a.class == "Group" || b.class == "Group" || !placeLike(a) || b.ent.root().class != "Place" || a.ent.root() == b.ent.root() {
		return false
	}
	if s.word(a.last) == "(" && b.first == a.last+1 && s.word(b.last) == ")" {
		return s.wider(a, b) && b.ent.root().kind != ""
	}
	if s.word(a.last) != "," || b.first != a.last+1 || s.inList(a, b) {
		return false
	}
	if !s.wider(a, b) {
		return false
	}
	// A list: "Ohio, Iowa and Utah", "in Paris, Ohio and Texas".
	if s.word(b.last) == "," && s.word(b.last+1) == "and" || s.word(b.last) == "and" || s.word(b.last) == "or" {
		return b.ent.root().kind == "state" && a.ent.root().kind == ""
	}
	if s.word(a.first-1) == "and" && s.word(a.first-2) == "," {
		return b.ent.root().kind != ""
	}
	// Three of a kind in a row are a list.
	if prev := s.mentionAt(a.first - 2); s.word(a.first-1) == "," && prev != nil && prev.last == a.first-1 && prev.ent.root().kind == a.ent.root().kind && a.ent.root().kind == b.ent.root().kind {
		return false
	}
	return true
}

// inList says that a, b stand in a list of places: three or more with commas, of which
// the ones around the pair are of the kind of one of the two.
func (s *sentence) inList(a, b *mention) bool {
	kind := func(m *mention) string { return m.ent.root().kind }
	if next := s.mentionAt(b.last + 1); s.word(b.last) == "," && next != nil && next.first == b.last+1 && next.ent.root().class == "Place" && kind(next) == kind(b) {
		return true
	}
	prev := s.mentionAt(a.first - 2)
	return s.word(a.first-1) == "," && prev != nil && prev.last == a.first-1 && prev.ent.root().class == "Place" && kind(prev) == kind(a) && kind(a) == kind(b)
}

// placeLike says that something can lie somewhere by a comma: a place, or a body
// whose name is a building's.
func placeLike(m *mention) bool {
	switch m.ent.root().class {
	case "Place":
		return true
	case "Organization":
		w := strings.ToLower(m.sent.tok(m.last - 1).Text)
		return w == "university" || w == "hospital" || w == "college" || w == "school" || w == "museum" || w == "center" || w == "centre" || w == "institute" || w == "church"
	}
	return false
}

var extent = map[string]int{"": 0, "state": 1, "country": 2, "region": 3}

// wider says that b is of a wider kind than a, as far as the gazetteer knows.
func (s *sentence) wider(a, b *mention) bool {
	x, y := extent[a.ent.root().kind], extent[b.ent.root().kind]
	if x == 0 && y == 0 {
		// Two unknown ones: a building and its town, a town and its district, more often
		// than a list.
		return s.word(b.last) == "," || s.art.headClass(s.word(a.last-1)) == "Place"
	}
	return y > x
}

// findPlacePhrases reads "A in B", "B's A", "the A district of B".
func findPlacePhrases(s *sentence) {
	for _, a := range s.mentions {
		if a.class == "Group" || !locatable(a) {
			continue
		}
		if b := s.placeAfter(a); b != nil {
			s.emitPlace(a, b, "place/in", 0.75)
		}
		if b := s.ownerPlace(a); b != nil {
			s.emitPlace(a, b, "place/possessor", 0.6)
		}
	}
}

func locatable(m *mention) bool {
	switch m.ent.root().class {
	case "Place", "Organization":
		return true
	}
	return false
}

// emitPlace adds that a lies in b, or is part of it where it is an arm of its state.
func (s *sentence) emitPlace(a, b *mention, rule string, confidence float64) {
	pred := "located-in"
	e, p := a.ent.root(), b.ent.root()
	if e == p || e.kind == "country" && p.kind != "region" || strings.Contains(p.name, e.name) {
		return
	}
	if e.class == "Organization" && s.art.stateArm(e.name) && p.kind != "" {
		pred, rule = "part-of", strings.Replace(rule, "place/", "part/", 1)
	}
	s.emit(fact{subj: a.arg(), pred: pred, obj: b.arg(), rule: rule, confidence: confidence, verb: -1})
}

// stateArm says that a body is an arm of a state: its parliament, court, army.
func (art *article) stateArm(name string) bool {
	for _, w := range strings.Fields(strings.ToLower(name)) {
		if art.word("state-arms").Has(w) {
			return true
		}
	}
	return false
}

// placeAfter is the B of "A in B" and "A of the city of B".
func (s *sentence) placeAfter(a *mention) *mention {
	i := a.last
	if s.word(i) == ")" {
		i++
	}
	if s.has(i) && s.mentionAt(i) == nil && s.tag(i) == "NN" && s.art.headClass(s.word(i)) == "Place" {
		i++ // "the Tigray region of Ethiopia"
	}
	switch w := s.word(i); {
	case w == "in" || w == "at" && a.ent.root().class == "Place":
	case w == "," && (s.word(i+1) == "in" || s.word(i+1) == "located" && s.word(i+2) == "in"):
		i++
		if s.word(i) == "located" {
			i++
		}
	case w == "of" && a.ent.root().class == "Place" && s.art.headClass(s.lower(i-1)) == "Place":
	default:
		return nil
	}
	return s.placeFrom(i + 1)
}

// ownerPlace is the B of "B's A" and of "the B-based A", "Japanese A" for a body.
func (s *sentence) ownerPlace(a *mention) *mention {
	i := a.first - 1
	w := s.word(i)
	if w == "'s" || w == "'" {
		if b := s.mentionAt(i - 1); b != nil && b.last == i && b.ent.root().class == "Place" {
			return b
		}
		return nil
	}
	if w == "of" && s.art.headClass(s.word(i-1)) == "Place" {
		i-- // "the Philippine island of Luzon"
	}
	// Between possessor and name: class nouns and adjectives, "China's capital Beijing".
	for n := 0; n < 4 && s.has(i) && s.mentionAt(i) == nil && (s.pos(i) == "NOUN" || s.pos(i) == "ADJ"); n++ {
		i--
	}
	w = s.word(i)
	if w == "'s" || w == "'" {
		if b := s.mentionAt(i - 1); b != nil && b.ent.root().class == "Place" {
			return b
		}
	}
	if b := s.mentionAt(i); b != nil && b.class == "Group" && b.demonym != "" && b.last == i+1 && i < a.first-1 && a.ent.root().class != "Person" {
		return b
	}
	return nil
}

// findCapitals reads "Paris, the capital of France", "the French capital, Paris", "France's
// capital Paris".
func findCapitals(s *sentence) {
	for i := s.first; i < s.last; i++ {
		if s.lower(i) != "capital" {
			continue
		}
		if w := s.word(i + 1); w == "city" {
			i++
		}
		country := s.capitalOf(i)
		city := s.capitalName(i)
		if country == nil || city == nil || country.ent.root() == city.ent.root() {
			continue
		}
		s.emit(fact{subj: city.arg(), pred: "capital-of", obj: country.arg(), rule: "place/capital", confidence: 0.85, verb: -1})
	}
}

func (s *sentence) capitalOf(i int) *mention {
	for j := i - 1; j >= max(s.first, i-4); j-- {
		if s.word(j) == "," {
			break
		}
		if m := s.mentionAt(j); m != nil {
			if m.ent.root().class == "Place" {
				return m
			}
			break
		}
	}
	if s.word(i+1) == "of" {
		for j := i + 2; j < i+4; j++ {
			if m := s.mentionAt(j); m != nil && m.ent.root().class == "Place" {
				return m
			}
		}
	}
	return nil
}

func (s *sentence) capitalName(i int) *mention {
	j := i + 1
	if s.word(j) == "," || s.word(j) == "of" && s.capitalOf(i) != nil && s.mentionAt(i-1) != nil {
		j++
	}
	if m := s.mentionAt(j); m != nil && m.first == j && m.ent.root().class == "Place" && s.word(i+1) != "of" {
		return m
	}
	// "Paris, the capital of", "Paris, France's capital", "Paris is the capital of"
	for j := i - 1; j >= max(s.first, i-6); j-- {
		if w := s.word(j); w == "," || w == "is" || w == "(" {
			if m := s.mentionAt(j - 1); m != nil && m.ent.root().class == "Place" && m.class != "Group" {
				return m
			}
			return nil
		}
	}
	return nil
}

// findIncluded reads lists that a place holds: "cities within the province, including A,
// B and C", "the country's cities of A and B".
func findIncluded(s *sentence) {
	for i := s.first; i < s.last; i++ {
		w := s.word(i)
		if w != "including" && !(w == "as" && s.word(i-1) == "such") && w != "like" {
			continue
		}
		first := s.mentionAt(i + 1)
		if first == nil && s.word(i+1) == "the" {
			first = s.mentionAt(i + 2)
		}
		if first == nil || first.ent.root().class != "Place" {
			continue
		}
		whole, ok := s.wholeBefore(i)
		if !ok {
			continue
		}
		for _, m := range append([]*mention{first}, s.listed(first)...) {
			if m.class != "Group" && m.ent.root() != whole.ent.root() {
				s.emit(fact{subj: m.arg(), pred: "located-in", obj: whole, rule: "place/including", confidence: 0.75, verb: -1})
			}
		}
	}
}

// wholeBefore is the place whose parts the list that starts at i names: within, in, of,
// across PLACE, before it and after a plural of a place noun.
func (s *sentence) wholeBefore(i int) (arg, bool) {
	var whole arg
	for j := i - 1; j >= max(s.first, i-8); j-- {
		if m := s.mentionAt(j); m != nil && whole.ent == nil {
			if m.ent.root().class == "Place" {
				whole = m.arg()
			}
			continue
		}
		if e := s.ref(j); e != nil && e.root().class == "Place" && whole.ent == nil {
			whole = arg{ent: e, as: s.asWritten(j, j+1)}
			continue
		}
		if w := s.lower(j); strings.HasSuffix(w, "s") && s.art.headClass(singularWord(w)) == "Place" {
			return whole, whole.ent != nil
		}
	}
	return arg{}, false
}

// findNamedParts reads the state out of the name of one of its arms: "Maine House of
// Representatives", "U.S. Department of Energy", "Government of Jordan". Of companies
// and clubs the name does not tell where they are.
func findNamedParts(s *sentence) {
	for _, m := range s.mentions {
		e := m.ent.root()
		if e.class != "Organization" || m.class == "Group" || m.last-m.first < 2 || !s.art.stateArm(e.name) {
			continue
		}
		p := s.art.placeInName(m)
		if p == nil || p.root() == e {
			continue
		}
		s.emit(fact{subj: m.arg(), pred: "part-of", obj: arg{ent: p, as: p.root().name}, rule: "name/part", confidence: 0.45, verb: -1})
	}
}

// findBodyParts reads "X's Y" and "Y at X" of two bodies: "the Department of State's Bureau
// of Energy Resources".
func findBodyParts(s *sentence) {
	for _, m := range s.mentions {
		if m.class != "Organization" || m.ent.root().class != "Organization" {
			continue
		}
		var whole *mention
		if w := s.word(m.first - 1); w == "'s" || w == "'" {
			whole = s.mentionAt(m.first - 2)
		}
		if w := s.word(m.last); whole == nil && (w == "at" || w == "of") {
			i := m.last + 1
			if s.word(i) == "the" {
				i++
			}
			whole = s.mentionAt(i)
		}
		if whole != nil && whole.class == "Organization" && whole.ent.root().class == "Organization" && whole.ent.root() != m.ent.root() {
			s.emit(fact{subj: m.arg(), pred: "part-of", obj: whole.arg(), rule: "part/body", confidence: 0.7, verb: -1})
		}
	}
	for i := s.first; i < s.last; i++ {
		if s.pos(i) == "NOUN" && s.mentionAt(i) == nil && s.art.word("unnamed-arms").Has(s.lower(i)) {
			s.unnamedArm(i)
		}
	}
}

// unnamedArm reads "the Egyptian interior ministry": an arm of a state by common noun.
func (s *sentence) unnamedArm(i int) {
	first, last := s.base(i)
	m := s.mentionAt(first)
	if m == nil || m.first != first || last-first > 4 || m.ent.root().class != "Place" || m.ent.root().kind == "" || m.ent.root().kind == "region" {
		return
	}
	a := s.phraseArg(first, last, "Organization")
	if !a.ok() {
		return
	}
	f := fact{subj: a, pred: "part-of", obj: m.arg(), rule: "part/arm", confidence: 0.5, verb: -1}
	if s.lower(i) == "court" {
		f.pred, f.rule = "located-in", "place/court" // one of many, and on its own
	}
	s.emit(f)
}

// placeInName is the country or state that a body's name starts with, or that an "of"
// in it ends with.
func (art *article) placeInName(m *mention) *entity {
	words := strings.Fields(m.text())
	for n := min(3, len(words)-1); n > 0; n-- {
		if e := art.placeOf(strings.Join(words[:n], " ")); e != nil {
			return e
		}
	}
	for k := 1; k+1 < len(words); k++ {
		if words[k] == "of" {
			if e := art.placeOf(strings.TrimPrefix(strings.Join(words[k+1:], " "), "the ")); e != nil {
				return e
			}
		}
	}
	return nil
}

// placeOf is the entity of a country's or state's name or adjective.
func (art *article) placeOf(name string) *entity {
	g := art.gaz
	country := g.country[name]
	if country == "" {
		country = g.demonym[name]
	}
	if country == "" && g.state[name] != "" {
		country = name
	}
	if country == "" || country == "European Union" {
		return nil
	}
	for _, e := range art.ents {
		if e.same == nil && e.class == "Place" && (e.name == country || g.country[e.name] == country) {
			return e
		}
	}
	if g.country[name] != "" {
		country = name
	}
	e := art.newEntity("Place", country)
	e.kind = g.kind(country)
	return e
}

// findFacilities reads "a courthouse in Atlanta": a building or a body without a name
// of its own.
func findFacilities(s *sentence) {
	for i := s.first; i < s.last; i++ {
		if s.pos(i) != "NOUN" || s.mentionAt(i) != nil || !s.art.word("facilities").Has(s.lemma(i)) {
			continue
		}
		if w := s.word(i + 1); w != "in" && w != "at" && w != "inside" && w != "on" {
			continue
		}
		b := s.placeFrom(i + 2)
		if b == nil {
			continue
		}
		first, last := s.base(i)
		if a := s.phraseArg(first, last, "Place"); a.ok() {
			s.emit(fact{subj: a, pred: "located-in", obj: b.arg(), rule: "place/facility", confidence: 0.5, verb: -1})
		}
	}
}

// placeFrom is the place that starts at token i, or after words that only lead to it:
// "the city of X", "central X".
func (s *sentence) placeFrom(i int) *mention {
	for j := i; j < i+5 && s.has(j); j++ {
		if b := s.mentionAt(j); b != nil {
			if b.class == "Group" {
				j = b.last - 1
				continue
			}
			if b.ent.root().class == "Place" && s.word(b.last) != "'s" {
				return b
			}
			return nil
		}
		switch s.pos(j) {
		case "DET", "ADJ", "PUNCT":
			continue
		case "NOUN", "ADP":
			switch s.lower(j) {
			case "city", "town", "capital", "state", "province", "village", "district", "suburb", "region", "of":
				continue
			}
		}
		return nil
	}
	return nil
}
