package extract

import (
	"strings"
)

// slot gives what stands in a place of a verb's or a noun's clause: "agent",
// "patient", "clause", "possessor" or a preposition. Lists are distributed.
func (s *sentence) slot(i int, where string) []arg {
	var args []arg
	for _, k := range s.slotHeads(i, where) {
		for _, c := range s.conjuncts(k) {
			a := s.argAt(c)
			if where == "target" && a.ent != nil && len(a.ent.root().mentions) == 0 && s.ref(c) == nil {
				first, last := s.base(c)
				a = s.phraseArg(first, last, s.phraseClass(c))
			}
			if a.ok() {
				args = append(args, a)
			}
		}
	}
	return args
}

// slotHeads are the head tokens in a place of a clause, before lists are distributed.
func (s *sentence) slotHeads(i int, where string) []int {
	switch where {
	case "agent":
		return s.agents(i, 0)
	case "patient":
		return s.patients(i)
	case "attr":
		return s.kidsWith(i, "attr", "oprd")
	case "target":
		return s.patients(i)
	case "possessor":
		return s.possessors(i)
	case "genitive":
		return s.kidsWith(i, "poss")
	case "owner":
		return s.owners(i)
	case "bearer":
		return s.bearers(i)
	}
	return s.prepObjects(i, where)
}

// bearers are what the noun at i is said to be: "X is a subsidiary", "X, a subsidiary", "a
// subsidiary, X".
func (s *sentence) bearers(i int) []int {
	h := s.head(i)
	switch d := s.dep(i); {
	case d == "attr" && h >= 0 && s.lemma(h) == "be":
		return s.agents(h, 0)
	case d == "appos":
		return []int{h}
	}
	return s.kidsWith(i, "appos")
}

func (s *sentence) kidsWith(i int, deps ...string) []int {
	var out []int
	for _, k := range s.children(i) {
		for _, d := range deps {
			if s.dep(k) == d {
				out = append(out, k)
			}
		}
	}
	return out
}

// prepObjects are the objects of a preposition that hangs on token i, or on its
// direct object ("signed a deal with X").
func (s *sentence) prepObjects(i int, prep string) []int {
	var out []int
	for _, k := range s.children(i) {
		if d := s.dep(k); (d == "prep" || d == "agent" || d == "dative" || d == "prt") && s.lower(k) == prep {
			out = append(out, s.kidsWith(k, "pobj", "pcomp")...)
			// "out of", "according to": a preposition on a preposition.
			for _, kk := range s.kidsWith(k, "prep") {
				out = append(out, s.kidsWith(kk, "pobj")...)
			}
		}
	}
	return out
}

// inPassive says that the verb at i stands in the passive.
func (s *sentence) inPassive(i int) bool {
	if s.child(i, "nsubjpass", "auxpass", "csubjpass") >= 0 {
		return true
	}
	// "the deal signed by X": a participle on a noun, without an object of its own.
	return s.tag(i) == "VBN" && s.dep(i) == "acl" || s.tag(i) == "VBN" && s.dep(i) == "conj" && s.head(i) >= 0 && s.inPassive(s.head(i)) && s.child(i, "nsubj", "aux") < 0
}

// maxControl bounds how far the subject of a clause is looked for in the clauses above.
const maxControl = 4

// agents are the heads of who does what the verb at i says: the subject of the
// active, the by-phrase of the passive.
func (s *sentence) agents(i, depth int) []int {
	if s.inPassive(i) {
		return s.prepObjects(i, "by")
	}
	return s.subjects(i, depth)
}

// subjects are the heads of the verb's grammatical subject, looked for in the clauses
// above where the verb has none of its own.
func (s *sentence) subjects(i, depth int) []int {
	if own := s.kidsWith(i, "nsubj", "nsubjpass"); len(own) > 0 {
		return s.antecedents(i, own)
	}
	h := s.head(i)
	if h < 0 || depth > maxControl {
		return nil
	}
	switch s.dep(i) {
	case "conj":
		if s.verbal(h) {
			return s.subjects(h, depth+1)
		}
	case "xcomp", "ccomp", "pcomp":
		if s.dep(i) == "ccomp" && s.tag(i) != "VB" && s.tag(i) != "VBG" {
			return nil
		}
		if s.pos(h) == "ADP" {
			h = s.head(h)
		}
		if h >= 0 && s.verbal(h) {
			// "asked X to sign": the object of the upper verb.
			if obj := s.kidsWith(h, "dobj"); s.dep(i) != "pcomp" && len(obj) > 0 {
				return obj
			}
			return s.subjects(h, depth+1)
		}
	case "advcl":
		if s.tag(i) == "VBG" || s.tag(i) == "VBN" || s.tag(i) == "VB" {
			return s.subjects(h, depth+1)
		}
	case "acl":
		if s.tag(i) == "VBG" {
			return []int{h}
		}
		if s.tag(i) == "VB" {
			// "the nomination of X to become Y"
			if of := s.prepObjects(h, "of"); len(of) > 0 {
				return of
			}
			if up := s.head(h); up >= 0 && s.verbal(up) {
				return s.subjects(up, depth+1)
			}
		}
	case "relcl":
		return []int{h}
	case "prep":
		// "according", "including": not a verb here.
		return nil
	}
	return nil
}

