package extract

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// candidateKind tells by what a sentence offers an end of a statement.
type candidateKind uint8

const (
	nameCandidate      candidateKind = iota // a name
	referenceCandidate                      // a pronoun or common noun that stands for a name
	phraseCandidate                         // a noun phrase that names nothing known
	clauseCandidate                         // a clause, as the object of a verb of announcing
	roleCandidate                           // a role or title
	aliasCandidate                          // an acronym or other name as the sentence writes it
	insideCandidate                         // a name that a longer name holds
	dateCandidate
	countCandidate
	percentCandidate
	moneyCandidate
	articleCandidate // what the article is about, not said in the sentence
)

var candidateKinds = [...]string{"name", "reference", "phrase", "clause", "role", "alias", "inside", "date", "count", "percent", "money", "article"}

func (k candidateKind) String() string { return candidateKinds[k] }

// value says that candidates of the kind are literals in normal form.
func (k candidateKind) value() bool { return k >= dateCandidate && k <= moneyCandidate }

// candidate is what may be an end of a statement of a sentence: tokens [first, last)
// around head. Of an article candidate these are tokens of the sentence home.
type candidate struct {
	arg
	kind              candidateKind
	home              *sentence
	first, last, head int
	class             string
	part              string  // what the article candidate is to the article: "event", "place", ...
	amount            *amount // of a count, percent or money
}

// name is how the candidate is written as an end.
func (c *candidate) name() string {
	if c.ent != nil {
		return c.ent.root().name
	}
	return c.lit
}

// end is the argument as what it stands for, without its words: equal where it is the same.
func (a arg) end() arg {
	if a.ent != nil {
		return arg{ent: a.ent.root()}
	}
	return arg{lit: a.lit}
}

// maxCandidates bounds the candidates of a sentence: pairs grow with their square.
const maxCandidates = 64

// candidates are all ends that the sentence offers, in text order, and after them
// those that only the article offers.
func (s *sentence) candidates() []candidate {
	c := collector{sentence: s, list: make([]candidate, 0, maxCandidates/2), seen: map[[3]int]bool{}}
	c.values()
	c.names()
	for i := s.first; i < s.last; i++ {
		c.phrases(i)
		c.clauses(i)
	}
	c.sort()
	if len(c.list) > maxCandidates {
		c.list = c.list[:maxCandidates]
	}
	c.articleWide()
	return c.list
}

// sort brings the list into the order of the text, of one head the shorter first.
func (c *collector) sort() {
	order := make([]int, len(c.list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := &c.list[i], &c.list[j]
		return cmp.Or(cmp.Compare(a.head, b.head), cmp.Compare(a.last-a.first, b.last-b.first))
	})
	list := make([]candidate, len(order), len(order)+articleEnds)
	for to, from := range order {
		list[to] = c.list[from]
	}
	c.list = list
}

// articleEnds is about how many ends the article adds to those of a sentence.
const articleEnds = 24

type collector struct {
	*sentence
	list []candidate
	seen map[[3]int]bool // kind is left out: the first reading of a span stays, but for references
}

func (c *collector) add(cand candidate) {
	span := [3]int{cand.first, cand.last, cand.head}
	if !cand.ok() || c.seen[span] {
		return
	}
	// "the bank" may also stand for nothing but itself.
	c.seen[span] = cand.kind != referenceCandidate
	cand.home = c.sentence
	c.list = append(c.list, cand)
}

