package extract

import "strings"

// office is a role with the body that it is held at, as a phrase says it.
type office struct {
	role
	body    *mention // of the body, or nil
	bodyArg arg      // the body, where a phrase or an implied one stands for it
	party   *mention // "Republican Senator"
	when    int      // token whose clause says since when, and until when
}

func lastWord(text string) string { return text[strings.LastIndex(text, " ")+1:] }

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
		s.officesFrom(m.arg(), i, "apposition", -1)
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
					s.officesFrom(a, first, "copula", i)
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

// past says that the verb at i tells of what is over: "was", "served", not "has been",
// nor what somebody says.
func (s *sentence) past(i int) bool {
	return s.tag(i) == "VBD" && (s.lemma(i) == "be" || s.lemma(i) == "serve") && s.dep(i) != "ccomp"
}

// maxPhrase is how far a role may stand from the start of its phrase, in tokens.
const maxPhrase = 12

// officesFrom reads the role phrases that start at token i, and the bodies after them;
// verb is the copula before them, or -1.
func (s *sentence) officesFrom(person arg, i int, construction string, verb int) {
	for n := 0; n < 3; n++ {
		o, next, ok := s.officeFrom(i)
		if !ok || s.titleOfNext(o, next) {
			return
		}
		if o.when = o.last - 1; verb >= 0 {
			o.when = verb
			if o.status == "" && s.past(verb) {
				o.status = "former"
			}
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

// emitOffice adds what a role says of its bearer.
func (s *sentence) emitOffice(person arg, o office, construction string) {
	f := fact{subj: person, status: o.status, verb: o.first, confidence: 0.8}
	if construction == "title" {
		f.verb = -1
	}
	if o.party != nil {
		s.emit(fact{subj: person, pred: "member-of", obj: o.party.arg(), rule: construction + "/party", verb: f.verb, confidence: 0.7})
	}
	adjective := o.body != nil && o.body.class == "Group"
	body := s.bodyOf(person, o)
	if adjective && o.body.demonym != "" && (o.kind != officeRole || s.art.word("ranks").Has(lastWord(o.text))) {
		s.emit(fact{subj: person, pred: "nationality", obj: body, rule: construction + "/nationality", verb: f.verb, confidence: 0.6})
	}
	switch o.kind {
	case officeRole:
		s.fillOffice(&f, o, body, construction)
	case jobRole:
		f.pred, f.rule, f.obj = "works-for", construction+"/job", body
		f.with("role", o.text)
		if !body.ok() || adjective {
			f = s.kindFact(f, o, construction)
		}
	case memberRole:
		f.pred, f.rule, f.confidence = "member-of", construction+"/member", 0.6
		if body.ent != nil && body.ent.root().class == "Organization" && !adjective {
			f.obj = body
		}
	case kindRole:
		f = s.kindFact(f, o, construction)
	}
	if key, date := s.when(o.when); f.pred != "is-a" && (key == "start" || key == "end") {
		f.with(key, date)
	}
	if f.obj.ok() && !(f.pred == "is-a" && f.status != "") {
		s.emit(f)
	}
}

// bodyOf is the body of an office: of a legislator of a state the chamber, where the
// article names it.
func (s *sentence) bodyOf(person arg, o office) arg {
	if o.body == nil {
		return o.bodyArg
	}
	if o.body.ent.root().kind == "state" && s.art.chambers(o.text) != nil {
		if chamber, _ := s.impliedBody(person, o); chamber.ok() {
			return chamber
		}
	}
	return o.body.arg()
}

// fillOffice makes f a holds-office; its object stays empty where no body is in sight.
func (s *sentence) fillOffice(f *fact, o office, body arg, construction string) {
	f.pred, f.rule = "holds-office", construction+"/office"
	if !body.ok() {
		body = s.phraseBody(o)
	}
	if !body.ok() {
		body, f.confidence = s.impliedBody(f.subj, o)
		switch f.rule = construction + "/office-implied"; f.confidence {
		case tiedBelief:
			f.rule = construction + "/office-tied"
		case guessedBelief:
			f.limit(guessedBelief)
		}
	}
	switch {
	case body.ok():
		f.obj = body
		f.with("role", o.text)
	case s.art.word("roles-court").Has(o.text):
		f.obj, f.rule = arg{lit: o.text, as: o.text}, construction+"/office-bare"
	}
}

// kindFact makes f say what its subject is.
func (s *sentence) kindFact(f fact, o office, construction string) fact {
	f.pred, f.rule, f.confidence, f.quals = "is-a", construction+"/kind", 0.6, nil
	f.obj = s.kindPhrase(o, construction)
	return f
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