func (s *sentence) verbal(i int) bool { return s.pos(i) == "VERB" || s.pos(i) == "AUX" }

// antecedents puts the noun before a relative clause in the place of who, which, that.
func (s *sentence) antecedents(verb int, subjects []int) []int {
	var out []int
	for _, k := range subjects {
		switch s.lower(k) {
		case "who", "which", "that", "whom":
			for v := verb; v >= 0; v = s.head(v) {
				if s.dep(v) == "relcl" {
					if h := s.head(v); h >= 0 {
						out = append(out, h)
					}
					break
				}
				if s.dep(v) != "conj" && s.dep(v) != "xcomp" {
					break
				}
			}
		default:
			out = append(out, k)
		}
	}
	return out
}

// patients are the heads of what the verb at i is done to: the object of the active,
// the subject of the passive, the noun before "signed by".
func (s *sentence) patients(i int) []int {
	if s.inPassive(i) {
		if s.dep(i) == "acl" && s.child(i, "nsubjpass") < 0 {
			if h := s.head(i); h >= 0 {
				return []int{h}
			}
		}
		return s.subjects(i, 0)
	}
	out := s.kidsWith(i, "dobj", "dative")
	out = s.antecedents(i, out)
	// "which X signed": the object stands before the clause.
	if len(out) == 0 && s.dep(i) == "relcl" && s.child(i, "nsubj") >= 0 {
		if w := s.lower(s.child(i, "nsubj")); w != "who" && w != "which" && w != "that" && s.child(i, "prep", "ccomp", "xcomp", "attr") < 0 {
			out = append(out, s.head(i))
		}
	}
	return out
}

// possessors are the heads of whose the noun at i is: "X's visit", "the X visit".
func (s *sentence) possessors(i int) []int {
	out := s.kidsWith(i, "poss")
	if len(out) > 0 {
		return out
	}
	for _, k := range s.kidsWith(i, "compound", "amod", "nmod") {
		if m := s.mentionAt(k); m != nil && (m.class != "Group" || m.demonym != "") {
			return []int{k}
		}
	}
	return nil
}

// owners are the heads of whose the noun at i is by its verb: the subject of "paid a
// visit to X", "reiterated support for X".
func (s *sentence) owners(i int) []int {
	if h := s.head(i); h >= 0 && s.dep(i) == "conj" && s.pos(h) == "NOUN" {
		return s.owners(h)
	}
	if h := s.head(i); h >= 0 && s.dep(i) == "dobj" && s.verbal(h) && !s.negated(h) && !s.open(h) {
		return s.agents(h, 0)
	}
	return nil
}

// conjuncts are token i and what is joined to it in a list, with what "including"
// and "such as" add to a class noun.
func (s *sentence) conjuncts(i int) []int {
	out := []int{i}
	for _, k := range s.children(i) {
		if s.dep(k) == "conj" && s.nominal(k) || s.dep(k) == "nmod" && s.child(k, "cc") >= 0 && s.mentionAt(k) != nil && s.mentionAt(k) != s.mentionAt(i) {
			// "met A and Minister B": the parser takes A for a modifier of B
			out = append(out, s.conjuncts(k)...)
		}
	}
	// "seven countries, including A and B": the names, not the noun.
	if s.mentionAt(i) == nil && s.pos(i) == "NOUN" && strings.HasSuffix(s.lower(i), "s") {
		for _, k := range s.children(i) {
			if s.dep(k) == "prep" && (s.lower(k) == "including" || s.lower(k) == "as" && s.has(k-1) && s.lower(k-1) == "such" || s.lower(k) == "like") {
				for _, o := range s.kidsWith(k, "pobj") {
					out = append(out, s.conjuncts(o)...)
				}
			}
		}
	}
	return out
}

func (s *sentence) nominal(i int) bool {
	switch s.pos(i) {
	case "NOUN", "PROPN", "PRON", "NUM", "ADJ":
		return true
	}
	return s.mentionAt(i) != nil
}

