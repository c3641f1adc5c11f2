package extract

// findAcronyms reads "Long Name (LN)" and "Long Name, also known as Y".
func findAcronyms(s *sentence) {
	for _, m := range s.mentions {
		i := m.last
		if s.word(i) == `"` {
			i++
		}
		if s.word(i) == "(" {
			s.bracketed(m, i)
		}
		s.knownAs(m)
	}
}

// bracketed reads the acronym in brackets after a name.
func (s *sentence) bracketed(m *mention, open int) {
	j := open + 1
	for s.word(j) == `"` || s.word(j) == "or" || s.word(j) == "the" {
		j++
	}
	end := j
	for s.has(end) && s.word(end) != ")" && s.word(end) != `"` && s.word(end) != "," && s.word(end) != ";" && end < j+4 {
		end++
	}
	if end == j || end-j > 3 {
		return
	}
	short := s.text(j, end)
	if !acronym(short) || len(short) >= len(m.text()) || m.class == "Group" || m.ent.root().class == "Person" || s.art.gaz.abbrev[short] != "" {
		return
	}
	e := m.ent.root()
	if in := s.mentionAt(j); in != nil && in.ent.root() != e && in.ent.root().name == short {
		e.merge(in.ent)
	}
	e.alias(short)
	s.emit(fact{subj: m.arg(), pred: "also-known-as", obj: arg{lit: short, as: short}, rule: "alias/acronym", confidence: 0.95, verb: -1})
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
