package extract

import (
	"strings"
)

// office is a role with the body that it is held at, as a phrase says it.
type office struct {
	role
	body    *mention // of the body, or nil
	bodyArg arg      // the body, where a phrase or an implied one stands for it
	party   *mention // "Republican Senator"
}

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
		if comma && !s.definite(r) {
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
			o.text += " " + strings.TrimRight(strings.ToLower(s.text(j, i)), ", ")
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
		if s.mentionAt(i) == nil && s.pos(i) != "ADJ" && s.pos(i) != "NOUN" {
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
		if !s.roleModifier(i) {
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
	if m := s.mentionAt(i); m != nil && m.class != "Thing" && m.class != "Person" {
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

// withBodyLeft looks for the role's body to the left: "Sweden's", "French", "Labour".
func (s *sentence) withBodyLeft(r role) office {
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
		if m == nil && w == "'s" && s.has(i) && s.ref(i) != nil && o.bodyArg.ent == nil {
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

func lastWord(text string) string { return text[strings.LastIndex(text, " ")+1:] }

// placeAndField takes a name before a role apart that is a country's adjective and the
// role's field.
func (s *sentence) placeAndField(m *mention) (*entity, string) {
	if m.last-m.first < 2 || m.class == "Group" || s.art.headClass(s.lower(m.last-1)) == "Organization" {
		return nil, ""
	}
	if g := s.art.gaz; g.demonym[s.tok(m.first).Text] == "" && g.country[s.tok(m.first).Text] == "" {
		return nil, ""
	}
	if !s.general(m.first+1, m.last) {
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

// listed are the names that follow m in its list: "A, B and C".
func (s *sentence) listed(m *mention) []*mention {
	var out []*mention
	i := m.last
	for s.has(i) {
		switch w := s.word(i); w {
		case ",", "and", "&", "or":
			i++
			continue
		}
		next := s.mentionAt(i)
		if next == nil || next.first != i || next.class != m.class {
			break
		}
		out = append(out, next)
		i = next.last
	}
	return out
}

// findAppositiveOffices reads "X, (70,) (the) ROLE of BODY (and ROLE of BODY)".
func findAppositiveOffices(s *sentence) {
	for _, m := range s.mentions {
		if m.ent.root().class != "Person" {
			continue
		}
		i := m.last
		if s.word(i) == "'s" {
			continue
		}
		if s.word(i) == "(" {
			// "X (R-Ohio), chairman of", "X (born 1950), ..."
			for j := i; j < i+8; j++ {
				if s.word(j) == ")" && s.word(j+1) == "," {
					i = j + 1
				}
			}
		}
		if w := s.word(i); w != "," && w != "–" && w != "—" && w != "--" && w != "(" {
			continue
		}
		i++
		if s.has(i+1) && s.tag(i) == "CD" {
			i += 2
		}
		s.officesFrom(m.arg(), i, "apposition")
	}
}

// findCopulaOffices reads "X is (the) ROLE of BODY", "X serves as ROLE", "X became ROLE".
func findCopulaOffices(s *sentence) {
	for i := s.first; i < s.last; i++ {
		if !s.officeVerb(i) || s.negated(i) || s.open(i) {
			continue
		}
		if s.child(i, "nsubj", "nsubjpass") < 0 && s.dep(i) != "conj" {
			continue
		}
		subj := s.slot(i, "agent")
		for _, a := range subj {
			if a.ent == nil || a.ent.root().class != "Person" || len(a.ent.root().mentions) == 0 {
				continue
			}
			for _, k := range s.children(i) {
				if d := s.dep(k); d == "attr" || d == "prep" && s.lower(k) == "as" || d == "dobj" && s.lemma(i) == "become" || d == "acomp" {
					first, _ := s.subtree(k)
					if d == "prep" {
						first = k + 1
					}
					s.officesFrom(a, first, "copula")
				}
			}
		}
	}
}

func (s *sentence) officeVerb(i int) bool {
	switch s.lemma(i) {
	case "be", "become", "remain":
		return true
	case "serve", "work", "act":
		return true
	}
	return false
}

// maxPhrase is how far a role may stand from the start of its phrase, in tokens.
const maxPhrase = 12

// officesFrom reads the role phrases that start at token i, and the bodies after them.
func (s *sentence) officesFrom(person arg, i int, construction string) {
	for n := 0; n < 3; n++ {
		o, next, ok := s.officeFrom(i)
		if !ok || s.titleOfNext(o, next) {
			return
		}
		s.emitOffice(person, o, construction)
		for s.word(next) == "," && s.word(next+1) == "and" {
			next++
		}
		if s.word(next) != "and" {
			return
		}
		i = next + 1
	}
}

// titleOfNext says that a role phrase is the title of the name after it and no
// apposition to the one before: "A, Governor B and C".
func (s *sentence) titleOfNext(o office, next int) bool {
	for _, i := range []int{o.last, next} {
		if m := s.mentionAt(i); m != nil && m.ent.root().class == "Person" {
			return true
		}
	}
	return o.body != nil && strings.Contains(o.body.text(), " ") && o.body.ent.root().class == "Person" && s.word(o.last) != "for"
}

// officeFrom reads one role phrase that starts at token i.
func (s *sentence) officeFrom(i int) (office, int, bool) {
	end := i
	for s.has(end) && end < i+maxPhrase && s.inPhrase(end) {
		end++
	}
	for end > i {
		r, ok := s.roleBefore(i, end)
		if ok {
			o := s.withBodyLeft(r)
			if o.body != nil && o.body.first < i {
				o.body = nil
			}
			next := s.bodyRight(&o)
			return o, next, true
		}
		end--
		if !s.phraseEnd(end) {
			continue
		}
	}
	return office{}, i, false
}

// inPhrase says that token i can belong to a noun phrase before its head's end.
func (s *sentence) inPhrase(i int) bool {
	switch s.pos(i) {
	case "DET", "ADJ", "NOUN", "PROPN", "NUM", "ADV":
		return true
	case "PART":
		return s.word(i) == "'s" || s.word(i) == "'"
	case "PRON":
		return s.tag(i) == "PRP$"
	case "PUNCT":
		return s.word(i) == "-"
	case "VERB":
		return s.tag(i) == "VBG" || s.tag(i) == "VBN"
	case "CCONJ", "ADP":
		return s.mentionAt(i) != nil
	}
	return s.mentionAt(i) != nil
}

func (s *sentence) phraseEnd(i int) bool { return s.has(i) }

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
		if w != "of" && w != "for" && w != "at" && w != "with" && w != "in" && w != "to" && w != "on" {
			return i
		}
		j := i + 1
		for s.has(j) && s.mentionAt(j) == nil && (s.pos(j) == "DET" || s.tag(j) == "PRP$" || s.pos(j) == "ADJ") {
			j++
		}
		m := s.mentionAt(j)
		if m != nil && m.first == j {
			if (w == "of" || w == "for") && s.field(m) && s.art.word("portfolio-roles").Has(lastWord(o.text)) {
				o.text += " " + w + " " + strings.ToLower(m.text()) // "minister for youth"
				return m.last
			}
			if w == "in" && s.art.word("envoys").Has(lastWord(o.text)) {
				w = "to"
			}
			if w == "to" {
				o.text += " to " + m.text()
				return m.last
			}
			if s.word(m.last) == "'s" && s.has(m.last+1) {
				first, last := s.nounPhrase(m.last + 1)
				if inner := s.mentionAt(m.last + 1); inner != nil && bodyClass(inner) {
					o.body = inner
					return inner.last
				}
				if last > first {
					o.bodyArg = s.phraseArg(first, last, "Organization")
					return last
				}
			}
			if bodyClass(m) || m.ent.root().class == "Person" && w != "in" {
				if w == "in" && o.body != nil {
					return i
				}
				if b := s.mentionAt(m.last + 1); w == "for" && m.ent.root().class == "Place" && s.word(m.last) == "," && b != nil && b.class == "Organization" {
					// "managing director for East Asia, Acme,"
					o.text += " for " + strings.ToLower(m.text())
					m = b
				}
				o.body = m
			}
			return m.last
		}
		first, last := s.nounPhrase(i + 1)
		if last <= first {
			return i
		}
		switch {
		case w == "in" || w == "on" || w == "with" || w == "to":
			return i
		case s.word(last) == "at" || s.word(last) == "in" || s.word(last) == "of" || s.word(last) == "for":
			// "professor of economics at BODY"
			i = last
			continue
		}
		if o.body != nil || o.bodyArg.ok() {
			o.text += " " + strings.ToLower(s.text(i, last)) // "the agency's director of investment"
			return last
		}
		if h := s.art.headClass(s.lower(last - 1)); s.ref(last-1) == nil && h != "Organization" && h != "Place" {
			return i
		}
		if ref := s.ref(last - 1); ref != nil {
			o.bodyArg = arg{ent: ref, as: s.asWritten(first, last)}
		} else {
			o.bodyArg = s.phraseArg(first, last, "Organization")
		}
		return last
	}
	return i
}

// emitOffice adds what a role says of its bearer.
func (s *sentence) emitOffice(person arg, o office, construction string) {
	f := fact{subj: person, rule: construction + "/office", status: o.status, verb: o.first, confidence: 0.85}
	if construction == "title" {
		f.verb = -1
	}
	if o.party != nil {
		s.emit(fact{subj: person, pred: "member-of", obj: o.party.arg(), rule: construction + "/party", verb: f.verb, confidence: 0.7})
	}
	body := o.bodyArg
	if o.body != nil {
		body = o.body.arg()
		if o.body.class == "Group" && o.body.demonym != "" && (o.kind != officeRole || s.art.word("ranks").Has(lastWord(o.text))) {
			s.emit(fact{subj: person, pred: "nationality", obj: body, rule: construction + "/nationality", verb: f.verb, confidence: 0.6})
		}
	}
	if body.ent != nil && body.ent.root().kind == "state" {
		if chamber := s.impliedBody(o); chamber.ok() && s.art.chambers(o.text) != nil {
			body = chamber
		}
	}
	switch o.kind {
	case officeRole:
		f.pred = "holds-office"
		if !body.ok() {
			body = s.impliedBody(o)
			f.confidence, f.rule = 0.5, construction+"/office-implied"
		}
		if body.ok() {
			f.obj = body
			f.with("role", o.text)
		} else if s.art.word("roles-court").Has(o.text) {
			f.obj = arg{lit: o.text, as: o.text}
			f.rule = construction + "/office-bare"
		} else {
			return
		}
	case jobRole:
		f.pred, f.rule = "works-for", construction+"/job"
		if f.obj = body; body.ok() {
			f.with("role", o.text)
		}
		if !body.ok() || o.body != nil && o.body.class == "Group" {
			f.pred, f.rule, f.quals = "is-a", construction+"/kind", nil
			f.obj = s.kindPhrase(o, construction)
		}
	case memberRole:
		f.pred, f.rule = "member-of", construction+"/member"
		if f.obj = body; !body.ok() || o.body != nil && o.body.class == "Group" {
			return
		}
	case kindRole:
		f.pred, f.rule = "is-a", construction+"/kind"
		f.obj = s.kindPhrase(o, construction)
		f.confidence = 0.6
	}
	if f.pred == "is-a" && f.status != "" {
		return
	}
	s.emit(f)
}

// kindPhrase is the class noun phrase of a role: "American activist".
func (s *sentence) kindPhrase(o office, construction string) arg {
	first := o.first
	if o.body != nil && o.body.last == o.first && o.body.class == "Group" {
		first = o.body.first
	}
	if construction != "title" {
		_, last := s.kindSpan(o.last - 1)
		return s.textArg(first, max(last, o.last))
	}
	text := s.text(first, o.last)
	if o.plural {
		text = singular(text)
	}
	return arg{lit: text, as: s.asWritten(first, o.last)}
}

// impliedBody is the body of an office whose phrase names none: a country for those
// who govern one, the chamber for a legislator.
func (s *sentence) impliedBody(o office) arg {
	art := s.art
	if art.governs(o.text) {
		if m := s.countryLeft(o.first); m != nil {
			return m.arg()
		}
		if e := art.countryWithout(o.text); e != nil {
			return arg{ent: e, as: o.text}
		}
		return arg{}
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

// countryWithout is the country that the article names most often among those whose
// holder of the role it does not name.
func (art *article) countryWithout(text string) *entity {
	var best *entity
	for _, e := range art.ents {
		if e.same != nil || e.kind != "country" || art.held[text+"|"+e.name] {
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

// findOrigins reads "X of Norway", "X (Mauritius)" for a person without a title there.
func findOrigins(s *sentence) {
	for _, m := range s.mentions {
		if m.ent.root().class != "Person" {
			continue
		}
		b := s.originOf(m)
		if b == nil || b.class == "Group" {
			continue
		}
		if _, ok := s.titleBefore(m.first); ok {
			continue
		}
		f := fact{subj: m.arg(), pred: "nationality", obj: b.arg(), rule: "origin/of", confidence: 0.6, verb: -1}
		if b.ent.root().kind != "country" {
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
	if b := s.mentionAt(i); b != nil && b.first == i && b.ent.root().class == "Place" {
		return b
	}
	return nil
}
