package extract

import (
	"slices"
	"strings"
	"unicode"

	"kg/internal/ontology"
)

// frames are the rules of verbs, nouns and verbs of offices by their first word.
type frames struct {
	verbs, nouns, offices map[string][]frame
}

// frame is a rule under one of its words.
type frame struct {
	*ontology.Rule
	particle string // "for" of "call for", or ""
	relation *ontology.Relation
}

func newFrames(ont *ontology.Ontology) *frames {
	f := &frames{map[string][]frame{}, map[string][]frame{}, map[string][]frame{}}
	for _, r := range ont.Rules() {
		into := f.verbs
		switch r.Construction {
		case "noun":
			into = f.nouns
		case "office":
			into = f.offices
		}
		relation := ont.Relation(r.Relation)
		if relation == nil {
			continue // switched off
		}
		for _, w := range r.Words {
			word, particle, _ := strings.Cut(w, " ")
			into[word] = append(into[word], frame{r, particle, relation})
		}
	}
	return f
}

// findVerbFrames reads the verbs that the rules list.
func findVerbFrames(s *sentence) {
	for i := s.first; i < s.last; i++ {
		if p := s.pos(i); p != "VERB" && !(p == "AUX" && s.lemma(i) == "have") && s.tag(i) != "VBN" && s.tag(i) != "VBG" {
			continue
		}
		if s.mentionAt(i) != nil {
			continue
		}
		rules := s.art.frames.verbs[s.lemma(i)]
		if len(rules) == 0 {
			continue
		}
		if s.negated(i) || s.open(i) {
			s.passOver(i, s.claimOf(i).reason(), rules...)
			continue
		}
		for _, f := range rules {
			s.verbFrame(i, f)
		}
	}
}

// verbFrame emits what rule f says of the verb at i.
func (s *sentence) verbFrame(i int, f frame) {
	if s.inQuotes(i) && f.relation.Has(ontology.Speech) {
		s.passOver(i, Quoted, f)
		return
	}
	subjects, objects := s.verbEnds(i, f)
	s.emitFrame(i, f, subjects, objects)
}

// verbEnds are the ends that rule f sees at the verb at i, none where the verb lacks what
// the rule wants.
func (s *sentence) verbEnds(i int, f frame) (subjects, objects []arg) {
	prep := -1
	if f.particle != "" {
		if prep = s.particle(i, f.particle); prep < 0 {
			return nil, nil
		}
	}
	if f.Needs != "" && !s.needs(i, f.Needs) {
		return nil, nil
	}
	return s.frameEnds(i, f, prep)
}

// needs says that a word stands among the children of i or of its object.
func (s *sentence) needs(i int, words string) bool {
	for _, w := range strings.Split(words, "|") {
		for _, k := range s.children(i) {
			if s.lower(k) == w || s.lemma(k) == w {
				return true
			}
		}
	}
	return false
}

// particle is the child of i that is this particle or preposition, or -1.
func (s *sentence) particle(i int, w string) int {
	for _, k := range s.children(i) {
		if s.lower(k) == w && (s.dep(k) == "prt" || s.dep(k) == "prep" || s.dep(k) == "advmod" || s.dep(k) == "dative") {
			return k
		}
	}
	return -1
}

func (s *sentence) frameEnds(i int, f frame, prep int) (subjects, objects []arg) {
	end := func(slot ontology.Slot, classes []string, literal ontology.Datatype, prep int) []arg {
		if len(slot.Classes) > 0 {
			classes = slot.Classes
		}
		for _, where := range slot.Where {
			var out []arg
			for _, a := range s.frameSlot(i, where, prep) {
				if a.fits(classes, literal) {
					out = append(out, a)
				}
			}
			if len(out) > 0 {
				return out
			}
		}
		return nil
	}
	subjects = end(f.Subject, f.relation.Subject, "", -1)
	if len(subjects) == 0 {
		return nil, nil
	}
	return subjects, end(f.Object, f.relation.Object, f.relation.Literal, prep)
}

