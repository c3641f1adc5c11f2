package extract

import "strings"

// findTitles reads titles before names: "California Attorney General Xavier
// Becerra", "Foreign Minister of Ghana X", "Ministers A and B".
func findTitles(s *sentence) {
	for _, m := range s.mentions {
		if m.class != "Person" && m.ent.root().class != "Person" {
			continue
		}
		o, ok := s.titleBefore(m.first)
		if !ok {
			continue
		}
		persons := []*mention{m}
		if o.plural {
			persons = append(persons, s.listed(m)...)
		}
		if o.body == nil {
			o.body = s.bodyAfterName(persons[len(persons)-1])
		}
		for _, p := range persons {
			s.emitOffice(p.arg(), o, "title")
		}
	}
}

// noteHolders notes who bears which title, so that "the president" can be resolved.
func (s *sentence) noteHolders() {
	for _, m := range s.mentions {
		if m.ent.root().class != "Person" {
			continue
		}
		o, ok := s.titleBefore(m.first)
		if ok {
			s.noteTitle(o, m)
		}
		if !ok && s.word(m.last) == "," {
			o, _, ok = s.officeFrom(m.last + 1)
		}
		if ok && o.body == nil && !o.bodyArg.ok() {
			o.body = s.bodyAfterName(m)
		}
		if ok && o.body != nil {
			s.art.held[o.text+"|"+o.body.ent.root().name] = true
			if o.body.ent.root().kind == "country" && s.art.homes[m.ent.root()] == nil {
				s.art.homes[m.ent.root()] = o.body.ent.root()
			}
		}
		if ok && s.art.bearers[o.text] == nil {
			s.art.bearers[o.text] = map[*entity]bool{}
		}
		if ok {
			s.art.bearers[o.text][m.ent.root()] = true
		}
		if ok && o.status == "" {
			s.art.holders[o.text] = m.ent
			if k := strings.LastIndex(o.text, " "); k >= 0 {
				s.art.holders[o.text[k+1:]] = m.ent
			}
		}
	}
}

// noteTitle notes which name the tokens of a title belong to.
func (s *sentence) noteTitle(o office, m *mention) {
	if s.titles == nil {
		s.titles = map[int]*mention{}
	}
	for i := o.first; i < m.first; i++ {
		s.titles[i] = m
	}
}

// titleBefore reads the title that ends just before token i.
func (s *sentence) titleBefore(i int) (office, bool) {
	end := i
	for s.art.word("honorifics").Has(s.word(end-1)) && s.art.word("titles").Of(s.word(end-1)) == "" {
		end-- // "Director-General Dr. X"
	}
	if s.word(end-1) == "," || s.word(end-1) == `"` {
		end--
	}
	comma := end != i
	if r, ok := s.roleBefore(s.first, end); ok {
		if o, ok := s.adviserTitle(r); ok {
			return o, true
		}
		if comma && !s.definite(r) && !(s.art.governs(r.text) && upper(s.tok(r.first).Text)) {
			return office{}, false
		}
		return s.withBodyLeft(r), true
	}
	// "ROLE of BODY NAME", "ROLE of BODY, NAME,"
	if b := s.mentionAt(end - 1); b != nil && b.last == end && bodyClass(b) {
		prep := b.first - 1
		if s.word(prep) == "the" {
			prep--
		}
		switch s.word(prep) {
		case "of", "for", "at", "in", "from":
			if r, ok := s.roleBefore(s.first, prep); ok && (!comma || s.definite(r)) {
				o := s.withBodyLeft(r)
				if s.art.word("envoys").Has(lastWord(o.text)) && o.body != nil {
					o.text += " to " + b.text() // "the U.S. ambassador in Greece, X"
					return o, true
				}
				if s.field(b) && s.art.word("portfolio-roles").Has(lastWord(o.text)) {
					o.text += " " + s.word(prep) + " " + strings.ToLower(b.text())
					return o, true
				}
				o.body = b
				return o, true
			}
		}
	}
	if o, ok := s.portfolioTitle(i); ok {
		return o, true
	}
	if comma {
		return s.definiteTitle(end)
	}
	return office{}, false
}

// definiteTitle reads "the vice chair of the foreign committee, NAME": a role with its
// body that ends before the comma at end.
func (s *sentence) definiteTitle(end int) (office, bool) {
	stop := end
	if s.word(end-1) == ")" && s.word(end-3) == "(" {
		stop = end - 3 // "(OIC)"
	}
	for j := stop - 2; j >= max(s.first, stop-12); j-- {
		switch s.word(j) {
		case "the", "its", "their", "current":
			if o, next, ok := s.officeFrom(j + 1); ok && next == stop {
				return o, true
			}
		case ",", ";", ":":
			return office{}, false
		}
	}
	return office{}, false
}

// adviserTitle reads "Senior Adviser to the President NAME": the name is not the
// president's.
func (s *sentence) adviserTitle(r role) (office, bool) {
	to := r.first - 1
	if s.word(to) == "the" {
		to--
	}
	if s.word(to) != "to" {
		return office{}, false
	}
	upper, ok := s.roleBefore(s.first, to)
	if !ok {
		return office{}, false
	}
	o := s.withBodyLeft(upper)
	o.text += " to the " + r.text
	if e := s.art.holders[r.text]; e != nil {
		o.bodyArg = arg{ent: e, as: r.text}
	}
	return o, true
}

