package extract

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed measures.tsv
var measuresTSV string

// measureKinds is measures.tsv: kind by noun.
var measureKinds = sync.OnceValue(func() map[string]string {
	m, err := parseMeasures(measuresTSV)
	if err != nil {
		panic("broken build: " + err.Error())
	}
	return m
})

func parseMeasures(table string) (map[string]string, error) {
	m := map[string]string{}
	err := parseTSV("measures.tsv", table, 2, func(row []string) error {
		if row[0] != "economy" && row[0] != "trait" {
			return fmt.Errorf("unknown kind %q", row[0])
		}
		m[row[1]] = row[0]
		return nil
	})
	return m, err
}

// measureVerbs join a measure with its value: "exports reached $5 billion".
var measureVerbs = map[string]bool{
	"reach": true, "total": true, "hit": true, "amount": true, "come": true, "stand": true, "exceed": true, "surpass": true, "top": true,
	"rise": true, "fall": true, "grow": true, "increase": true, "decrease": true, "decline": true, "climb": true, "drop": true, "jump": true,
	"be": true, "average": true, "remain": true, "stay": true, "account": true, "represent": true, "make": true, "cost": true, "value": true,
	"estimate": true, "measure": true, "weigh": true, "number": true, "include": true, "shrink": true, "expand": true, "slip": true, "soar": true,
	"surge": true, "plunge": true, "comprise": true, "approach": true, "near": true, "set": true, "register": true, "record": true, "report": true,
	"post": true, "gain": true, "lose": true, "close": true, "end": true, "finish": true, "open": true, "trade": true, "peak": true, "slide": true,
	"project": true, "expect": true, "forecast": true, "put": true, "have": true, "span": true, "cover": true, "last": true, "run": true,
}

// findIndicators reads figures: what is measured, of whom, how much.
func findIndicators(s *sentence) {
	amounts := s.values().amounts
	for i := range amounts {
		a := &amounts[i]
		if a.used || a.equivalent || a.standing || s.earlierLevel(a) || s.isDateToken(a.first) {
			continue
		}
		if a.kind == countKind && a.word && a.value == "1" {
			continue
		}
		s.indicator(a)
	}
}

// reading is a figure before it becomes a fact.
type figure struct {
	owner   arg
	measure string
	verb    int
	rule    string
}

func (s *sentence) indicator(a *amount) {
	for _, read := range []func(*amount) figure{s.possessed, s.measured, s.countedBySubject, s.existing, s.remote} {
		fig := read(a)
		if !fig.owner.ok() || fig.owner.ent == nil {
			continue
		}
		s.emitIndicator(a, fig)
		return
	}
}

func (s *sentence) emitIndicator(a *amount, fig figure) {
	if fig.verb >= 0 && (s.negated(fig.verb) || s.open(fig.verb)) {
		return
	}
	f := fact{subj: fig.owner, obj: arg{lit: a.literal(), as: s.asWritten(a.first, a.last)}, pred: "indicator", verb: max(fig.verb, s.first), rule: "indicator/" + fig.rule, confidence: 0.5}
	f.with("measure", fig.measure)
	f.with("bound", a.bound)
	if a.kind == moneyKind {
		f.with("currency", s.currency(a))
	}
	f.with("unit", a.unit)
	if a.kind == pointsKind {
		f.with("unit", "percentage points")
	}
	if a.change != "" {
		f.with("change", a.signed())
	} else {
		f.with("change", s.changeOf(a))
	}
	f.with("period", s.ownPeriod(a.first))
	s.tell(f)
}

// changeOf is the rise or fall that the words after an amount give it: "RMB9.49
// trillion, up 4.4%".
func (s *sentence) changeOf(a *amount) string {
	amounts := s.values().amounts
	for i := range amounts {
		c := &amounts[i]
		if c.first >= a.last && c.kind == percentKind && c.change != "" {
			return c.signed()
		}
		if c.first >= a.last && !c.equivalent {
			return ""
		}
	}
	return ""
}

// measured reads "Ghana's exports reached $5 billion": a measure as the subject of
// the verb that the amount hangs on.
func (s *sentence) measured(a *amount) figure {
	v := s.verbAbove(s.spanTop(a.first, a.last))
	if v < 0 || !measureVerbs[s.lemma(v)] {
		return figure{}
	}
	k := s.doer(v)
	if k < 0 || k >= a.first && k < a.last {
		return figure{}
	}
	noun := s.measureNoun(k)
	if noun == "" {
		return figure{}
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
		return strings.ToLower(text[:1]) + text[1:]
	}
	return text
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

// possessed reads "Siebel's 4,000 customers", "the firm's 30 ships".
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

// countedBySubject reads "Ryanair carried 2.9 million passengers", "Zhang won 40%
// of the vote": who does something to so many.
func (s *sentence) countedBySubject(a *amount) figure {
	top := s.spanTop(a.first, a.last)
	head, noun := s.counted(a)
	if head >= 0 {
		top = head
	}
	d := s.dep(top)
	v := s.head(top)
	if d == "pobj" && v >= 0 {
		v = s.head(v)
	}
	if v < 0 || !s.verbal(v) {
		return figure{}
	}
	switch d {
	case "dobj", "attr", "pobj", "npadvmod", "oprd":
	default:
		return figure{}
	}
	if d == "pobj" && a.time && s.word(s.head(top)) != "for" {
		return figure{}
	}
	measure := s.countedPhrase(a, noun)
	switch {
	case a.kind == percentKind:
		measure = s.shareOf(a)
	case a.kind == moneyKind:
		measure = s.lemma(v)
	case a.time:
		measure = "duration"
	}
	k := s.doer(v)
	if k < 0 {
		return figure{}
	}
	if owner, ok := s.named(k); ok {
		if a.time && d == "dobj" {
			return figure{}
		}
		return figure{owner: owner, measure: measure, verb: v, rule: "subject-" + d + kindName(a)}
	}
	if s.measureNoun(k) == "" && s.pos(k) == "NOUN" && s.telling(a, d) {
		return figure{owner: s.argAt(k), measure: measure, verb: v, rule: "phrase-" + d + kindName(a)}
	}
	return figure{}
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
	return "share of " + squeeze(s.asWritten(first, last))
}

// existing reads "there are 30 mines in Ghana", "30 mines in Ghana closed".
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
	if v := s.head(noun); v >= 0 && s.verbal(v) {
		for _, prep := range []string{"in", "at", "aboard"} {
			for _, o := range s.prepObjects(v, prep) {
				if owner, ok := s.named(o); ok && s.dep(noun) != "pobj" {
					return figure{owner: owner, measure: s.countedPhrase(a, noun), verb: v, rule: "place-" + prep}
				}
			}
		}
	}
	return figure{}
}

// remote gives a figure that hangs deeper in the sentence to its subject, or to the
// only name in it, where that is a body or a thing: people and places are named for
// too many other reasons.
func (s *sentence) remote(a *amount) figure {
	if a.unit != "" || len(a.value) < 2 || a.kind == pointsKind {
		return figure{}
	}
	_, noun := s.counted(a)
	measure := s.countedPhrase(a, noun)
	if a.kind == percentKind {
		measure = s.shareOf(a)
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

func (s *sentence) root() int {
	for i := s.first; i < s.last; i++ {
		if s.head(i) < 0 {
			return i
		}
	}
	return s.first
}