// frameSlot is a slot of the verb at i; the object of a verb with a preposition of its
// own ("call for X") is the preposition's.
func (s *sentence) frameSlot(i int, where string, prep int) []arg {
	switch where {
	case "patient":
		if prep >= 0 && s.dep(prep) == "prep" {
			var out []arg
			for _, k := range s.kidsWith(prep, "pobj", "pcomp") {
				for _, c := range s.conjuncts(k) {
					if a := s.argAt(c); a.ok() {
						out = append(out, a)
					}
				}
			}
			return out
		}
	case "clause":
		return s.clauseArgs(i, prep)
	case "self":
		first, last := s.base(i)
		return []arg{s.phraseArg(first, last, "Event")}
	}
	return s.slot(i, where)
}

// clauseArgs are the object of a verb of announcing: a noun phrase with its
// prepositions, or a clause without "that" and "to".
func (s *sentence) clauseArgs(i, prep int) []arg {
	heads := s.kidsWith(i, "dobj")
	if prep >= 0 {
		heads = s.kidsWith(prep, "pobj", "pcomp")
	} else if s.inPassive(i) {
		heads = s.patients(i)
	}
	for _, k := range heads {
		if s.pos(k) == "PRON" {
			return nil
		}
		var out []arg
		for _, c := range s.conjuncts(k) {
			if m := s.mentionAt(c); m != nil && m.class != "Group" {
				out = append(out, m.arg())
				continue
			}
			first, last := s.longPhrase(c)
			if a := s.textArg(first, last); a.ok() {
				out = append(out, a)
			}
		}
		return out
	}
	for _, k := range s.kidsWith(i, "ccomp", "xcomp") {
		first, last := s.subtree(k)
		for first < last && (s.word(first) == "that" || s.word(first) == "to" || s.pos(first) == "PUNCT") {
			first++
		}
		if k < i || first < i {
			return nil
		}
		end := s.cutClause(first, last)
		if end <= k {
			return nil // cut before its verb
		}
		if a := s.textArg(first, end); a.ok() {
			return []arg{a}
		}
	}
	return nil
}

// cutClause ends a clause where readers do.
func (s *sentence) cutClause(first, last int) int {
	for i := first; i < last; i++ {
		if i-first >= maxPhraseWords {
			return s.trimEnd(first, i)
		}
		switch s.word(i) {
		case ";", ":", `"`, "--", "—", "–", "(", "because", "although", "while", "after", "as", "since", "when":
			if i > first {
				return s.trimEnd(first, i)
			}
		case ",":
			if i-first > 4 {
				return s.trimEnd(first, i)
			}
		}
	}
	return s.trimEnd(first, last)
}

// textArg is a literal object: the words themselves.
func (s *sentence) textArg(first, last int) arg {
	for first < last && (s.lower(first) == "the" || s.lower(first) == "a" || s.lower(first) == "an" || s.tag(first) == "PRP$") {
		first++
	}
	if last-first < 1 || last-first == 1 && len(s.tok(first).Text) < 4 {
		return arg{}
	}
	return arg{lit: squeeze(s.text(first, last)), as: s.asWritten(first, last)}
}

// fits says that an end is of one of the classes, or a literal where one may stand.
func (a arg) fits(classes []string, literal ontology.Datatype) bool {
	if a.ent == nil {
		return a.lit != "" && literal != ""
	}
	e := a.ent.root()
	if slices.Contains(classes, e.class) {
		return true
	}
	return e.class == "Thing" && !e.local && len(classes) > 0
}

// emitFrame adds the facts of a verb's or a noun's clause, one for each pair of ends.
func (s *sentence) emitFrame(i int, f frame, subjects, objects []arg) {
	status := f.Status
	if status == "" {
		status = s.statusOf(i)
	}
	key, date := s.when(i)
	for _, subj := range subjects {
		if !s.actor(subj) {
			continue
		}
		for _, obj := range objects {
			if obj.ent != nil && f.relation.Literal == ontology.String && len(f.relation.Object) == 0 {
				obj = arg{lit: obj.ent.root().name, as: obj.as}
			}
			fa := fact{subj: subj, pred: f.Relation, obj: obj, status: status, rule: f.Name, confidence: f.Confidence, verb: i}
			if f.Relation == "won" && obj.as != "" && obj.as[0] >= '0' && obj.as[0] <= '9' && obj.ent != nil && len(obj.ent.root().mentions) == 0 {
				continue // "won 49% of the vote" is a measure
			}
			if date != "" && slices.Contains(f.relation.Qualifiers, key) {
				fa.with(key, date)
			}
			if f.Relation == "accused" {
				fa.with("of", s.accusation(i))
			}
			if f.relation.Has(ontology.Placed) {
				fa.withEntity("place", s.clausePlace(i))
			}
			if f.Role != "" {
				fa.with("role", s.rolePhrase(i, f.Role))
			}
			s.emit(fa)
		}
	}
}