func (c *collector) values() {
	f := c.sentence.values()
	for i := range f.dates {
		d := &f.dates[i]
		date := c.resolve(d)
		from, _, _ := strings.Cut(date, "/")
		c.add(candidate{arg: arg{lit: from, as: c.asWritten(d.first, d.last)}, kind: dateCandidate, first: d.first, last: d.last, head: c.spanTop(d.first, d.last)})
	}
	for i := range f.amounts {
		a := &f.amounts[i]
		if a.equivalent || c.namePart(a) || c.lower(a.first) == "one" && c.word(a.last) == "of" {
			continue
		}
		kind := countCandidate
		switch a.kind {
		case moneyKind:
			kind = moneyCandidate
		case percentKind, pointsKind:
			kind = percentCandidate
		}
		c.add(candidate{arg: arg{lit: a.literal(), as: c.asWritten(a.first, a.last)}, kind: kind, first: a.first, last: a.last, head: c.spanTop(a.first, a.last), amount: a})
	}
	for i := range f.ordinals {
		a := &f.ordinals[i]
		if c.mentionAt(a.first) != nil || c.numberWord(a.last) {
			continue
		}
		c.add(candidate{arg: arg{lit: a.literal(), as: c.asWritten(a.first, a.last)}, kind: countCandidate, first: a.first, last: a.last, head: c.spanTop(a.first, a.last), amount: a})
	}
}

// namePart says that an amount is a word of a name: the "Five" and the "15" of "the 15th
// Five-Year Plan".
func (c *collector) namePart(a *amount) bool {
	return a.first > c.first && c.numberWord(a.first) && upper(c.tok(a.last-1).Text)
}

// numberWord says that the word at i is a number written as names are: "Five".
func (c *collector) numberWord(i int) bool {
	return c.has(i) && c.tag(i) == "CD" && upper(c.tok(i).Text)
}

func (c *collector) names() {
	for _, m := range c.mentions {
		c.add(candidate{arg: m.arg(), kind: nameCandidate, first: m.first, last: m.last, head: m.head, class: m.ent.root().class})
		c.around(m)
		c.inside(m)
	}
	for i := c.first; i < c.last; i++ {
		if e := c.refs[i-c.first]; e != nil {
			first := i
			if c.pos(i) != "PRON" {
				first, _ = c.base(i)
			}
			c.add(candidate{arg: arg{ent: e, as: c.asWritten(first, i+1)}, kind: referenceCandidate, first: first, last: i + 1, head: i, class: e.root().class})
		}
	}
}

// around adds what the sentence says with a mention beside its name: the acronym as it
// is written, and the class noun before it ("mobile operator Orange"), in two wordings.
func (c *collector) around(m *mention) {
	if text := m.text(); text != m.ent.root().name && m.class != "Group" && (acronym(text) || c.word(m.first-1) == "(") {
		// The name has this span already.
		c.list = append(c.list, candidate{arg: arg{lit: text, as: m.asWritten()}, kind: aliasCandidate, home: c.sentence, first: m.first, last: m.last, head: m.head, class: m.ent.root().class})
	}
	first := m.first
	for first > c.first && c.mentionAt(first-1) == nil {
		switch c.pos(first - 1) {
		case "NOUN", "ADJ":
			first--
			continue
		}
		if c.word(first-1) == "-" && first-1 > c.first && c.mentionAt(first-2) == nil {
			first--
			continue
		}
		break
	}
	if first == m.first {
		return
	}
	kind, class := phraseCandidate, c.phraseClass(m.first-1)
	if c.roleWord(m.first-1) != "" {
		kind = roleCandidate
	}
	for _, from := range []int{first, c.premodified(m.first-1, true)} {
		if a := c.textArg(from, m.first); a.ok() {
			c.add(candidate{arg: a, kind: kind, first: from, last: m.first, head: m.first - 1, class: class})
		}
	}
}

