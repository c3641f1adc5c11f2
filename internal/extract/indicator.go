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
	told := map[*amount]figure{}
	for i := range amounts {
		a := &amounts[i]
		if a.used || a.equivalent || a.standing || s.earlierLevel(a) || s.isDateToken(a.first) || s.inName(a) || s.leadsToLevel(a) {
			continue
		}
		if a.kind == countKind && (a.word && a.value == "1" || a.unit == "times" || strings.HasSuffix(a.unit, "old")) {
			continue
		}
		fig := s.alongside(a, told)
		if !fig.owner.ok() {
			fig = s.figure(a)
		}
		if fig.owner.ent != nil {
			told[a] = fig
			s.emitIndicator(a, fig)
		}
	}
}

// inName says that the number belongs to a name: "the FTSE 100", "Nikkei 225 index".
func (s *sentence) inName(a *amount) bool {
	if s.mentionAt(a.first) != nil {
		return true
	}
	m := s.mentionAt(a.first - 1)
	return a.kind == countKind && a.unit == "" && !a.word && a.bound == "" && m != nil && m.last == a.first
}

// leadsToLevel says that the amount is how much another rose or fell to its level:
// "fell 2.95% to 1807.99 points".
func (s *sentence) leadsToLevel(a *amount) bool {
	if a.change == "" {
		return false
	}
	for k := range s.values().amounts {
		b := &s.values().amounts[k]
		if b.first < a.last || b.equivalent {
			continue
		}
		for i := b.first - 1; i >= a.last && i >= b.first-5; i-- {
			if s.word(i) == "to" {
				return true
			}
		}
		return false
	}
	return false
}

// figure is an indicator before it becomes a fact.
type figure struct {
	owner   arg
	measure string
	scope   string // the part of the owner that is measured
	verb    int
	rule    string
}

// lastFigure is what the article measured last; "among them, 148,000 were private
// firms" goes on with it.
type lastFigure struct {
	owner   arg
	measure string
	sent    int // index of the sentence
}

// figure is what the first of the readers that know makes of the amount.
func (s *sentence) figure(a *amount) figure {
	for _, read := range []func(*amount) figure{
		s.possessed, s.measured, s.measureOf, s.sectorShare, s.countedBySubject, s.bareSubject, s.shareFor, s.existing, s.remote,
	} {
		if fig := read(a); fig.owner.ent != nil {
			return fig
		}
	}
	return figure{}
}

// alongside gives an amount the owner of the one that it is joined to ("108 nurses and
// 29 tons of supplies") or that it says as a share in brackets ("97,600 votes
// (39.3%)").
func (s *sentence) alongside(a *amount, told map[*amount]figure) figure {
	amounts := s.values().amounts
	head, noun := s.counted(a)
	top := s.spanTop(a.first, a.last)
	if head >= 0 {
		top = head
	}
	for i := range amounts {
		b := &amounts[i]
		fig, ok := told[b]
		if !ok || b.first >= a.first {
			continue
		}
		_, other := s.counted(b)
		switch {
		case a.kind == percentKind && s.word(a.first-1) == "(" && a.first-b.last <= 4:
			return figure{owner: fig.owner, measure: "share of " + fig.measure, verb: fig.verb, rule: "bracket"}
		case s.dep(top) == "conj" && other >= 0 && s.head(top) == other && a.kind == countKind:
			return figure{owner: fig.owner, measure: s.countedPhrase(a, noun), verb: fig.verb, rule: "joined"}
		}
	}
	return figure{}
}

// shareFor reads "28% for the Liberals".
func (s *sentence) shareFor(a *amount) figure {
	if a.kind != percentKind {
		return figure{}
	}
	for _, o := range s.prepObjects(s.spanTop(a.first, a.last), "for") {
		if owner, ok := s.named(o); ok {
			return figure{owner: owner, measure: "share", verb: s.verbAbove(o), rule: "share-for"}
		}
	}
	return figure{}
}

