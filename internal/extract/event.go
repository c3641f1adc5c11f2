package extract

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed events.tsv
var eventsTSV string

// eventWords is events.tsv.
type eventWords struct {
	kind map[string]string   // by noun: sudden, held, lasting, vague
	verb map[string][]string // the nouns that a verb tells
}

var eventTable = onDemandTable(parseEventWords, eventsTSV)

func parseEventWords(table string) (*eventWords, error) {
	w := &eventWords{map[string]string{}, map[string][]string{}}
	err := parseTSV("events.tsv", table, 3, func(row []string) error {
		kind, noun, verbs := row[0], row[1], row[2]
		switch kind {
		case "sudden", "held", "lasting", "vague":
		default:
			return fmt.Errorf("unknown kind %q", kind)
		}
		w.kind[noun] = kind
		if verbs != "-" {
			for verb := range strings.SplitSeq(verbs, ",") {
				w.verb[verb] = append(w.verb[verb], noun)
			}
		}
		return nil
	})
	return w, err
}

// happening is an event of the article: all its mentions by one head noun, or by one
// proper name.
type happening struct {
	kind  string
	noun  string // lemma of the head noun, "" for a proper name
	ent   *entity
	count int // mentions, with what the title adds

	phrases []string       // by which it is named, in order of first use
	phrase  map[string]int // how often each is used
}

// eventIndex holds what the article tells of its events, its place and its trade.
type eventIndex struct {
	trade    tradeTopic
	figure   lastFigure
	currency map[string]string // of bare names of currencies: their ISO 4217 code here

	byNoun map[string]*happening
	main   *happening // the sudden event that the article is about, nil if none
}

// told is the article's event index.
func (art *article) told() *eventIndex {
	if art.events == nil {
		art.events = &eventIndex{byNoun: map[string]*happening{}, currency: map[string]string{}}
		art.indexEvents()
	}
	return art.events
}

// indexEvents finds the events that the article names by common nouns and chooses
// the main one: the sudden event named most often, at least twice.
func (art *article) indexEvents() {
	index := art.events
	order := art.namedEvents()
	title := lexemes(art.in.Title)
	for _, h := range order {
		for i := range title {
			if title[i].low == h.noun || title[i].low == h.noun+"s" {
				h.count += titleEvents
				break
			}
		}
		h.ent = art.phraseEntity("Event", h.name())
		if h.outdoes(index.main) {
			index.main = h
		}
	}
}

// titleEvents is how many mentions an event's mention in the title is worth.
const titleEvents = 2

// namedEvents counts the mentions of each event noun, in the order of the first.
func (art *article) namedEvents() []*happening {
	var order []*happening
	for _, s := range art.sents {
		for i := s.first; i < s.last; i++ {
			noun := s.eventNoun(i)
			if noun == "" {
				continue
			}
			h := art.events.byNoun[noun]
			if h == nil {
				h = &happening{kind: eventTable().kind[noun], noun: noun, phrase: map[string]int{}}
				art.events.byNoun[noun] = h
				order = append(order, h)
			}
			h.count++
			name := s.eventPhrase(i)
			if h.phrase[name]++; h.phrase[name] == 1 {
				h.phrases = append(h.phrases, name)
			}
		}
	}
	return order
}

// name is the phrase of more words than one that names the event oftenest, else the
// noun as first written. What tells one event of several does not name all.
func (h *happening) name() string {
	name, best := "", 0
	for _, p := range h.phrases {
		first, _, more := strings.Cut(p, " ")
		if n := h.phrase[p]; more && n > best && !distinctive[strings.ToLower(first)] {
			name, best = p, n
		}
	}
	if best == 0 {
		return h.phrases[0]
	}
	return name
}

// outdoes says that h is rather the article's main event than main.
func (h *happening) outdoes(main *happening) bool {
	switch {
	case !sudden(h.kind) || h.count < 2:
		return false
	case main == nil:
		return true
	case main.kind != h.kind:
		return main.kind == "vague"
	}
	return h.count > main.count
}

func sudden(kind string) bool { return kind == "sudden" || kind == "vague" }

// recentMemory is how many sentences back an event named by a noun is looked for.
const recentMemory = 2

// recentSudden is the sudden event that the sentence or one shortly before it names.
func (s *sentence) recentSudden() (arg, bool) {
	for n := 0; n <= recentMemory && s.index-n >= 0; n++ {
		prev := s.art.sents[s.index-n]
		for i := prev.last - 1; i >= prev.first; i-- {
			if noun := prev.eventNoun(i); noun != "" && eventTable().kind[noun] == "sudden" {
				return prev.eventAt(i)
			}
		}
	}
	return arg{}, false
}