// portfolioTitle reads "Minister for Sport NAME", "Secretary of Defense NAME": the
// field is a part of the role.
func (s *sentence) portfolioTitle(i int) (office, bool) {
	for j := i - 1; j >= max(s.first, i-9); j-- {
		w := s.word(j)
		if (w == "of" || w == "for") && j < i-1 {
			r, ok := s.roleBefore(s.first, j)
			if !ok {
				continue
			}
			o := s.withBodyLeft(r)
			if !s.art.word("portfolio-roles").Has(lastWord(o.text)) {
				// "Speaker of the House NAME"
				o.body, o.bodyArg = nil, s.phraseArg(j+1, i, "Organization")
				return o, r.kind == officeRole
			}
			end := i
			if m := s.mentionAt(i - 1); m != nil && m.ent.root().class == "Place" && s.word(m.first-1) == "of" && m.first-1 > j {
				o.body, end = m, m.first-1 // "Minister of Trade of Chile NAME"
			}
			o.text += " " + strings.TrimRight(strings.ToLower(s.text(j, end)), ", ")
			o.last = i
			return o, r.kind == officeRole
		}
		if s.pos(j) == "VERB" || s.pos(j) == "PUNCT" && w != "," && w != "-" && w != "'" || s.mentionAt(j) != nil && s.mentionAt(j).ent.root().class == "Person" {
			break
		}
	}
	return office{}, false
}

// definite says that a role phrase can take a name in apposition after a comma: it
// has an article or a possessor. "president, X" alone would be a list.
func (s *sentence) definite(r role) bool {
	for i := r.first - 1; i >= max(s.first, r.first-4); i-- {
		switch s.word(i) {
		case "the", "'s", "'", "its", "their", "his", "her", "current":
			return true
		}
		if m := s.mentionAt(i); m != nil {
			return m.class == "Group" || m.class == "Place" // "the former Malaysian Prime Minister, X"
		}
		if s.pos(i) != "ADJ" && s.pos(i) != "NOUN" {
			return false
		}
	}
	return false
}

// roleBefore reads the role phrase that ends before token end: its head and the
// modifiers to the left of it.
func (s *sentence) roleBefore(floor, end int) (role, bool) {
	if end <= floor {
		return role{}, false
	}
	status := ""
	last := end
	// "president-elect", "prime minister designate"
	if st := s.art.word("status-words").Of(s.word(end - 1)); st != "" && end-1 > floor && st != "former" {
		status, last = st, end-1
		if s.word(last-1) == "-" {
			last--
		}
	}
	first, kind := s.roleEnding(floor, last)
	if kind == noRole && status != "" {
		// "mayoral candidate": a role by itself
		status, last = "", end
		first, kind = s.roleEnding(floor, last)
	}
	if kind == noRole {
		if title := s.art.word("titles").Of(s.word(end - 1)); title != "" {
			r := role{first: end - 1, last: end, kind: officeRole, text: title}
			return s.roleModifiers(floor, r), true
		}
		return role{}, false
	}
	r := role{first: first, last: last, kind: kind, status: status}
	head := strings.ToLower(s.text(first, last))
	r.text = singular(head)
	r.plural = r.text != head
	return s.roleModifiers(floor, r), true
}

// roleModifiers takes the words left of a role's head into it, and notes status words.
func (s *sentence) roleModifiers(floor int, r role) role {
	words := []string{r.text}
	for i := r.first - 1; i >= floor; i-- {
		w := s.word(i)
		if w == "-" && i > floor && !s.tok(i).Space && !s.tok(i-1).Space {
			if st := s.art.word("status-words").Of(s.word(i - 1)); st != "" {
				r.status, r.first = st, i-1
				i--
				continue
			}
			if s.art.word("role-modifiers").Has(s.word(i - 1)) {
				words[0] = s.word(i-1) + "-" + words[0]
				r.first = i - 1
				i--
				continue
			}
			break
		}
		if st := s.art.word("status-words").Of(w); st != "" {
			r.status, r.first = st, i
			continue
		}
		if s.art.word("role-fillers").Has(w) {
			r.first = i
			continue
		}
		if s.dateAt(i) || !s.roleModifier(i) {
			break
		}
		words = append([]string{w}, words...)
		r.first = i
	}
	r.text = strings.Join(words, " ")
	return r
}

// roleModifier says that token i can be a modifier of the role that follows.
func (s *sentence) roleModifier(i int) bool {
	if m := s.mentionAt(i); m != nil && (m.class != "Thing" && m.class != "Person" || m.last-m.first > 1) {
		return false
	}
	if s.art.word("role-modifiers").Has(s.word(i)) {
		return true
	}
	if s.mentionAt(i) != nil {
		return false
	}
	switch s.tag(i) {
	case "JJ", "NN":
		return !upper(s.tok(i).Text) && len(s.tok(i).Text) > 2
	}
	return false
}