func (s *sentence) emitIndicator(a *amount, fig figure) {
	f := fact{subj: fig.owner, obj: arg{lit: a.literal(), as: s.asWritten(a.first, a.last)}, pred: "indicator", verb: max(fig.verb, s.first), rule: "indicator/" + fig.rule, confidence: figureConfidence(fig.rule)}
	f.with("measure", fig.measure)
	f.with("scope", fig.scope)
	s.art.told().figure = lastFigure{owner: fig.owner, measure: fig.measure, sent: s.index}
	f.with("bound", a.bound)
	if a.kind == moneyKind {
		f.with("currency", s.currency(a))
	}
	f.with("unit", a.unit)
	if a.kind == pointsKind {
		f.with("unit", "percentage points")
	}
	if a.kind == percentKind && a.change != "" {
		f.with("change", a.signed())
	} else {
		f.with("change", s.changeOf(a))
	}
	f.with("period", s.ownPeriod(a.first))
	s.tell(f)
}

// figureConfidence is about the share of right statements that a rule had on annotated
// articles that were not read while it was written.
func figureConfidence(rule string) float64 {
	switch {
	case rule == "joined", rule == "bracket", rule == "share-for", strings.HasPrefix(rule, "subject-"):
		return 0.6
	case rule == "measure", rule == "of-measure", rule == "possessed", rule == "among":
		return 0.5
	}
	return 0.3
}

// changeOf is the rise or fall that the words after an amount give it: "RMB9.49
// trillion, up 4.4%".
func (s *sentence) changeOf(a *amount) string {
	amounts := s.values().amounts
	for i := range amounts {
		c := &amounts[i]
		if c.first < a.last && c.last > a.first-6 && c.kind == percentKind && c.change != "" && !c.standing && s.leadsToLevel(c) {
			return c.signed()
		}
		if c.first < a.last {
			continue
		}
		if c.kind == percentKind && c.change != "" && s.sameBreath(a.last, c.first) {
			return c.signed()
		}
		if !c.equivalent {
			return ""
		}
	}
	return ""
}

// sameBreath says that nothing between two tokens starts to speak of another thing.
func (s *sentence) sameBreath(i, end int) bool {
	for ; i < end; i++ {
		switch s.word(i) {
		case "while", "whereas", "with", "but", ";", "compared":
			return false
		}
	}
	return true
}

// measured reads "Ghana's exports reached $5 billion": a measure as the subject of
// the verb that the amount hangs on.
func (s *sentence) measured(a *amount) figure {
	v := s.verbAbove(s.spanTop(a.first, a.last))
	if v < 0 || !measureVerbs[s.lemma(v)] || a.time && s.lemma(v) != "last" && s.lemma(v) != "be" {
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
		noun = strings.TrimSuffix(noun, " growth")
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

// measureOf reads "growth of 6%", "with a population of 5 million".
func (s *sentence) measureOf(a *amount) figure {
	top := s.spanTop(a.first, a.last)
	if head, _ := s.counted(a); head >= 0 {
		top = head
	}
	of := s.head(top)
	if of < 0 || s.dep(top) != "pobj" || s.lower(of) != "of" {
		return figure{}
	}
	k := s.head(of)
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
	if k < 0 || s.mentionAt(k) != nil || s.pos(k) != "NOUN" || s.refs[k-s.first] != nil || s.measureNoun(k) != "" {
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
		// "a total of 60 persons" is an object as "60 persons" is.
		if whole := s.head(v); whole >= 0 && s.lower(v) == "of" && s.dep(whole) == "dobj" && (s.lemma(whole) == "total" || s.isAmount(whole)) {
			d, v = "dobj", whole
		}
		v = s.head(v)
	}
	if v < 0 || !s.verbal(v) {
		return figure{}
	}
	switch d {
	case "dobj", "pobj", "npadvmod", "oprd":
	case "attr": // "X was one of 12", "he was 5th": a count says nothing there
		if a.kind == countKind && a.unit == "" {
			return figure{}
		}
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

func (s *sentence) root() int {
	for i := s.first; i < s.last; i++ {
		if s.head(i) < 0 {
			return i
		}
	}
	return s.first
}
