package extract

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// measured reads "Ghana's exports reached $5 billion": a measure as the subject of
// the verb that the amount hangs on.
func (s *sentence) measured(a *amount) figure {
	v := s.verbAbove(s.spanTop(a.first, a.last))
	if v < 0 || !s.measuring(v) || a.time && s.lemma(v) != "last" && s.lemma(v) != "be" {
		return figure{}
	}
	k := s.doer(v)
	if up := s.head(v); up >= 0 && s.dep(v) == "advcl" && s.verbal(up) {
		// "reported foreign trade growth of 6%, hitting RMB9.49 trillion": it is the
		// trade that hits, whoever reports it.
		if o := s.child(up, "dobj"); o >= 0 && s.measureNoun(o) != "" {
			k = o
		}
	}
	if k < 0 || k >= a.first && k < a.last {
		return figure{}
	}
	noun := s.measureNoun(k)
	if noun == "" {
		return figure{}
	}
	if a.change == "" {
		// "Average annual growth" is the growth's, not the level's.
		if trimmed, ok := strings.CutSuffix(noun, " growth"); ok {
			noun = strings.TrimPrefix(strings.TrimPrefix(trimmed, "average "), "annual ")
		}
	}
	if a.kind == percentKind && a.change == "" && s.word(a.last) == "of" && s.art.word("making-up-verbs").Has(s.lemma(v)) {
		return figure{owner: s.measureOwner(k), measure: s.shareOf(a), scope: noun, verb: v, rule: "measure"}
	}
	return figure{owner: s.measureOwner(k), measure: noun, verb: v, rule: "measure"}
}

// measureNoun is the measure that the noun phrase with head k names, "" if it names
// none.
func (s *sentence) measureNoun(k int) string {
	if s.mentionAt(k) != nil || s.pos(k) != "NOUN" && s.pos(k) != "PROPN" {
		return ""
	}
	if measureKinds()[s.lower(k)] == "" && measureKinds()[s.lemma(k)] == "" {
		return ""
	}
	if w := s.lower(k); w == "number" || w == "total" || w == "amount" || w == "volume" {
		if of := s.prepObjects(k, "of"); len(of) > 0 {
			k = of[0]
		}
	}
	first, last := s.base(k)
	for first < last-1 && (s.mentionAt(first) != nil || s.pos(first) == "PUNCT") {
		first++
	}
	// "imports and exports" are one measure.
	if c := s.child(k, "conj"); c > k && c-k <= 3 && s.word(c-1) == "and" && measureKinds()[s.lower(c)] != "" {
		last = c + 1
	}
	return s.plainPhrase(first, last)
}

// plainPhrase is the text of a phrase that starts with no name, without the capital
// that only the sentence's start gave it.
func (s *sentence) plainPhrase(first, last int) string {
	text := squeeze(s.asWritten(first, last))
	if first == s.first && s.mentionAt(first) == nil && s.pos(first) != "PROPN" {
		return lowerFirst(text)
	}
	return text
}

// lowerFirst takes the first letter to lower case.
func lowerFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	if size == 0 || r == utf8.RuneError {
		return text
	}
	return string(unicode.ToLower(r)) + text[size:]
}

// measureOwner is whose measure the noun phrase with head k is.
func (s *sentence) measureOwner(k int) arg {
	for _, p := range s.possessors(k) {
		if a, ok := s.ownerAt(p); ok {
			return a
		}
		if a, ok := s.named(p); ok {
			return a
		}
		if s.tag(p) != "PRP$" {
			return s.argAt(p)
		}
	}
	for _, prep := range []string{"of", "in", "for", "at", "by", "from"} {
		for _, o := range s.prepObjects(k, prep) {
			if s.counts(o) {
				continue
			}
			if a, ok := s.named(o); ok {
				return a
			}
			if a, ok := s.ownerAt(o); ok {
				return a
			}
			// "the number of workers at the plant"
			if prep == "of" && s.mentionAt(o) == nil {
				if a := s.measureOwner(o); a.ok() {
					return a
				}
				if a := s.argAt(o); a.ok() {
					return a
				}
			}
		}
	}
	if measureKinds()[s.lower(k)] == "economy" {
		return s.placeInQuestion(k)
	}
	return arg{}
}

// isAmount says that token i is in an amount.
func (s *sentence) isAmount(i int) bool {
	for k := range s.values().amounts {
		if a := &s.values().amounts[k]; i >= a.first && i < a.last {
			return true
		}
	}
	return false
}