// eventNoun is the lemma of the event that token i names as a common noun, or "".
func (s *sentence) eventNoun(i int) string {
	if s.pos(i) != "NOUN" || s.mentionAt(i) != nil || s.dep(i) == "compound" {
		return ""
	}
	for _, w := range []string{s.lemma(i), s.lower(i)} {
		if eventTable().kind[w] != "" {
			if w == "fire" && (s.dep(i) == "dobj" && s.lemma(max(s.head(i), s.first)) == "open" || s.word(i-1) == "under" || s.word(i-1) == "on") {
				return ""
			}
			return w
		}
	}
	return ""
}

// maxEventName is how many words an event's name has at most.
const maxEventName = 4

// eventPhrase is how the noun phrase of event noun i names it: the noun and the
// nouns and adjectives before it that tell what event it is.
func (s *sentence) eventPhrase(i int) string {
	first, last := s.base(i)
	for first < i && (s.isDateToken(first) || isTimeUnit(s.lower(first)) || s.lower(first) == "magnitude" || s.pos(first) != "NOUN" && s.pos(first) != "PROPN" && (s.pos(first) != "ADJ" || !s.relational(first))) {
		first++
	}
	if last-first > maxEventName {
		first = last - 1
	}
	for k := first; k < i; k++ {
		if s.pos(k) == "PUNCT" && s.word(k) != "-" || s.tag(k) == "POS" {
			first = k + 1
		}
	}
	return squeeze(s.text(first, last))
}

// relational says that the adjective at token i tells what kind of event it is
// ("presidential election", "nuclear test"), not how it was ("deadly crash"): it is
// made of a noun, or written with a capital.
func (s *sentence) relational(i int) bool {
	w := s.lower(i)
	if upper(s.tok(i).Text) {
		return true
	}
	switch w {
	case "fatal", "brutal", "initial", "special", "several", "global", "historic", "tragic", "horrific", "original", "additional", "final", "annual", "critical", "usual", "typical", "real", "central", "local", "actual", "formal", "unusual", "successful":
		return false
	}
	for _, suffix := range []string{"al", "ary", "ic", "lear", "ative", "scale"} {
		if strings.HasSuffix(w, suffix) {
			return true
		}
	}
	return distinctive[w]
}

// distinctive are words that tell an event from the others of its kind in the article.
var distinctive = map[string]bool{
	"first": true, "second": true, "third": true, "fourth": true, "fifth": true, "sixth": true, "another": true,
	"next": true, "previous": true, "earlier": true, "similar": true,
}

// isDateToken says that token i is part of a date.
func (s *sentence) isDateToken(i int) bool {
	for k := range s.values().dates {
		if d := &s.values().dates[k]; i >= d.first && i < d.last {
			return true
		}
	}
	return false
}

// eventAt is the event that token i names, by a common noun or a proper name.
func (s *sentence) eventAt(i int) (arg, bool) {
	if !s.has(i) {
		return arg{}, false
	}
	if m := s.mentionAt(i); m != nil {
		return m.arg(), m.ent.root().class == "Event"
	}
	noun := s.eventNoun(i)
	if noun == "" {
		return arg{}, false
	}
	first, last := s.base(i)
	// "The incident" is the crash that the article tells of.
	if main := s.art.told().main; main != nil && eventTable().kind[noun] == "vague" && main.kind == "sudden" && last-first == 1 {
		return arg{ent: main.ent, as: s.asWritten(first, last)}, true
	}
	if phrase := s.eventPhrase(i); strings.Contains(phrase, " ") {
		return arg{ent: s.art.phraseEntity("Event", phrase), as: s.asWritten(first, last)}, true
	}
	if h := s.art.told().byNoun[noun]; h != nil {
		return arg{ent: h.ent, as: s.asWritten(first, last)}, true
	}
	return arg{}, false
}

// findEvents reads when and where events take place.
func findEvents(s *sentence) {
	dates := s.values().dates
	for i := range dates {
		s.eventDate(&dates[i])
	}
	for _, m := range s.mentions {
		s.eventPlace(m)
		s.eventYear(m)
	}
}