// argAt is what the noun phrase with head i names: an entity of the article, or the
// phrase itself.
func (s *sentence) argAt(i int) arg {
	if m := s.mentionAt(i); m != nil {
		// A name inside of a phrase whose head it is not only modifies it.
		if m.class == "Group" {
			if m.demonym == "" && m.ent.root().class == "Organization" && s.pos(i) != "ADJ" {
				return m.arg()
			}
			return arg{}
		}
		return m.arg()
	}
	if e := s.ref(i); e != nil {
		return arg{ent: e, as: s.asWritten(i, i+1)}
	}
	if m := s.titles[i]; m != nil {
		return m.arg() // the head of "Minister of State for X NAME"
	}
	if s.pos(i) == "PRON" || s.pos(i) == "DET" {
		return arg{}
	}
	if m := s.apposed(i); m != nil {
		return m.arg()
	}
	if h := s.head(i); h >= 0 && h < i && s.dep(i) == "appos" {
		if m := s.mentionAt(h); m != nil && m.class != "Group" {
			return m.arg() // "the Forum, an organisation based in": the Forum
		}
	}
	if s.pos(i) != "NOUN" && s.pos(i) != "PROPN" && s.tag(i) != "VBG" {
		return arg{}
	}
	if event, ok := s.eventAt(i); ok {
		return event // named by one rule everywhere, so that it is one entity
	}
	first, last := s.longPhrase(i)
	return s.phraseArg(first, last, s.phraseClass(i))
}

// apposed is the name that says who or what a common noun is: "the bishop, X", "the
// city of X".
func (s *sentence) apposed(i int) *mention {
	if k := s.child(i, "appos"); k > i {
		if m := s.mentionAt(k); m != nil && m.class != "Group" {
			return m
		}
	}
	switch s.lower(i) {
	case "city", "town", "village", "state", "province", "county", "district", "island", "region", "country", "republic", "port":
		if k := s.child(i, "prep"); k == i+1 && s.lower(k) == "of" {
			if o := s.child(k, "pobj"); o >= 0 {
				if m := s.mentionAt(o); m != nil && m.ent.root().class == "Place" {
					return m
				}
			}
		}
	}
	return nil
}

// phraseClass is the class of what a noun phrase with a common noun as head names.
func (s *sentence) phraseClass(i int) string {
	w := s.lemma(i)
	if s.art.roleOf(w) != noRole || s.art.word("actors").Has(s.lower(i)) && s.art.headClass(w) == "" || s.art.word("people").Has(w) {
		return "Person"
	}
	switch w {
	case "day", "week", "month", "year", "season":
		return "Thing" // part of events' names, but none themselves
	}
	if class := s.art.headClass(w); class != "" {
		return class
	}
	if s.art.headClass(s.lower(i)) != "" {
		return s.art.headClass(s.lower(i))
	}
	return "Thing"
}

// nounPhrase is the base noun phrase that starts at token i, determiner left out.
func (s *sentence) nounPhrase(i int) (int, int) {
	if s.has(i) && (s.pos(i) == "DET" || s.tag(i) == "PRP$") {
		i++
	}
	last := i
	for s.has(last) {
		switch s.pos(last) {
		case "NOUN", "PROPN", "ADJ", "NUM":
			last++
			continue
		}
		if s.word(last) == "-" || s.word(last) == "'s" {
			last++
			continue
		}
		break
	}
	for last > i && s.pos(last-1) != "NOUN" && s.pos(last-1) != "PROPN" {
		last--
	}
	return i, last
}

// base is the noun phrase of head i without what follows the head, and without
// determiner and possessor.
func (s *sentence) base(i int) (int, int) {
	first := i
	for _, k := range s.children(i) {
		if k > i {
			break
		}
		switch s.dep(k) {
		case "det", "poss", "predet", "punct", "cc", "preconj", "case", "neg", "mark":
			if first > k {
				first = i
			}
			continue
		}
		a, b := s.subtree(k)
		if b <= i {
			first = min(first, a)
		}
	}
	// Nothing before the last determiner or possessor belongs to it.
	for _, k := range s.children(i) {
		if k < i && (s.dep(k) == "det" || s.dep(k) == "poss" || s.dep(k) == "predet") {
			_, b := s.subtree(k)
			first = max(first, b)
		}
	}
	return first, i + 1
}

// maxPhraseWords is where a noun phrase or clause that stands as an object is cut.
const maxPhraseWords = 16