// inside adds the names that a longer name starts or ends with: "Hawaii" of "Hawaii
// Volcanoes National Park", "UN" of "UN Security Council".
func (c *collector) inside(m *mention) {
	if m.last-m.first < 2 || m.class == "Person" {
		return
	}
	add := func(first, last int) {
		if country := c.art.gaz.demonym[c.text(first, last)]; country != "" {
			a := arg{lit: country, as: c.asWritten(first, last)}
			if e := c.countryNamed(country); e != nil {
				a.ent, a.lit = e, ""
			}
			c.add(candidate{arg: a, kind: insideCandidate, first: first, last: last, head: last - 1, class: "Place"})
		} else if e := c.art.called(c.text(first, last)); e != nil && e != m.ent.root() {
			c.add(candidate{arg: arg{ent: e, as: c.asWritten(first, last)}, kind: insideCandidate, first: first, last: last, head: last - 1, class: e.class})
		} else if text := c.text(first, last); e == nil && c.art.gaz.kind(text) != "" {
			c.add(candidate{arg: arg{lit: text, as: c.asWritten(first, last)}, kind: insideCandidate, first: first, last: last, head: last - 1, class: "Place"})
		}
	}
	for k := m.first + 1; k < m.last; k++ {
		add(m.first, k)
		add(k, m.last)
	}
}

// countryNamed is the article's entity of a country, or nil.
func (c *collector) countryNamed(name string) *entity {
	for _, e := range c.art.ents {
		if e.same == nil && len(e.mentions) > 0 && (e.name == name || c.art.gaz.country[e.name] == name) {
			return e
		}
	}
	return nil
}

// called is the entity of the article that a text names, or nil.
func (art *article) called(text string) *entity {
	if art.byName == nil {
		art.byName = map[string]*entity{}
		for _, e := range art.ents {
			if len(e.mentions) == 0 {
				continue
			}
			for _, m := range e.mentions {
				if m.class != "Group" && art.byName[m.text()] == nil {
					art.byName[m.text()] = e.root()
				}
			}
		}
	}
	return art.byName[text]
}

// phrases adds the wordings of the noun phrase with head i: without and with what
// follows the head.
func (c *collector) phrases(i int) {
	p := c.pos(i)
	if p != "NOUN" && p != "PROPN" && c.tag(i) != "VBG" || c.mentionAt(i) != nil && p != "NOUN" {
		return
	}
	if c.tag(i) == "VBG" && c.dep(i) != "pobj" && c.dep(i) != "dobj" && c.dep(i) != "nsubj" {
		return
	}
	if p != "VERB" && c.dep(i) == "compound" && c.roleWord(i) == "" {
		return
	}
	first, last := c.base(i)
	kind, class := phraseCandidate, c.phraseClass(i)
	if c.roleWord(i) != "" {
		kind = roleCandidate
	}
	add := func(first, last int) {
		if a := c.textArg(first, last); a.ok() {
			c.add(candidate{arg: a, kind: kind, first: first, last: last, head: i, class: class})
		}
	}
	add(first, last)
	if ofLast := c.ofPhrase(i); ofLast > last {
		add(first, ofLast)
	}
	longFirst, longLast := c.longPhrase(i)
	add(longFirst, longLast)
	if end := c.described(i); end > longLast {
		add(longFirst, end)
	}
	// "the plane crash" may be told as "crash" first.
	if last-first > 2 && kind == phraseCandidate {
		if k := c.child(i, "compound"); k > first && k < i {
			add(k, last)
		} else {
			add(i, last)
		}
	}
	if d := c.dep(i); d == "attr" || d == "appos" || d == "dobj" {
		if end := c.relative(i); end > longLast {
			add(longFirst, end)
		}
	}
	if end := c.coordinated(i); end > longLast {
		add(longFirst, end)
	}
}

// relative is where the noun at i ends with the relative clause that says which one it
// is ("patterns that form in teeth as they grow"), or i. A clause after a comma only adds
// to a noun that is told already.
func (c *collector) relative(i int) int {
	for _, k := range c.kidsWith(i, "relcl") {
		if first, last := c.subtree(k); k > i && c.word(first-1) != "," && last-i <= maxPhraseWords+4 {
			return c.trimEnd(i+1, last)
		}
	}
	return i
}