// eventYear reads the year in an event's own name: "2008 Summer Olympics".
func (s *sentence) eventYear(m *mention) {
	if m.ent.root().class != "Event" || m.last-m.first < 2 {
		return
	}
	for _, i := range []int{m.first, m.last - 1} {
		y := s.tok(i).Text
		if len(y) != 4 || digits(y) != 4 || y < "1800" || y > "2100" {
			continue
		}
		f := fact{subj: m.arg(), obj: arg{lit: y, as: y}, pred: "took-place-on", verb: m.head, rule: "event/name", confidence: 0.6}
		if s.art.future(y) {
			f.status = "planned"
		}
		s.tell(f)
		return
	}
}

func (s *sentence) eventDate(d *dated) {
	if !s.modifiesEvent(d) {
		switch s.datePreposition(d) {
		case "since", "until", "till", "before", "after", "than", "by":
			return
		case "from":
			if d.kind != spanDate && !strings.Contains(d.value, "/") {
				return
			}
		}
	}
	event, v, rule := s.eventOver(s.spanTop(d.first, d.last))
	if !event.ok() {
		return
	}
	date := s.resolve(d)
	if date == "" {
		return
	}
	f := fact{subj: event, pred: "took-place-on", verb: v, rule: rule, confidence: 0.6}
	from, to, isSpan := strings.Cut(date, "/")
	f.obj = arg{lit: from, as: s.asWritten(d.first, d.last)}
	f.status = s.eventStatus(v)
	if s.art.future(from) {
		f.status = "planned"
	}
	if isSpan {
		f.with("start", from)
		f.with("end", to)
	}
	s.tell(f)
}

// future says that an ISO 8601 date lies after the article's.
func (art *article) future(date string) bool {
	day := art.in.Date
	return date != "" && len(day) >= len(date) && date[0] != '-' && date > day[:len(date)]
}

// datedStatus is the status that the sentence has given the event with its date.
func (s *sentence) datedStatus(event arg) string {
	facts := s.art.facts
	for i := len(facts) - 1; i >= 0 && facts[i].sent == s; i-- {
		if f := &facts[i]; f.pred == "took-place-on" && f.subj.key() == event.key() {
			return f.status
		}
	}
	return ""
}

// eventStatus is "planned" where the words around the event noun or verb at token i say
// that it is yet to come: "the next meeting", "plans a rally", a date ahead.
func (s *sentence) eventStatus(i int) string {
	if !s.has(i) || s.verbal(i) {
		return ""
	}
	for _, k := range s.children(i) {
		switch s.lower(k) {
		case "upcoming", "next", "forthcoming", "planned", "scheduled", "coming", "future":
			return "planned"
		}
	}
	if h := s.head(i); h >= 0 && (s.dep(i) == "dobj" || s.dep(i) == "nsubjpass") {
		switch s.lemma(h) {
		case "plan", "schedule", "propose":
			return "planned"
		}
	}
	for k := range s.values().dates {
		if d := &s.values().dates[k]; s.dates(d, i) && s.art.future(s.resolve(d)) {
			return "planned"
		}
	}
	return ""
}

// modifiesEvent says that the date stands before an event as its adjective, "the 2007
// election", so that what leads the phrase in says nothing of it.
func (s *sentence) modifiesEvent(d *dated) bool {
	top := s.spanTop(d.first, d.last)
	h := s.head(top)
	return h >= d.last && s.dep(top) != "pobj" && s.eventNoun(h) != ""
}

func (s *sentence) eventPlace(m *mention) {
	if !s.isVenue(m) {
		return
	}
	i := m.head
	switch s.dep(i) {
	case "pobj":
		p := s.head(i)
		switch s.lower(p) {
		case "in", "at", "outside", "across", "inside":
		case "on":
			// What is attacked is no place of the attack.
			if up := s.head(p); up >= 0 && s.art.word("aimed-events").Has(s.eventNoun(up)) {
				return
			}
		default:
			return
		}
	case "conj":
		if s.mentionAt(s.head(i)) == nil {
			return
		}
	case "compound", "nmod":
		s.eventCompound(m)
		return
	case "dobj":
		s.eventStruck(m)
		return
	default:
		return
	}
	event, v, rule := s.eventOver(i)
	if event.ok() && event.key() != m.arg().key() {
		status := s.eventStatus(v)
		if status == "" {
			status = s.datedStatus(event)
		}
		s.tell(fact{subj: event, obj: m.arg(), pred: "took-place-in", verb: v, status: status, rule: rule, confidence: 0.6})
	}
}

