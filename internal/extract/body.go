package extract

import "strings"

// bodyClass says that an office can be held at what the mention names.
func bodyClass(m *mention) bool {
	switch class := m.ent.root().class; class {
	case "Organization", "Place":
		return true
	case "Thing", "Product", "Event", "Work":
		return m.class != "Group"
	}
	return false
}

// withBodyLeft looks for the role's body to the left: "Sweden's", "French", "Labour", and
// for the status before that.
func (s *sentence) withBodyLeft(r role) office {
	o := s.bodyLeft(r)
	if o.status == "" {
		o.status = s.statusLeft(o)
	}
	return o
}

// statusLeft is the status that stands before the body of a role: "former Canadian prime
// minister", "ex-German chancellor".
func (s *sentence) statusLeft(o office) string {
	i := o.first - 1
	for m := s.mentionAt(i); m != nil && m.class != "Person"; m = s.mentionAt(i) {
		i = m.first - 1
	}
	if i == o.first-1 {
		return ""
	}
	joined := s.word(i) == "-"
	if joined {
		i--
	}
	if s.word(i) == "then" && !joined && i == s.first {
		return "" // "Then French President X arrived"
	}
	return s.art.word("status-words").Of(s.word(i))
}

func (s *sentence) bodyLeft(r role) office {
	o := office{role: r}
	i := r.first - 1
	if b := s.bodyInside(r); b.ok() {
		o.bodyArg = b
		o.text = lastWord(o.text)
		return o
	}
	for hops := 0; hops < 3; hops++ {
		w := s.word(i)
		if w == "'s" || w == "'" || w == "-" {
			i--
		}
		m := s.mentionAt(i)
		if m == nil && (w == "'s" || s.tag(i) == "PRP$") && s.ref(i) != nil && o.bodyArg.ent == nil {
			o.bodyArg = arg{ent: s.ref(i), as: s.asWritten(i, i+1)} // "the agency's director"
		}
		if m == nil || m.last < i {
			break
		}
		if place, rest := s.placeAndField(m); place != nil && o.body == nil {
			o.text = rest + " " + o.text // "Canadian Public Safety Minister"
			o.bodyArg = arg{ent: place, as: m.asWritten()}
			return o
		}
		switch {
		case s.field(m):
			o.text = strings.ToLower(m.text()) + " " + o.text
			o.first = m.first
		case m.class == "Group" && m.demonym == "" && m.ent.root().class == "Organization":
			if s.art.word("party-offices").Has(lastWord(o.text)) {
				o.body = m
				return o
			}
			o.party = m
		case bodyClass(m):
			if o.body == nil {
				o.body = m
			}
			return o
		default:
			return o
		}
		i = m.first - 1
	}
	return o
}

// bodyInside is the body that a role's own modifiers name: "Iran's central bank
// governor" governs the bank.
func (s *sentence) bodyInside(r role) arg {
	k := strings.Count(r.text, " ")
	head := r.last - 1
	if k == 0 || head-k != r.first || !s.art.word("inner-bodies").Has(s.word(head-1)) {
		return arg{}
	}
	return s.phraseArg(r.first, head, "Organization")
}

// placeAndField takes a name before a role apart that is a country's adjective and the
// role's field.
func (s *sentence) placeAndField(m *mention) (*entity, string) {
	if m.last-m.first < 2 || m.class == "Group" || s.art.headClass(s.lower(m.last-1)) == "Organization" {
		return nil, ""
	}
	if g := s.art.gaz; g.demonym[s.tok(m.first).Text] == "" && g.country[s.tok(m.first).Text] == "" {
		return nil, ""
	}
	if !s.general(m.last-1, m.last) {
		return nil, ""
	}
	return s.art.placeOf(s.tok(m.first).Text), strings.ToLower(s.text(m.first+1, m.last))
}

// general says that tokens [first, last) are words of fields and ranks, nobody's own.
func (s *sentence) general(first, last int) bool {
	for i := first; i < last; i++ {
		w := s.lower(i)
		if !s.art.word("generic-words").Has(w) && !s.art.word("role-modifiers").Has(w) && w != "and" && w != "of" {
			return false
		}
	}
	return true
}

// field says that what stands before a role is its field and no body: "Energy
// Secretary".
func (s *sentence) field(m *mention) bool {
	if m.class == "Person" || m.class == "Group" {
		return false
	}
	return s.general(m.first, m.last) && s.art.headClass(s.lower(m.last-1)) != "Organization"
}

// bodyAfterName reads "President X of Brazil", "Senator Y of Vermont".
func (s *sentence) bodyAfterName(m *mention) *mention {
	if w := s.word(m.last); w != "of" && w != "for" {
		return nil
	}
	i := m.last + 1
	if s.word(i) == "the" {
		i++
	}
	if b := s.mentionAt(i); b != nil && b.first == i && bodyClass(b) {
		return s.finest(b)
	}
	return nil
}

