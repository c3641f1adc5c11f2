package extract

import "strings"

// findKinds reads what the article says something is: "X, a fishing village", "X is a
// bank", "the tanker X", "an operation called X".
func findKinds(s *sentence) {
	for k, m := range s.mentions {
		if m.class == "Group" {
			continue
		}
		if k+1 == len(s.mentions) || !s.chained(m, s.mentions[k+1]) {
			s.apposedKind(s.chainStart(k), m.last)
		}
		s.classNounBefore(m)
		s.classNounAfter(m)
		s.calledKind(m)
	}
	for i := s.first; i < s.last; i++ {
		if s.lemma(i) == "be" && (s.pos(i) == "AUX" || s.pos(i) == "VERB") && !s.negated(i) && !s.open(i) {
			s.copulaKind(i)
		}
	}
}

// chainStart is the place that a chain which ends with the mention of that index is about:
// Sochi of "Sochi, Russia".
func (s *sentence) chainStart(k int) *mention {
	for k > 0 && s.chained(s.mentions[k-1], s.mentions[k]) {
		k--
	}
	return s.mentions[k]
}

// apposedKind reads what stands at token i behind a name: an apposition with an indefinite
// article, a superlative or "one of".
func (s *sentence) apposedKind(m *mention, i int) {
	if s.word(i) == ")" {
		i++
	}
	if w := s.word(i); w != "," && w != "–" && w != "—" && w != "--" {
		return
	}
	i++
	switch w := s.word(i); {
	case w == "a" || w == "an" || w == "another":
	case w == "the" && s.superlative(i+1):
	default:
		return
	}
	head := s.phraseHead(i)
	if head < 0 || s.mentionAt(head) != nil && s.mentionAt(head).class != "Thing" {
		return
	}
	switch s.dep(head) {
	case "appos", "conj", "dep", "npadvmod", "attr":
	default:
		// The parser may take it for the subject: it is none if a comma closes it.
		if _, end := s.subtree(head); s.word(end) != "," && s.word(end-1) != "," {
			return
		}
	}
	s.emitKind(m.arg(), head, "apposition/kind", 0.55)
}

// calledKind reads "a group called X", "the ship named X".
func (s *sentence) calledKind(m *mention) {
	i := m.first - 1
	for s.word(i) == "the" || s.word(i) == `"` {
		i--
	}
	switch s.word(i) {
	case "called", "named", "dubbed", "titled", "entitled":
	default:
		return
	}
	head := i - 1
	if s.word(head) == "," {
		head--
	}
	if s.pos(head) != "NOUN" || s.tag(head) != "NN" || s.mentionAt(head) != nil || s.head(i) != head {
		return
	}
	first, last := s.base(head)
	if obj := s.textArg(first, last); obj.ok() && !vague(s.lower(head)) {
		s.emit(fact{subj: m.arg(), pred: "is-a", obj: obj, rule: "called/kind", confidence: 0.7, verb: -1})
	}
}

// superlative says that the phrase from i on singles one out: "largest", "first", "most".
func (s *sentence) superlative(i int) bool {
	for k := i; k < i+4 && s.has(k); k++ {
		if t := s.tag(k); t == "JJS" || t == "RBS" || s.lower(k) == "first" || s.lower(k) == "only" {
			return true
		}
		if s.pos(k) == "NOUN" {
			return false
		}
	}
	return false
}

// phraseHead is the head noun of the noun phrase that starts with a determiner at i.
func (s *sentence) phraseHead(i int) int {
	h := s.head(i)
	if h > i && s.dep(i) == "det" && (s.pos(h) == "NOUN" || s.pos(h) == "PROPN") {
		return h
	}
	return -1
}

// emitKind adds that someone or something is a what the phrase of head i says.
func (s *sentence) emitKind(subj arg, head int, rule string, confidence float64) {
	first, last := s.kindSpan(head)
	if last-first > 14 || subj.ent == nil || vague(s.lower(head)) {
		return
	}
	role := s.art.roleOf(s.lower(head)) != noRole
	if role {
		return // read as an office, or said of another
	}
	obj := s.textArg(first, last)
	if !obj.ok() {
		return
	}
	s.emit(fact{subj: subj, pred: "is-a", obj: obj, rule: rule, confidence: confidence, verb: head})
}

// kindSpan is the noun phrase of head i with a short participle clause: readers keep
// "a firm dealing with wine".
func (s *sentence) kindSpan(i int) (int, int) {
	first, last := s.longPhrase(i)
	for _, k := range s.children(i) {
		if start, end := s.subtree(k); s.dep(k) == "acl" && start == last && (s.tag(k) == "VBG" || s.tag(k) == "VBN") {
			if end = s.cut(start, end); end > start+1 {
				last = end
			}
		}
	}
	return first, last
}

// vague nouns say nothing of what something is.
func vague(w string) bool {
	switch w {
	case "one", "part", "number", "way", "thing", "time", "step", "day", "year", "lot", "result", "sign", "reason", "case", "matter", "example", "move", "total", "place", "member", "kind", "sort", "type", "piece", "source", "fact", "bit", "threat", "success", "failure", "problem", "issue", "question", "priority", "opportunity", "mistake", "shame", "pleasure", "honor", "honour", "testament", "tribute", "reminder", "target", "capital", "country", "native", "victim", "suspect", "resident", "alternative", "name", "factor", "model", "point", "destination", "disaster", "area", "figure", "risk", "champion", "expert", "critic", "friend", "plan", "defendant", "faller", "performer", "person", "collapse", "business", "season", "bomb", "majority", "minority", "percent", "%":
		return true
	}
	return false
}