// longPhrase is the noun phrase of head i with its prepositional phrases, cut where
// readers stop: before dates, relative clauses, "as", quotations.
func (s *sentence) longPhrase(i int) (int, int) {
	if s.tag(i) == "VBG" && s.pos(i) == "VERB" {
		_, end := s.subtree(i)
		return i, s.cut(i, end)
	}
	first, last := s.base(i)
	for _, k := range s.children(i) {
		if k < last {
			continue
		}
		start, _ := s.subtree(k)
		if start > last || s.dep(k) != "prep" && s.dep(k) != "nmod" && !s.infinitive(k) {
			break
		}
		switch s.lower(k) {
		case "as", "after", "before", "during", "since", "until", "including", "despite", "following", "like", "such", "because", "amid":
			return first, last
		}
		_, end := s.subtree(k)
		end = s.cut(k, end)
		if end-first > maxPhraseWords+6 || end <= k+1 {
			break
		}
		if last = end; s.has(end) && s.word(end) == "," {
			break
		}
	}
	return first, last
}

// infinitive says that k is a clause that completes its noun: "plans to close X".
func (s *sentence) infinitive(k int) bool {
	return (s.dep(k) == "acl" || s.dep(k) == "relcl") && s.tag(k) == "VB" && s.child(k, "aux") >= 0
}

// cut is the first token in [first, last) at which a phrase ends for a reader.
func (s *sentence) cut(first, last int) int {
	for i := first; i < last; i++ {
		if i-first >= maxPhraseWords {
			return s.trimEnd(first, i)
		}
		switch s.word(i) {
		case ",", ";", ":", `"`, "(", "--", "—", "–", "which", "who", "whom", "where", "because", "although", "while", "after", "before", "as", "since", "when", "despite", "until":
			return s.trimEnd(first, i)
		}
		if s.dateStart(i) {
			return s.trimEnd(first, i)
		}
	}
	return s.trimEnd(first, last)
}

// trimEnd drops prepositions, determiners and marks left at a phrase's end.
func (s *sentence) trimEnd(first, last int) int {
	for last > first {
		switch s.pos(last - 1) {
		case "ADP", "DET", "PUNCT", "CCONJ", "SCONJ":
			if s.tag(last-1) != "RP" {
				last--
				continue
			}
		}
		break
	}
	return last
}

// dateStart says that a date entity starts at token i that is no part of a name, as "Five-Year"
// is of "15th Five-Year Plan".
func (s *sentence) dateStart(i int) bool {
	if s.mentionAt(i) != nil {
		return false
	}
	for _, e := range s.doc.Ents {
		if e.Start == i && (e.Label == "DATE" || e.Label == "TIME") {
			return true
		}
	}
	return false
}

// phraseArg is an end that the article names by a phrase only: its own, for that
// article. The same phrase is the same entity.
func (s *sentence) phraseArg(first, last int, class string) arg {
	for first < last && (s.pos(first) == "DET" || s.tag(first) == "PRP$" || s.pos(first) == "PUNCT" || s.pos(first) == "ADV" && s.mentionAt(first) == nil) {
		first++
	}
	for last > first && s.pos(last-1) == "PUNCT" {
		last--
	}
	text := squeeze(s.text(first, last))
	if text == "" || !hasLetter(text) {
		return arg{}
	}
	return arg{ent: s.art.phraseEntity(class, text), as: s.asWritten(first, last)}
}

func hasLetter(s string) bool { return strings.IndexFunc(s, letter) >= 0 }

// phraseEntity is the article's own entity of that phrase.
func (art *article) phraseEntity(class, text string) *entity {
	key := strings.ToLower(text)
	if e := art.phrases[key]; e != nil {
		return e
	}
	e := art.newEntity(class, text)
	e.local = true
	art.phrases[key] = e
	return e
}

// denies says that a word of its own clause denies the verb or noun at i.
func (s *sentence) denies(i int) bool {
	for _, k := range s.children(i) {
		switch w := s.lower(k); {
		case s.dep(k) == "neg", w == "never", w == "not", w == "n't", w == "nor":
			// "not only X but Y" and "not until May" say that it is so.
			if next := s.word(k + 1); next != "only" && next != "just" && next != "until" {
				return true
			}
		case w == "no" && s.dep(k) == "det":
			return true
		}
	}
	for _, subj := range s.kidsWith(i, "nsubj", "nsubjpass", "dobj") {
		for _, k := range s.children(subj) {
			if w := s.lower(k); w == "no" || w == "neither" {
				return true
			}
		}
		switch s.lower(subj) {
		case "none", "nobody", "neither", "nothing":
			return true
		}
	}
	return false
}

// negated says that what the verb or noun at i says is not so.
func (s *sentence) negated(i int) bool { return s.claimOf(i) == unreal }

// open says that the clause of i is no statement of what is or was: could, if,
// whether.
func (s *sentence) open(i int) bool { return s.claimOf(i) == open }

// statusOf is the status that the clause of the verb at i gives its fact: planned,
// alleged, denied or "".
func (s *sentence) statusOf(i int) string {
	status, _ := s.claimOf(i).status()
	return status
}