// coordinated is where the common noun at i ends with the nouns joined to it ("swelling and
// inflammation of the brain"), or i.
func (c *collector) coordinated(i int) int {
	if c.dep(i) == "conj" || c.pos(i) != "NOUN" {
		return i
	}
	end := i
	for k := c.child(i, "conj"); k > end && c.pos(k) == "NOUN" && c.mentionAt(k) == nil; k = c.child(k, "conj") {
		_, end = c.longPhrase(k)
	}
	if end-i > maxPhraseWords {
		return i
	}
	return end
}

// ofPhrase is where the noun at i ends with the "of" phrase that follows it, or i.
func (c *collector) ofPhrase(i int) int {
	for _, k := range c.children(i) {
		if k == i+1 && c.dep(k) == "prep" && c.lower(k) == "of" {
			_, end := c.subtree(k)
			return c.cut(k, end)
		}
	}
	return i
}

// described is where the noun at i ends with the participle clause that follows it
// ("file format created by X"), or i.
func (c *collector) described(i int) int {
	for _, k := range c.children(i) {
		if k > i && c.dep(k) == "acl" {
			_, end := c.subtree(k)
			if end = c.cut(i+1, end); c.word(end-1) == "such" {
				end--
			}
			return end
		}
	}
	return i
}

// roleWord is the noun at i where the lexicon knows it as a role.
func (c *collector) roleWord(i int) string {
	w := singularWord(c.lower(i))
	if c.art.roleOf(w) == 0 {
		return ""
	}
	return w
}

// clauses adds what the verb at i announces or demands, where that is a clause.
func (c *collector) clauses(i int) {
	if !c.verbal(i) {
		return
	}
	first, last := c.subtree(i)
	switch d := c.dep(i); {
	case c.sentence.head(i) < 0:
		c.wordClause(i, i, c.cutClause(i, c.last))
	case d == "ccomp" || d == "xcomp":
		for first < last && (c.word(first) == "that" || c.word(first) == "to" || c.pos(first) == "PUNCT") {
			first++
		}
		c.clause(i, first, last)
		if start := c.clauseStart(i); start > first {
			c.clause(i, start, last)
		}
	case c.tag(i) == "VBG" && (d == "pcomp" || d == "conj" && c.dep(c.sentence.head(i)) == "pcomp"),
		c.tag(i) == "VB" && (d == "acl" || d == "advcl" || d == "relcl" || d == "conj"),
		d == "conj" && c.reported(i):
		c.clause(i, c.clauseStart(i), last)
	}
}

// reported says that the verb at i is joined to one that somebody says or wants.
func (c *collector) reported(i int) bool {
	for c.dep(i) == "conj" {
		i = c.sentence.head(i)
	}
	return c.dep(i) == "ccomp" || c.dep(i) == "xcomp"
}

// clauseStart is where the clause of the verb at i starts without what is told before its
// subject or, where it has none, before the verb.
func (c *collector) clauseStart(i int) int {
	if k := c.child(i, "nsubj", "nsubjpass", "expl"); k >= 0 && k < i {
		first, _ := c.subtree(k)
		return first
	}
	return i
}

// clause adds the clause [first, last) of the verb at i in two wordings: cut where another
// thought starts, and with all that its verb takes.
func (c *collector) clause(i, first, last int) {
	short := c.cutClause(first, last)
	long := c.cutLate(first, min(last, first+maxClauseWords))
	c.wordClause(i, first, short)
	c.wordClause(i, first, long)
}

// wordClause adds one wording of a clause.
func (c *collector) wordClause(i, first, last int) {
	if last-first < 2 {
		return
	}
	if a := c.textArg(first, last); a.ok() {
		c.add(candidate{arg: a, kind: clauseCandidate, first: first, last: last, head: i})
	}
}

// maxClauseWords bounds the longer wording of a clause.
const maxClauseWords = 24