// isVenue says that an event can take place in what the mention names.
func (s *sentence) isVenue(m *mention) bool {
	if m.demonym != "" {
		return false
	}
	if m.ent.root().class == "Place" {
		return true
	}
	return m.ent.root().class == "Organization" && (s.art.word("place-heads").Has(s.lower(m.last-1)) || s.lower(m.last-1) == "university" || s.lower(m.last-1) == "school" || s.lower(m.last-1) == "embassy")
}

// eventCompound reads "the Baghdad bombing". A possessor may be who did it: "Russia's
// attack".
func (s *sentence) eventCompound(m *mention) {
	h := s.head(m.head)
	if h < 0 || s.eventNoun(h) == "" {
		return
	}
	if event, ok := s.eventAt(h); ok {
		s.tell(fact{subj: event, obj: m.arg(), pred: "took-place-in", verb: h, rule: "event/compound", confidence: 0.5})
	}
}

// eventStruck reads "the quake struck Java".
func (s *sentence) eventStruck(m *mention) {
	v := s.head(m.head)
	if v < 0 || !s.art.word("striking-verbs").Has(s.lemma(v)) {
		return
	}
	if k := s.doer(v); k >= 0 {
		if event, ok := s.eventAt(k); ok {
			s.tell(fact{subj: event, obj: m.arg(), pred: "took-place-in", verb: v, rule: "event/struck", confidence: 0.7})
		}
	}
}

// eventOver finds the event whose time or place token i gives: the event noun that
// it hangs on, or the event that the verb it hangs on tells. It gives the token
// around which status is read.
func (s *sentence) eventOver(i int) (event arg, at int, rule string) {
	for range 8 {
		h := s.head(i)
		if h < 0 {
			return arg{}, -1, ""
		}
		if event, ok := s.eventAt(h); ok && (s.mentionAt(h) == nil || s.mentionAt(h) != s.mentionAt(i)) {
			if s.dep(i) == "conj" {
				i = h
				continue
			}
			return event, h, "event/phrase"
		}
		if s.verbal(h) {
			switch s.dep(i) {
			case "prep", "npadvmod", "advmod", "tmod", "agent":
				event, rule := s.eventOfVerb(h)
				return event, h, rule
			}
			return arg{}, -1, ""
		}
		switch s.dep(i) {
		case "pobj", "npadvmod", "nummod", "conj", "appos", "compound", "nmod", "prep", "tmod", "poss", "det", "amod":
		default:
			return arg{}, -1, ""
		}
		if p := s.pos(h); p == "NOUN" && !isDatePart(s.lower(h)) && !placeNoun[s.lower(h)] && !s.isDateToken(h) && s.dep(i) == "prep" && !s.spot(h) {
			return arg{}, -1, ""
		}
		i = h
	}
	return arg{}, -1, ""
}

// spot says that the noun at token h is itself where something is: "at a plant in X".
func (s *sentence) spot(h int) bool {
	up := s.head(h)
	if up < 0 || s.dep(h) != "pobj" {
		return false
	}
	w := s.lower(up)
	return w == "at" || w == "in" || w == "inside" || w == "outside" || w == "near"
}

// eventOfVerb is the event that the clause of verb v tells of.
func (s *sentence) eventOfVerb(v int) (arg, string) {
	if s.negated(v) || s.open(v) {
		return arg{}, ""
	}
	lemma := s.lemma(v)
	subjects := s.subjects(v, 0)
	if s.inPassive(v) {
		subjects = s.patients(v)
	}
	for _, k := range subjects {
		event, ok := s.eventAt(k)
		if ok && (s.art.word("occurring-verbs").Has(lemma) && !s.inPassive(v) || s.inPassive(v) && (s.art.word("holding-verbs").Has(lemma) || lemma == "report")) {
			return event, "event/subject"
		}
	}
	if s.art.word("holding-verbs").Has(lemma) && !s.inPassive(v) || lemma == "be" {
		for _, k := range s.kidsWith(v, "dobj", "attr") {
			if event, ok := s.eventAt(k); ok && (lemma != "be" || s.child(v, "expl") >= 0) {
				return event, "event/object"
			}
		}
	}
	for _, prep := range []string{"at", "during", "in"} {
		for _, k := range s.prepObjects(v, prep) {
			if event, ok := s.eventAt(k); ok {
				return event, "event/setting"
			}
		}
	}
	for _, noun := range eventTable().verb[lemma] {
		if h := s.art.told().byNoun[noun]; h != nil && sudden(h.kind) {
			return arg{ent: h.ent, as: s.asWritten(v, v+1)}, "event/verb"
		}
	}
	return arg{}, ""
}