// finest is the body that a possessor leads to: the Y of "X's Y".
func (s *sentence) finest(b *mention) *mention {
	if w := s.word(b.last); w == "'s" || w == "'" {
		if m := s.mentionAt(b.last + 1); m != nil && m.first == b.last+1 && m.ent.root().class == "Organization" {
			return m
		}
	}
	return b
}

// bodyRight reads "of BODY", "for BODY", "at BODY" after a role, and gives the token
// after it. A second body by "at" or "in" is the finer one's place and left alone.
func (s *sentence) bodyRight(o *office) int {
	i := o.last
	if s.word(i) == "-" && s.has(i+1) {
		i += 2
	}
	if b := s.mentionAt(i + 1); o.body == nil && s.word(i) == "," && b != nil && b.first == i+1 && b.class == "Organization" {
		// "general manager, Acme Feeds,"
		if w := s.word(b.last); w == "," || w == "." || w == ")" || w == ";" || w == "" {
			o.body = b
			return b.last
		}
	}
	for hop := 0; hop < 2; hop++ {
		w := s.word(i)
		switch w {
		case "of", "for", "at", "with", "in", "to", "on":
		default:
			return i
		}
		j := i + 1
		for s.has(j) && s.mentionAt(j) == nil && (s.pos(j) == "DET" || s.tag(j) == "PRP$" || s.pos(j) == "ADJ") {
			j++
		}
		if m := s.mentionAt(j); m != nil && m.first == j {
			return s.namedBody(o, w, i, m)
		}
		next, more := s.unnamedBody(o, w, i)
		if !more {
			return next
		}
		i = next // "professor of economics at BODY"
	}
	return i
}

// namedBody takes the name m after a role and the preposition w at token i as its body,
// its field or the place that it is sent to, and gives the token after it.
func (s *sentence) namedBody(o *office, w string, i int, m *mention) int {
	head := lastWord(o.text)
	switch {
	case (w == "of" || w == "for") && s.field(m) && s.art.word("portfolio-roles").Has(head):
		o.text += " " + w + " " + strings.ToLower(m.text()) // "minister for youth"
		return m.last
	case w == "to" || w == "in" && s.art.word("envoys").Has(head):
		o.text += " to " + m.text()
		return m.last
	case s.word(m.last) == "'s" && s.has(m.last+1):
		if end := s.possessedBody(o, m.last+1); end > 0 {
			return end
		}
	}
	if end := s.modified(m); end > m.last {
		o.bodyArg = s.phraseArg(m.first, end, "Organization") // "member of the U.S. prosecution team"
		return end
	}
	if !bodyClass(m) && (m.ent.root().class != "Person" || w == "in") {
		return m.last
	}
	if w == "in" && o.body != nil {
		return i
	}
	if b := s.mentionAt(m.last + 1); w == "for" && m.ent.root().class == "Place" && s.word(m.last) == "," && b != nil && b.class == "Organization" {
		// "managing director for East Asia, Acme,"
		o.text += " for " + strings.ToLower(m.text())
		m = b
	}
	o.body = m
	return m.last
}

// possessedBody takes what follows a possessor at token i as the body, and gives the
// token after it, or 0: "of the agency's legal department".
func (s *sentence) possessedBody(o *office, i int) int {
	if m := s.mentionAt(i); m != nil && bodyClass(m) {
		o.body = m
		return m.last
	}
	first, last := s.nounPhrase(i)
	if last <= first {
		return 0
	}
	o.bodyArg = s.phraseArg(first, last, "Organization")
	return last
}

// unnamedBody takes the common noun phrase after a role and the preposition w at token
// i as its body, and gives the token after it; more says that a body may still follow.
func (s *sentence) unnamedBody(o *office, w string, i int) (next int, more bool) {
	first, last := s.nounPhrase(i + 1)
	if last <= first || w == "in" || w == "on" || w == "with" || w == "to" {
		return i, false
	}
	switch s.word(last) {
	case "at", "in", "of", "for":
		return last, true
	}
	if o.body != nil || o.bodyArg.ok() {
		o.text += " " + strings.ToLower(s.text(i, last)) // "the agency's director of investment"
		return last, false
	}
	ref := s.ref(last - 1)
	if h := s.art.headClass(s.lower(last - 1)); ref == nil && h != "Organization" && h != "Place" {
		return i, false
	}
	if o.bodyArg = s.phraseArg(first, last, "Organization"); ref != nil {
		o.bodyArg = arg{ent: ref, as: s.asWritten(first, last)}
	}
	return last, false
}

// modified gives the end of the noun phrase that the name only modifies, or the name's
// own end: "the U.S. prosecution team", but "the ZANU-PF party".
func (s *sentence) modified(m *mention) int {
	end := m.last
	for s.has(end) && s.mentionAt(end) == nil && (s.tag(end) == "NN" || s.tag(end) == "NNS") && end < m.last+3 {
		end++
	}
	if end == m.last || s.art.word("kinds-after").Has(s.lower(end-1)) || s.art.headClass(s.lower(end-1)) != "Organization" {
		return m.last
	}
	return end
}