// cutLate is the first token in [first, last) at which a clause ends in its longer wording
// too.
func (c *collector) cutLate(first, last int) int {
	for i := first; i < last; i++ {
		switch c.word(i) {
		case ";", ":", `"`, "--", "—", "–", "because", "although", "while":
			if i > first {
				return c.trimEnd(first, i)
			}
		}
	}
	return c.trimEnd(first, last)
}

// articleWide adds what the article is about, where the sentence does not say it.
func (c *collector) articleWide() {
	here := make(map[arg]bool, len(c.list)+articleEnds)
	for i := range c.list {
		here[c.list[i].end()] = true
	}
	for _, topic := range c.art.topics() {
		if !here[topic.end()] {
			here[topic.end()] = true
			c.list = append(c.list, topic)
		}
	}
	for _, e := range c.lastNamed() {
		if here[(arg{ent: e}).end()] {
			continue
		}
		here[(arg{ent: e}).end()] = true
		if topic, ok := topicOf(e, "near"); ok {
			c.list = append(c.list, topic)
		}
	}
	if e := c.lastSubject(); e != nil && !here[(arg{ent: e}).end()] {
		if topic, ok := topicOf(e, "subject"); ok {
			c.list = append(c.list, topic)
		}
	}
}

// nearNames is how many sentences back lastNamed looks.
const nearNames = 4

// lastNamed are the person and the body named last before the sentence.
func (s *sentence) lastNamed() []*entity {
	var out []*entity
	for _, class := range []string{"Person", "Organization"} {
		for k := s.index - 1; k >= 0 && k >= s.index-nearNames; k-- {
			if e := lastOfClass(s.art.sents[k], class); e != nil {
				out = append(out, e)
				break
			}
		}
	}
	return out
}

func lastOfClass(s *sentence, class string) *entity {
	for i := len(s.mentions) - 1; i >= 0; i-- {
		if m := s.mentions[i]; m.class != "Group" && m.ent.root().class == class {
			return m.ent.root()
		}
	}
	return nil
}

// lastSubject is the named subject of the nearest sentence before.
func (s *sentence) lastSubject() *entity {
	for k := s.index - 1; k >= 0 && k >= s.index-3; k-- {
		before := s.art.sents[k]
		for i := before.first; i < before.last; i++ {
			if d := before.dep(i); d != "nsubj" && d != "nsubjpass" {
				continue
			}
			if m := before.mentionAt(i); m != nil && m.class != "Group" {
				return m.ent.root()
			}
			if e := before.refs[i-before.first]; e != nil {
				return e.root()
			}
		}
	}
	return nil
}

// topics are the article's candidates: its main event, place, country, person and
// body, what it names most often whatever that is, what its first sentence names, and
// the events that it names besides.
func (art *article) topics() []candidate {
	if art.about != nil {
		return art.about
	}
	art.about = []candidate{}
	put := func(e *entity, part string) {
		if e == nil {
			return
		}
		if topic, ok := topicOf(e.root(), part); ok {
			art.about = append(art.about, topic)
		}
	}
	art.mainEvents()
	art.topMentioned(put, "place", 3, func(e *entity) bool { return e.class == "Place" && e.kind != "country" })
	art.topMentioned(put, "country", 3, func(e *entity) bool { return e.kind == "country" })
	art.topMentioned(put, "person", 2, func(e *entity) bool { return e.class == "Person" })
	art.topMentioned(put, "body", 3, func(e *entity) bool { return e.class == "Organization" })
	art.topMentioned(put, "topic", 2, func(e *entity) bool { return e.class == "Event" || e.class == "Work" || e.class == "Product" })
	art.topMentioned(put, "name", 5, func(e *entity) bool { return e.class != "Group" })
	art.leadNames(put)
	art.repeated()
	if !newClock(art.in.Date).published.IsZero() {
		art.about = append(art.about, candidate{arg: arg{lit: art.in.Date[:10], as: art.in.Date[:10]}, kind: articleCandidate, part: "date", first: -1, last: -1, head: -1})
	}
	return art.about
}

