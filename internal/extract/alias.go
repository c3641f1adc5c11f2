package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// findAcronyms reads "Long Name (LN)" and "Long Name, also known as Y".
func findAcronyms(s *sentence) {
	for _, m := range s.mentions {
		i := m.last
		if s.word(i) == `"` {
			i++
		}
		if w := s.word(i); w == "(" || w == "[" {
			s.bracketed(m, i)
			s.spelledOut(m, i)
		}
		s.knownAs(m)
		s.writtenOut(m)
	}
	for i := s.first + 2; i < s.last; i++ {
		if s.word(i) == "(" && s.mentionAt(i-1) == nil {
			s.phraseAcronym(i)
		}
	}
}

// writtenOut states an acronym whose long form stands elsewhere in the article.
func (s *sentence) writtenOut(m *mention) {
	short := m.text()
	e := m.ent.root()
	if s.art.acronyms[short] == "" || e.name == short || !acronym(short) || e.class == "Person" {
		return
	}
	s.emit(fact{subj: arg{ent: e, as: m.asWritten()}, pred: "also-known-as", obj: arg{lit: short, as: m.asWritten()}, rule: "alias/written-out", confidence: 0.7, verb: -1})
}

// phraseAcronym reads an acronym in brackets after words that are no name: "unmanned
// aerial vehicles (UAVs)".
func (s *sentence) phraseAcronym(open int) {
	if s.word(open+2) != ")" {
		return
	}
	short := s.tok(open + 1).Text
	if !acronym(short) {
		return
	}
	for first := open - 2; first >= max(s.first, open-7); first-- {
		if abbreviates(strings.TrimSuffix(short, "s"), strings.Fields(strings.ReplaceAll(s.text(first, open), " - ", "-"))) {
			if a := s.phraseArg(first, open, "Thing"); a.ok() {
				s.emit(fact{subj: a, pred: "also-known-as", obj: arg{lit: short, as: short}, rule: "alias/phrase", confidence: 0.85, verb: -1})
			}
			return
		}
	}
}

// bracketed reads the acronym in brackets after a name.
func (s *sentence) bracketed(m *mention, open int) {
	j := open + 1
	for s.word(j) == `"` || s.word(j) == "or" || s.word(j) == "the" {
		j++
	}
	end := j
	for s.has(end) && s.word(end) != ")" && s.word(end) != "]" && s.word(end) != `"` && s.word(end) != "," && s.word(end) != ";" && end < j+4 {
		end++
	}
	if end == j || end-j > 3 {
		return
	}
	short := s.text(j, end)
	if !acronym(short) || len(short) >= len(m.text()) || m.class == "Group" || m.ent.root().class == "Person" || s.art.gaz.abbrev[short] != "" {
		return
	}
	// "the Departments of Labor and Education (DLE)", "Alliance for the Liberation of Somalia
	// (ALS)": no acronym of the last part alone.
	switch s.word(m.first - 1) {
	case "and", "&", "of", "for":
		if !spells(short, m.text()) {
			return
		}
	}
	e := m.ent.root()
	if inner := s.art.innerName(m, short); inner != nil {
		s.emit(fact{subj: arg{ent: inner, as: inner.root().name}, pred: "also-known-as", obj: arg{lit: short, as: short}, rule: "alias/acronym", confidence: 0.95, verb: -1})
		return
	}
	if in := s.mentionAt(j); in != nil && in.ent.root() != e && in.ent.root().name == short {
		e.merge(in.ent)
	}
	e.alias(short)
	s.emit(fact{subj: m.arg(), pred: "also-known-as", obj: arg{lit: short, as: short}, rule: "alias/acronym", confidence: 0.95, verb: -1})
}

// spelledOut reads the long form in brackets after an acronym, in whatever language the
// letters are from: "the KNKT (National Transportation Safety Committee)".
func (s *sentence) spelledOut(m *mention, open int) {
	long := s.mentionAt(open + 1)
	short := m.text()
	if long == nil || !acronym(short) || long.class != "Organization" || long.last-long.first < 3 || s.word(long.last) != ")" && s.word(long.last) != "]" {
		return
	}
	if long.ent.root() != m.ent.root() {
		long.ent.merge(m.ent)
	}
	long.ent.root().alias(short)
	s.emit(fact{subj: long.arg(), pred: "also-known-as", obj: arg{lit: short, as: short}, rule: "alias/acronym", confidence: 0.95, verb: -1})
}

// spells says that the letters of an acronym stand in a name, in their order.
func spells(acr, name string) bool {
	name = strings.ToLower(name)
	for _, r := range strings.ToLower(acr) {
		if !unicode.IsLetter(r) {
			continue
		}
		i := strings.IndexRune(name, r)
		if i < 0 {
			return false
		}
		name = name[i+utf8.RuneLen(r):]
	}
	return true
}

// innerName is the body inside of a longer name that the acronym after the name stands
// for: "Session of the Chinese People's Political Consultative Conference (CPPCC)".
func (art *article) innerName(m *mention, short string) *entity {
	words := strings.Fields(m.text())
	for i := 1; i < len(words); i++ {
		if !smallWord(words[i-1]) || !abbreviates(short, words[i:]) {
			continue
		}
		name := strings.Join(words[i:], " ")
		for _, e := range art.ents {
			if e.root().name == name {
				return e.root()
			}
		}
		e := art.newEntity("Organization", name)
		e.alias(short)
		return e
	}
	return nil
}

// knownAs reads "X, also known as Y", "X, formerly Y", "X, better known as Y".
func (s *sentence) knownAs(m *mention) {
	i := m.last
	for s.word(i) == "," || s.word(i) == "(" {
		i++
	}
	status := ""
	switch w := s.word(i); w {
	case "also", "better", "commonly", "formerly", "previously", "otherwise", "popularly", "sometimes":
		if w == "formerly" || w == "previously" {
			status = "former"
		}
		i++
	default:
		return
	}
	if w := s.word(i); w != "known" && w != "called" || s.word(i+1) != "as" && w == "known" {
		return
	}
	i++
	for s.word(i) == "as" || s.word(i) == "the" || s.word(i) == `"` || s.word(i) == "simply" {
		i++
	}
	first, last := i, i
	if b := s.mentionAt(i); b != nil && b.first == i {
		last = b.last
	} else {
		first, last = s.nounPhrase(i)
	}
	if last <= first {
		return
	}
	name := s.text(first, last)
	m.ent.root().alias(name)
	s.emit(fact{subj: m.arg(), pred: "also-known-as", obj: arg{lit: name, as: s.asWritten(first, last)}, status: status, rule: "alias/known-as", confidence: 0.85, verb: -1})
}