// copulaKind reads "X is a bank".
func (s *sentence) copulaKind(i int) {
	attr := s.child(i, "attr")
	if attr < 0 || s.pos(attr) != "NOUN" || s.mentionAt(attr) != nil {
		return
	}
	if s.inQuotes(i) {
		return
	}
	det := s.child(attr, "det")
	indefinite := det >= 0 && (s.lower(det) == "a" || s.lower(det) == "an")
	if !indefinite && !(det >= 0 && s.lower(det) == "the" && s.superlative(det+1)) {
		return
	}
	for _, subj := range s.slot(i, "agent") {
		if subj.ent != nil && len(subj.ent.root().mentions) > 0 && s.child(i, "expl") < 0 {
			s.emitKind(subj, attr, "copula/kind", 0.4)
		}
	}
}

// classNounBefore reads a class noun that introduces a name: "the oil tanker Mercer
// Street", "British newspaper The Guardian".
func (s *sentence) classNounBefore(m *mention) {
	i := m.first - 1
	if s.word(i) == `"` {
		i--
	}
	place := m.ent.root().class == "Place"
	if s.word(i) == "," && !place && (s.word(m.last) == "," || s.word(m.last) == "(") {
		i-- // "Irish airline, X,"
	}
	if s.word(i) == "of" && place && s.art.headClass(s.word(i-1)) == "Place" {
		i-- // "the suburb of X"
	}
	if !s.has(i) || s.pos(i) != "NOUN" || s.tag(i) != "NN" || s.mentionAt(i) != nil {
		return
	}
	w := s.lower(i)
	if m.ent.root().class == "Person" && (s.art.roleOf(w) != noRole || s.kinship(i) != "" || s.art.word("status-words").Has(w)) {
		return // read as a title
	}
	if upper(s.tok(i).Text) || !s.art.word("kinds").Has(w) && !s.introduces(i, m) {
		return
	}
	first := s.premodified(i, false)
	for first < i && (s.word(first) == "-" || s.tag(first) == "JJR" || s.word(first) == "other") {
		first++
	}
	if i+1 < m.first && first == i && (w == "city" || w == "state" || w == "province" || w == "region") {
		return // "the city of X": no more than the name says
	}
	text := s.text(first, i+1)
	s.emit(fact{subj: m.arg(), pred: "is-a", obj: arg{lit: strings.TrimSpace(text), as: s.asWritten(first, i+1)}, rule: "title/class", confidence: 0.75, verb: -1})
	if g := s.mentionAt(first); g != nil && g.class == "Group" && g.demonym != "" && m.ent.root().class == "Organization" {
		s.emit(fact{subj: m.arg(), pred: "located-in", obj: g.arg(), rule: "title/demonym", confidence: 0.6, verb: -1})
	}
}

// premodified is where the words begin that say more of the class noun at i ("Greek TV" of
// "Greek TV station Mega Channel"). Demonyms are among them, other names where asked for,
// and all names are taken whole.
func (s *sentence) premodified(i int, names bool) int {
	for i > s.first {
		if m := s.mentionAt(i - 1); m != nil {
			if !names && m.class != "Group" {
				break
			}
			i = m.first
			continue
		}
		if p := s.pos(i - 1); p != "ADJ" && p != "NOUN" && p != "PROPN" && s.word(i-1) != "-" {
			break
		}
		i--
	}
	return i
}

// introduces says that the noun at i, which no list holds, is a class noun before the
// name all the same, since it hangs on the name.
func (s *sentence) introduces(i int, m *mention) bool {
	if m.class == "Group" || m.ent.root().class == "Place" || m.ent.root().class == "Event" || vague(s.lower(i)) {
		return false
	}
	h := s.head(i)
	return h >= m.first && h < m.last && s.dep(i) == "compound" || s.head(m.head) == i && s.dep(m.head) == "appos"
}

// classNounAfter reads the class noun that a name modifies: "the Windows operating
// system", "the Gazeta newspaper".
func (s *sentence) classNounAfter(m *mention) {
	if c := m.ent.root().class; c == "Person" || c == "Place" || m.head+1 < m.last {
		return
	}
	end := m.last
	for end < m.last+3 && s.has(end) && s.tag(end) == "NN" && s.mentionAt(end) == nil {
		end++
	}
	if end == m.last || !s.art.word("kinds-after").Has(s.text(end-1, end)) && !s.art.word("kinds-after").Has(s.text(max(m.last, end-2), end)) {
		return
	}
	s.emit(fact{subj: m.arg(), pred: "is-a", obj: arg{lit: s.text(m.last, end), as: s.asWritten(m.last, end)}, rule: "name/class", confidence: 0.55, verb: -1})
}

// findKindLists reads "game consoles such as X and Y": each name is one of the class.
func findKindLists(s *sentence) {
	for i := s.first; i < s.last; i++ {
		noun := i - 1
		switch w := s.word(i); {
		case w == "as" && s.word(i-1) == "such":
			noun = i - 2
		case w == "including":
		default:
			continue
		}
		if s.word(noun) == "," {
			noun--
		}
		if s.tag(noun) != "NNS" || s.mentionAt(noun) != nil || vague(singularWord(s.lower(noun))) {
			continue
		}
		k := i + 1
		if s.word(k) == "the" {
			k++
		}
		m := s.mentionAt(k)
		if m == nil || m.first != k || m.class == "Group" || m.ent.root().class == "Place" || m.ent.root().class == "Person" {
			continue // of places it is read where they lie, of persons what they are is said elsewhere
		}
		first, last := s.base(noun)
		for _, each := range append([]*mention{m}, s.listed(m)...) {
			obj := arg{lit: singular(strings.ToLower(s.text(first, last))), as: s.asWritten(first, last)}
			s.emit(fact{subj: each.arg(), pred: "is-a", obj: obj, rule: "including/kind", confidence: 0.4, verb: noun})
		}
	}
}