// mainEvents adds the events that the article names by common nouns, the one named
// most often first, four at most.
func (art *article) mainEvents() {
	index := art.told()
	var events []*happening
	for _, h := range index.byNoun {
		if h.ent != nil {
			events = append(events, h)
		}
	}
	sort.Slice(events, func(i, j int) bool {
		if events[i].count != events[j].count {
			return events[i].count > events[j].count
		}
		return events[i].noun < events[j].noun
	})
	for i, h := range events {
		switch {
		case h == index.main || i == 0:
			art.putEvent(h, "event")
		case i < 4:
			art.putEvent(h, "side event")
		}
	}
}

// putEvent adds an event where it is first told.
func (art *article) putEvent(h *happening, part string) {
	c := candidate{arg: arg{ent: h.ent, as: h.ent.root().name}, kind: articleCandidate, class: "Event", part: part, first: -1, last: -1, head: -1}
	for _, s := range art.sents {
		for i := s.first; i < s.last; i++ {
			if s.eventNoun(i) == h.noun {
				first, last := s.base(i)
				c.home, c.first, c.last, c.head = s, first, last, i
				art.about = append(art.about, c)
				return
			}
		}
	}
}

// repeated adds the common nouns that the article has at least three times, the most
// frequent first: what it is about, as "the hotel", "the bill".
func (art *article) repeated() {
	type noun struct {
		count       int
		home        *sentence
		first, head int
	}
	nouns := map[string]*noun{}
	var order []string
	for _, s := range art.sents {
		for i := s.first; i < s.last; i++ {
			if s.pos(i) != "NOUN" || s.mentionAt(i) != nil || s.dep(i) == "compound" || s.eventNoun(i) != "" || s.isDateToken(i) {
				continue
			}
			w := s.lemma(i)
			if nouns[w] == nil {
				first, _ := s.base(i)
				nouns[w] = &noun{home: s, first: first, head: i}
				order = append(order, w)
			}
			nouns[w].count++
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return nouns[order[i]].count > nouns[order[j]].count })
	for k := 0; k < len(order) && k < 5 && nouns[order[k]].count >= 3; k++ {
		n := nouns[order[k]]
		if a := n.home.textArg(n.first, n.head+1); a.ok() {
			art.about = append(art.about, candidate{arg: a, kind: articleCandidate, class: n.home.phraseClass(n.head), part: "noun", home: n.home, first: n.first, last: n.head + 1, head: n.head})
		}
	}
}

// topMentioned puts the n entities with the most mentions among those that fit, the
// first named of equals first.
func (art *article) topMentioned(put func(*entity, string), part string, n int, fits func(*entity) bool) {
	var list []*entity
	for _, e := range art.ents {
		if e.same == nil && len(e.mentions) > 0 && fits(e) {
			list = append(list, e)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return len(list[i].mentions) > len(list[j].mentions) })
	for i := 0; i < n && i < len(list); i++ {
		if i > 0 && len(list[i].mentions) < 2 {
			break
		}
		put(list[i], part)
	}
}

// leadNames puts what the first sentence names, four names at most: the lead tells who
// and what an article is about, though later sentences say "the company" or "he".
func (art *article) leadNames(put func(*entity, string)) {
	if len(art.sents) == 0 {
		return
	}
	n := 0
	for _, m := range art.sents[0].mentions {
		if n < 4 && m.class != "Group" {
			put(m.ent, "name")
			n++
		}
	}
}

// topicOf is an entity as a candidate of sentences that do not name it. It stands where
// it is first mentioned, if it has mentions.
func topicOf(e *entity, part string) (candidate, bool) {
	c := candidate{arg: arg{ent: e, as: e.name}, kind: articleCandidate, class: e.class, part: part, first: -1, last: -1, head: -1}
	for _, m := range e.mentions {
		if m.class != "Group" {
			c.home, c.first, c.last, c.head = m.sent, m.first, m.last, m.head
			break
		}
	}
	return c, true
}