// accusation is what someone is accused of: "of fraud", "for leaving".
func (s *sentence) accusation(i int) string {
	// The parser hangs it on the accused as often as on the verb.
	for _, over := range append([]int{i}, s.patients(i)...) {
		for _, prep := range []string{"of", "for"} {
			for _, k := range s.prepObjects(over, prep) {
				first, last := s.longPhrase(k)
				return s.textArg(first, last).lit
			}
		}
	}
	return ""
}

// clausePlace is the place of a verb's clause: "met in Oslo", "arrested at Heathrow".
func (s *sentence) clausePlace(i int) *entity {
	for _, prep := range []string{"in", "at"} {
		for _, k := range s.prepObjects(i, prep) {
			if m := s.mentionAt(k); m != nil && m.class != "Group" && m.ent.root().class == "Place" {
				return m.ent
			}
		}
	}
	return nil
}

// actor says that something is named well enough to act: a name, or a phrase that
// holds one ("Guangdong officials").
func (s *sentence) actor(a arg) bool {
	e := a.ent
	if e == nil {
		return false
	}
	if e = e.root(); !e.local || len(e.mentions) > 0 {
		return true
	}
	return strings.IndexFunc(e.name, unicode.IsUpper) >= 0 || e.class == "Organization" || e.class == "Event" ||
		s.art.word("actors").Has(strings.ToLower(lastWord(e.name)))
}

// rolePhrase is the role in "elected as vice chairmen of X".
func (s *sentence) rolePhrase(i int, prep string) string {
	for _, k := range s.children(i) {
		if s.lower(k) == prep && s.dep(k) == "prep" {
			if o, _, ok := s.officeFrom(k + 1); ok {
				return o.text
			}
		}
	}
	return ""
}

// findNounFrames reads the nouns that the rules list: "support for X", "X's visit to Y".
func findNounFrames(s *sentence) {
	for i := s.first; i < s.last; i++ {
		if s.pos(i) != "NOUN" || s.mentionAt(i) != nil {
			continue
		}
		for _, f := range s.art.frames.nouns[s.lemma(i)] {
			if s.negated(i) || f.Needs != "" && !s.needs(i, f.Needs) {
				continue
			}
			subjects, objects := s.frameEnds(i, f, -1)
			s.emitFrame(i, f, subjects, objects)
		}
	}
}

// findRequests reads "X urged Y to do Z", "X called on Y to do Z": what is called for is
// Z, of Y.
func findRequests(s *sentence) {
	for i := s.first; i < s.last; i++ {
		if s.pos(i) != "VERB" || s.inQuotes(i) || s.negated(i) || s.open(i) || !s.art.word("requesting-verbs").Has(s.lemma(i)) {
			continue
		}
		clause := s.child(i, "xcomp", "ccomp", "advcl")
		if clause < i || s.tag(clause) != "VB" {
			continue
		}
		first, last := s.subtree(clause)
		for first < clause && s.word(first) != "to" {
			first++
		}
		if s.word(first) != "to" || s.child(i, "dobj", "prep") < 0 && s.child(clause, "nsubj") < 0 {
			continue // "called to congratulate", "wants to hide"
		}
		end := s.cutClause(first+1, last)
		if asked := s.child(i, "dobj"); asked >= 0 && asked < first && s.pos(asked) != "PRON" {
			first, _ = s.base(asked)
			first-- // "Y to do Z"
		}
		obj := s.textArg(first+1, end)
		for _, subj := range s.slot(i, "agent") {
			if !obj.ok() || subj.ent == nil || !s.actor(subj) {
				continue
			}
			f := fact{subj: subj, pred: "called-for", obj: obj, rule: "request/clause", confidence: 0.5, verb: i}
			if target := s.who(append(s.patients(i), s.prepObjects(i, "on")...)); target != nil {
				f.with("target", target.root().name)
			}
			s.emit(f)
		}
	}
}