// counts says that token i is in an amount or is what one counts.
func (s *sentence) counts(i int) bool {
	if s.isAmount(i) {
		return true
	}
	for k := range s.values().amounts {
		a := &s.values().amounts[k]
		if head, noun := s.counted(a); i == head || i == noun {
			return true
		}
	}
	return false
}

// possessed reads "Nordair's 4,000 customers", "the firm's 30 ships".
func (s *sentence) possessed(a *amount) figure {
	_, noun := s.counted(a)
	if noun < 0 || a.kind != countKind || a.time {
		return figure{}
	}
	for _, p := range s.kidsWith(noun, "poss") {
		if p >= a.first {
			continue
		}
		if owner, ok := s.named(p); ok {
			return figure{owner: owner, measure: s.countedPhrase(a, noun), verb: s.verbAbove(noun), rule: "possessed"}
		}
	}
	return figure{}
}

// measureOf reads "growth of 6%", "with a population of 5 million".
func (s *sentence) measureOf(a *amount) figure {
	k := s.ofWhat(a)
	if k < 0 || s.measureNoun(k) == "" {
		return figure{}
	}
	fig := figure{measure: s.measureNoun(k), verb: s.verbAbove(k), rule: "of-measure"}
	if fig.owner = s.measureOwner(k); fig.owner.ok() {
		return fig
	}
	// "Ghana, with a population of 30 million", "Ghana has an area of".
	if with := s.head(k); with >= 0 && s.dep(k) == "pobj" && s.lower(with) == "with" {
		if h := s.head(with); h >= 0 {
			if owner, ok := s.named(h); ok {
				fig.owner = owner
				return fig
			}
		}
	}
	if fig.verb >= 0 {
		if subject := s.doer(fig.verb); subject >= 0 && subject != k {
			if owner, ok := s.named(subject); ok && (owner.ent.root().class != "Person" || s.lemma(fig.verb) == "have") {
				fig.owner = owner
			}
		}
	}
	return fig
}

// sectorShare reads what a branch, named by a phrase only, has of the economy that the
// article is about: "industry fueled half of last year's GDP growth", "private firms,
// which handled RMB6.07 trillion in trade".
func (s *sentence) sectorShare(a *amount) figure {
	if a.kind != percentKind && a.kind != moneyKind {
		return figure{}
	}
	v := s.verbAbove(s.spanTop(a.first, a.last))
	if v < 0 {
		return figure{}
	}
	k := s.doer(v)
	if k < 0 || s.mentionAt(k) != nil || s.pos(k) != "NOUN" || s.ref(k) != nil || s.measureNoun(k) != "" {
		return figure{}
	}
	at := s.skipToMeasure(a.last)
	if at == a.last {
		return figure{}
	}
	first, last := at, s.measureEnd(at)
	if first >= last || measureKinds()[s.lower(last-1)] != "economy" && s.lower(last-1) != "value" {
		return figure{}
	}
	fig := figure{owner: s.placeInQuestion(k), measure: s.plainPhrase(first, last), verb: v, rule: "sector"}
	if a.kind == percentKind {
		fig.measure = "share of " + fig.measure
	}
	from, to := s.base(s.respective(a, k))
	fig.scope = s.plainPhrase(from, to)
	return fig
}

// measureEnd is where the noun phrase that starts at token i ends; participles in it
// count as adjectives ("added value").
func (s *sentence) measureEnd(i int) int {
	last := i
	for ; s.has(i); i++ {
		switch s.pos(i) {
		case "NOUN", "PROPN":
			last = i + 1
			continue
		case "ADJ", "NUM", "PART":
			continue
		}
		if s.tag(i) != "VBN" && s.tag(i) != "VBG" {
			break
		}
	}
	return last
}

// skipToMeasure steps over what stands between an amount and what it is of: "50% and
// 30%, respectively, of the added value".
func (s *sentence) skipToMeasure(i int) int {
	for s.has(i) {
		switch s.word(i) {
		case ",", "and", "respectively", "in", "of", "the":
			i++
			continue
		}
		next := i
		for k := range s.values().amounts {
			if b := &s.values().amounts[k]; i >= b.first && i < b.last {
				next = b.last
			} else if b.first > i && s.tok(i).Start >= b.start && s.tok(i).Start < b.core {
				next = b.first
			}
		}
		if next == i {
			return i
		}
		i = next
	}
	return i
}

// respective is the subject, of those joined to token k, that the amount belongs to:
// where "respectively" stands and there are as many subjects as amounts of its kind,
// the one of its rank.
func (s *sentence) respective(a *amount, k int) int {
	subjects := s.conjuncts(k)
	if len(subjects) < 2 || !s.says("respectively") {
		return k
	}
	rank, count := -1, 0
	for i := range s.values().amounts {
		b := &s.values().amounts[i]
		if b.kind != a.kind || b.equivalent {
			continue
		}
		if b == a {
			rank = count
		}
		count++
	}
	if count != len(subjects) || rank < 0 {
		return k
	}
	return subjects[rank]
}

// bareSubject reads "among them, 148,000 were private firms": the amount is the
// subject, of what was counted before.
func (s *sentence) bareSubject(a *amount) figure {
	last := s.art.told().figure
	if !last.owner.ok() || s.index-last.sent > 1 || a.kind != countKind || a.unit != "" {
		return figure{}
	}
	top := s.spanTop(a.first, a.last)
	v := s.head(top)
	if v < 0 || s.dep(top) != "nsubj" || s.lemma(v) != "be" {
		return figure{}
	}
	attr := s.child(v, "attr")
	if attr < 0 || s.pos(attr) != "NOUN" {
		return figure{}
	}
	from, to := s.base(attr)
	return figure{owner: last.owner, measure: last.measure, scope: s.plainPhrase(from, to), verb: v, rule: "among"}
}

// countedPhrase is the noun phrase that the amount counts, the amount left out.
func (s *sentence) countedPhrase(a *amount, noun int) string {
	from := a.last
	if s.word(from) == "of" {
		from++
	}
	if noun < from {
		return ""
	}
	return squeeze(s.asWritten(from, noun+1))
}

// countedBySubject reads "Nordair carried 2.9 million passengers", "the Greens won 12%
// of the vote": who does something to so many.
func (s *sentence) countedBySubject(a *amount) figure {
	d, v := s.objectRole(a)
	if v < 0 {
		return figure{}
	}
	k := s.doer(v)
	if k < 0 {
		return figure{}
	}
	if owner, ok := s.named(k); ok {
		if a.time && d == "dobj" {
			return figure{}
		}
		return figure{owner: owner, others: s.joinedTo(k), measure: s.countedMeasure(a, v), verb: v, rule: "subject-" + d + kindName(a)}
	}
	if s.measureNoun(k) == "" && s.pos(k) == "NOUN" && s.telling(a, d) {
		return figure{owner: s.argAt(k), measure: s.countedMeasure(a, v), verb: v, rule: "phrase-" + d + kindName(a)}
	}
	return figure{}
}

// joinedTo are the names that "and" joins to the one at token k.
func (s *sentence) joinedTo(k int) []arg {
	var out []arg
	for _, c := range s.conjuncts(k) {
		if c == k {
			continue
		}
		if a, ok := s.named(c); ok {
			out = append(out, a)
		}
	}
	return out
}

// eventMeasure reads the measure that stands before an event: "a two-week trial", "a
// 5.3 magnitude earthquake".
func (s *sentence) eventMeasure(a *amount) figure {
	if a.kind != countKind {
		return figure{}
	}
	h := s.head(s.spanTop(a.first, a.last))
	for i := a.last; i < min(a.last+4, s.last) && (h < a.last || s.eventNoun(h) == ""); i++ {
		if p := s.pos(i); p != "NOUN" && p != "ADJ" && p != "PROPN" && s.word(i) != "-" {
			break
		}
		h = i
	}
	if h < a.last || h > a.last+4 {
		return figure{}
	}
	event, ok := s.eventAt(h)
	if !ok || s.mentionAt(h) != nil {
		return figure{}
	}
	fig := figure{owner: event, verb: h, rule: "event"}
	switch {
	case a.time:
		fig.measure = "duration"
	case s.word(a.last) == "magnitude" || s.word(a.last) == "-" && s.word(a.last+1) == "magnitude":
		fig.measure = "magnitude"
	case a.unit != "":
		fig.measure = "length"
	default:
		return figure{}
	}
	return fig
}

// objectRole is the part that the amount plays for the verb v: an object of it or of
// its preposition. v is -1 where it plays none that tells how much the subject has or
// does.
func (s *sentence) objectRole(a *amount) (dep string, v int) {
	top := s.spanTop(a.first, a.last)
	if head, _ := s.counted(a); head >= 0 {
		top = head
	}
	dep, v = s.dep(top), s.head(top)
	if dep == "pobj" && v >= 0 {
		// "a total of 60 persons" is an object as "60 persons" is.
		if whole := s.head(v); whole >= 0 && s.lower(v) == "of" && s.dep(whole) == "dobj" && (s.lemma(whole) == "total" || s.isAmount(whole)) {
			dep, v = "dobj", whole
		} else if a.time && s.lower(v) != "for" {
			return "", -1 // "within ten days"
		} else if up := s.head(v); a.kind == moneyKind && up >= 0 && !s.measuring(up) {
			return "", -1 // "sued for $5 million"
		}
		v = s.head(v)
	}
	if v < 0 || !s.verbal(v) {
		return "", -1
	}
	switch dep {
	case "dobj", "pobj", "npadvmod", "oprd":
		return dep, v
	case "attr": // "X was one of 12", "he was 5th": a count says nothing there
		if a.kind != countKind || a.unit != "" {
			return dep, v
		}
	}
	return "", -1
}

// countedMeasure names what the verb v has so much of.
func (s *sentence) countedMeasure(a *amount, v int) string {
	switch {
	case a.kind == percentKind:
		return s.shareOf(a)
	case a.kind == moneyKind:
		return s.sumMeasure(s.lemma(v))
	case a.time:
		return "duration"
	}
	_, noun := s.counted(a)
	return s.countedPhrase(a, noun)
}

// sumMeasure names a sum by the verb that has it as its object.
func (s *sentence) sumMeasure(verb string) string {
	return cmp.Or(s.art.word("sum-measures").Of(verb), "sum")
}

// telling says that an amount is worth a figure of what only a phrase names: such
// subjects are often not what the text is about, so that small counts and sums tell
// little.
func (s *sentence) telling(a *amount, dep string) bool {
	if a.kind == countKind && a.unit == "" {
		return dep == "dobj" && len(a.value) > 1
	}
	return a.time && (dep == "dobj" || dep == "pobj")
}

func kindName(a *amount) string {
	switch {
	case a.kind == moneyKind:
		return "-money"
	case a.kind == percentKind:
		return "-percent"
	case a.kind == pointsKind:
		return "-points"
	case a.time:
		return "-time"
	case a.unit != "":
		return "-unit"
	}
	return ""
}

// shareOf is the measure of a percentage: "share of X".
func (s *sentence) shareOf(a *amount) string {
	if s.word(a.last) != "of" {
		return "share"
	}
	first, last := s.nounPhrase(a.last + 1)
	if first >= last {
		return "share"
	}
	if s.lemma(last-1) == "vote" {
		return "vote share"
	}
	return "share of " + squeeze(s.asWritten(first, last))
}

// existing reads "30 mines in Ghana".
func (s *sentence) existing(a *amount) figure {
	_, noun := s.counted(a)
	if noun < 0 || a.kind != countKind || a.time || a.unit != "" {
		return figure{}
	}
	for _, prep := range []string{"in", "of", "at", "on", "aboard"} {
		for _, o := range s.prepObjects(noun, prep) {
			if owner, ok := s.named(o); ok {
				return figure{owner: owner, measure: s.countedPhrase(a, noun), verb: s.verbAbove(noun), rule: "in-" + prep}
			}
		}
	}
	return figure{}
}

// remote gives a figure that hangs deeper in the sentence to its subject, or to the
// only name in it, where that is a body or a thing: people and places are named for
// too many other reasons.
func (s *sentence) remote(a *amount) figure {
	if a.unit != "" || len(a.value) < 2 || a.kind == pointsKind || a.kind == percentKind && a.fraction {
		return figure{}
	}
	_, noun := s.counted(a)
	measure := s.countedPhrase(a, noun)
	if a.kind == percentKind {
		measure = s.shareOf(a)
	}
	if measure == "" {
		return figure{}
	}
	root := s.root()
	if len(s.mentions) == 1 {
		m := s.mentions[0]
		if bodyOrThing(m.ent) || a.kind == percentKind && m.ent.root().class == "Place" {
			return figure{owner: m.arg(), measure: measure, verb: root, rule: "only-name"}
		}
	}
	if k := s.doer(root); k >= 0 && a.kind == countKind && noun >= 0 {
		if owner, ok := s.named(k); ok && bodyOrThing(owner.ent) {
			return figure{owner: owner, measure: measure, verb: root, rule: "sentence-subject"}
		}
	}
	return figure{}
}

func bodyOrThing(e *entity) bool {
	switch e.root().class {
	case "Organization", "Thing", "Work", "Product":
		return true
	}
	return false
}

// root is the token that the rest of the sentence hangs on.
func (s *sentence) root() int {
	for i := s.first; i < s.last; i++ {
		if s.head(i) < 0 {
			return i
		}
	}
	return s.first
}
