package extract

import (
	"strings"
	"unicode"
)

// split takes a run of name-like tokens apart into names, and adds a mention for
// each: "US | President | Donald Trump", "Amnesty International | Man-kei Tam".
func (n *namer) split(run span) {
	if run.class != "" {
		n.add(run)
		return
	}
	if n.titleOnly(run) {
		return
	}
	if first := n.portfolio(run); first > run.first {
		// "Minister for Sport | Mark Arbib"
		n.add(n.trimPerson(span{first: first, last: run.last, class: "Person"}))
		return
	}
	if a, b := n.titled(run); b > a {
		n.pieces(span{first: run.first, last: a})
		n.add(n.trimPerson(span{first: b, last: run.last, class: "Person"}))
		return
	}
	n.pieces(run)
}

// titled finds the role [a, b) in a run that a person's name follows.
func (n *namer) titled(run span) (int, int) {
	for b := run.last - 1; b > run.first; b-- {
		a, kind := n.roleEnding(run.first, b)
		if kind == noRole {
			if !n.honorific(b - 1) {
				continue
			}
			a = b - 1
		}
		if n.personLike(b, run.last) && !n.innerRole(a, b, run.last) {
			return a, b
		}
	}
	return 0, 0
}

// innerRole says that what looks like a title at [a, b) is a part of a person's name:
// "James Earl Ray", "Martin Luther King Jr."
func (n *namer) innerRole(a, b, last int) bool {
	if w := strings.TrimRight(n.lower(b), "."); last-b == 1 && (w == "jr" || w == "sr" || w == "ii" || w == "iii" || w == "iv") {
		return true
	}
	if a == n.first || b-a != 1 || !n.sameEnt(a-1, b) || n.labelOf(a) != "PERSON" {
		return false
	}
	sex := givenNames()[foldName(n.tok(a-1).Text)]
	return sex != 0 && n.art.gaz.kind(n.tok(a-1).Text) == ""
}

// portfolio finds where a name starts after the field of a title: after a run of general
// words behind "minister for", "secretary of", or at the given name behind "minister for A
// and B".
func (n *namer) portfolio(run span) int {
	prep := run.first - 1
	several := n.word(prep) == "and"
	if several {
		for prep--; n.isName(prep); prep-- {
		}
	}
	if n.word(prep) == "the" {
		prep--
	}
	if w := n.word(prep); w != "of" && w != "for" && w != "from" {
		return 0
	}
	if _, kind := n.roleEnding(n.first, prep); kind != officeRole {
		return 0
	}
	i := run.first
	for i < run.last && (n.art.word("generic-words").Has(n.lower(i)) || n.art.gaz.kind(n.tok(i).Text) != "" || len(n.tok(i).Text) > 2 && acronym(n.tok(i).Text) || n.lower(i) == "and" || n.lower(i) == "of" || n.lower(i) == "&") {
		i++
	}
	for k := i; several && k < run.last-1; k++ {
		if givenNames()[foldName(n.tok(k).Text)] != 0 {
			i = k
			break
		}
	}
	if i == run.first || run.last-i < 2 || !n.personLike(i, run.last) {
		return 0
	}
	return i
}

func (n *namer) honorific(i int) bool { return n.art.word("honorifics").Has(n.lower(i)) }

// personLike says that tokens [first, last) could be a person's name: short, no
// head noun of a body, a place or an event in them, no country.
func (n *namer) personLike(first, last int) bool {
	if last-first > 5 || !upper(n.tok(first).Text) || n.honorificOnly(first, last) {
		return false
	}
	for i := first; i < last; i++ {
		w := n.lower(i)
		if i == first && n.labelOf(i) == "PERSON" {
			return true
		}
		if n.art.headClass(w) != "" || n.word(i) == "of" || n.art.gaz.demonym[n.tok(i).Text] != "" {
			return false
		}
	}
	if label := n.labelOf(last - 1); label == "GPE" && n.labelOf(first-1) != "GPE" && n.ent[first-n.first] != n.ent[first-1-n.first] {
		return n.art.gaz.kind(n.text(first, last)) == "" && last-first > 1
	}
	return n.art.gaz.kind(n.text(first, last)) == ""
}

func (n *namer) honorificOnly(first, last int) bool {
	return last-first == 1 && n.honorific(first)
}

func (x *Extractor) headClass(w string) string {
	switch {
	case x.ont.Words("org-heads").Has(w):
		return "Organization"
	case x.ont.Words("place-heads").Has(w):
		return "Place"
	case x.ont.Words("event-heads").Has(w):
		return "Event"
	case x.ont.Words("work-heads").Has(w):
		return "Work"
	}
	return ""
}

// pieces splits a run without a title before a name at the recogniser's borders,
// where both sides can stand alone.
func (n *namer) pieces(run span) {
	first := run.first
	if k := n.placeThenName(run); k > 0 {
		n.add(n.classify(span{first: first, last: k}))
		first = k
	}
	for i := first + 1; i < run.last; i++ {
		if n.border(run, first, i) {
			n.add(n.classify(span{first: first, last: i}))
			first = i
		}
	}
	if first < run.last {
		n.add(n.classify(span{first: first, last: run.last}))
	}
}

// placeThenName finds where a name starts after that of a place that the recogniser glued
// to it: "Middle East | Tobias Ellwood", "Moscow | INTERFAX", "Paris | Radio France".
func (n *namer) placeThenName(run span) int {
	for k := run.last - 1; k > run.first && k > run.last-5; k-- {
		place, rest := n.text(run.first, k), n.text(k, run.last)
		kind := n.art.gaz.kind(place)
		if kind != "" && n.art.givenFirst(rest) {
			return k
		}
		if kind == "" && (isTown(place) || n.art.gaz.capital[place] != "") && place != strings.ToUpper(place) && n.startsBody(k, run.last) {
			return k
		}
	}
	return 0
}

// startsBody says that a broadcaster's or paper's name stands at [k, last): in capitals,
// as wires print it, or one that is known.
func (n *namer) startsBody(k, last int) bool {
	switch n.lower(k) {
	case "radio", "television", "tv":
		return last-k > 1
	}
	return bodies()[n.text(k, last)] || allCaps(n.text(k, last))
}

// allCaps says that a name has three letters or more, all of them capitals.
func allCaps(name string) bool {
	letters := 0
	for _, r := range name {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 2
}

// border says that a name that started at first ends before token i of the run.
func (n *namer) border(run span, first, i int) bool {
	if n.sameEnt(i-1, i) || n.joins(i) || n.joins(i-1) {
		return false
	}
	left, right := n.labelOf(i-1), n.labelOf(i)
	startsEnt := right != "" && !valueLabels[right] && !n.sameEnt(i-1, i)
	switch {
	case n.art.headClass(n.lower(run.last-1)) != "" && right != "PERSON" && n.roleFree(first, i):
		// The head noun at the end rules the whole run.
		return false
	case startsEnt && right == "PERSON":
		return left != "" && left != "PERSON" && left != "WORK_OF_ART" || n.art.headClass(n.lower(i-1)) != "" || n.art.gaz.demonym[n.tok(i-1).Text] != "" || !n.roleFree(first, i)
	case startsEnt && left != "" && !valueLabels[left]:
		return left != "NORP" && !(left == "GPE" && right == "ORG") || right == "GPE"
	case left == "PERSON" && right == "":
		return n.art.headClass(n.lower(i)) != ""
	}
	return false
}

func (n *namer) roleFree(first, i int) bool {
	_, kind := n.roleEnding(first, i)
	return kind == noRole
}

// joins says that the word at i only stands inside of names.
func (n *namer) joins(i int) bool {
	switch n.lower(i) {
	case "of", "for", "and", "the", "&", "'s", "'", "-", "–", "/", "on", "de", "la", "du", "der", "den", "dem", "al":
		return true
	}
	return n.art.word("name-particles").Has(n.lower(i))
}

// classify decides the class of a name in its sentence alone. Its head noun comes
// first, then the gazetteer, then the recogniser.
func (n *namer) classify(sp span) span {
	for sp.len() > 1 && (n.word(sp.first) == "the" || n.lower(sp.first) == "a") {
		sp.first++
	}
	sp = n.trimPossessive(sp)
	if sp.len() <= 0 {
		return sp
	}
	name := n.text(sp.first, sp.last)
	g := n.art.gaz
	label := n.majorityLabel(sp)
	head := n.lower(n.headEnd(sp) - 1)
	switch {
	case g.country[name] != "" || g.state[name] != "" || g.region[name]:
		sp.class = "Place"
	case g.demonym[name] != "" || g.party[name] != "" || n.art.word("groups").Has(name):
		sp.class = "Group"
	case sp.len() > 1 && n.art.headClass(head) != "" && label != "PERSON":
		sp.class = n.art.headClass(head)
		if sp.class == "Place" && label == "ORG" && !n.art.word("place-only").Has(head) {
			sp.class = "Organization"
		}
		if sp.class == "Organization" && (label == "FAC" || label == "GPE") && n.art.word("place-heads").Has(head) {
			sp.class = "Place"
		}
	case labelClass[label] != "" && label != "NORP":
		sp.class = labelClass[label]
	default:
		sp.class = "Thing"
	}
	if sp.class == "Person" {
		return n.trimPerson(sp)
	}
	return n.trimRole(sp)
}

// headEnd is the token after the name's head noun: before "of", "for", "on", or the end.
func (n *namer) headEnd(sp span) int {
	for i := sp.first + 1; i < sp.last; i++ {
		switch n.lower(i) {
		case "of", "for", "on", "in", "at":
			return i
		}
	}
	return sp.last
}

func (n *namer) majorityLabel(sp span) string {
	count := map[string]int{}
	best := ""
	for i := sp.first; i < sp.last; i++ {
		label := n.labelOf(i)
		if label == "" || valueLabels[label] {
			continue
		}
		// Later tokens win ties: the head is rather at the end.
		if count[label]++; best == "" || count[label] >= count[best] {
			best = label
		}
	}
	return best
}

func (n *namer) trimPossessive(sp span) span {
	for sp.len() > 0 {
		switch t := n.tok(sp.last - 1).Text; {
		case t == "'s" || t == "'" || t == "," || t == "." || t == "-" || t == `"`:
			sp.last--
		case t == "and" || t == "of" || t == "the" || t == "&":
			sp.last--
		default:
			return sp
		}
	}
	return sp
}

// trimPerson cuts titles, demonyms and party adjectives before a person's name, and
// the letters after it.
func (n *namer) trimPerson(sp span) span {
	sp = n.trimPossessive(sp)
	for again := true; again && sp.len() > 1; {
		again = false
		t := n.tok(sp.first).Text
		if n.honorific(sp.first) || n.art.gaz.demonym[t] != "" || n.art.gaz.party[t] != "" || n.art.word("groups").Has(t) || n.art.word("status-words").Has(strings.ToLower(t)) {
			sp.first++
			again = true
			continue
		}
		for last := min(sp.last-1, sp.first+maxRoleWords); last > sp.first; last-- {
			if last-sp.first == 1 && n.givenTitle(sp.first) {
				break
			}
			if n.art.roleOf(strings.ToLower(n.text(sp.first, last))) != noRole {
				sp.first = last
				again = true
				break
			}
		}
	}
	for sp.len() > 1 && n.art.word("person-suffixes").Has(n.lower(sp.last-1)) {
		sp.last--
	}
	return sp
}

// trimRole cuts a role off the end of what is left of a body's name: "Connecticut
// Governor" is Connecticut, and a role alone is no name.
func (n *namer) trimRole(sp span) span {
	if n.headEnd(sp) != sp.last || n.art.headClass(n.lower(sp.last-1)) != "" {
		return sp
	}
	if sp.len() > 1 && n.honorific(sp.last-1) && (n.isName(sp.last) || n.art.word("titles").Of(n.lower(sp.last-1)) != "") {
		sp.last-- // "Coast Guard Lt. Steve Hardy", but not "Big Brother"
		return n.classify(sp)
	}
	first, kind := n.roleEnding(sp.first, sp.last)
	if kind == noRole {
		return sp
	}
	if first > sp.first {
		for first > sp.first && n.art.word("role-modifiers").Has(n.lower(first-1)) {
			first--
		}
		return n.classify(span{first: sp.first, last: first})
	}
	return span{}
}

// add makes a mention of a span.
func (n *namer) add(sp span) {
	if sp.len() <= 0 || sp.class == "" || !n.wordy(sp) {
		return
	}
	if sp.class == "Person" && n.titleOnly(sp) || sp.len() == 1 && n.honorific(sp.first) {
		return
	}
	m := &mention{sent: n.sentence, first: sp.first, last: sp.last, class: sp.class}
	if name := m.text(); sp.class == "Group" {
		m.demonym = n.art.gaz.demonym[name]
	}
	m.head = n.spanHead(sp)
	n.mentions = append(n.mentions, m)
	for i := sp.first; i < sp.last; i++ {
		n.over[i-n.sentence.first] = m
	}
}

// titleOnly says that a span is nothing but a title: "Deputy Prime Minister".
func (n *namer) titleOnly(sp span) bool {
	first, kind := n.roleEnding(sp.first, sp.last)
	if kind == noRole {
		return sp.len() == 1 && n.honorific(sp.first)
	}
	for i := sp.first; i < first; i++ {
		if !n.art.word("role-modifiers").Has(n.lower(i)) {
			return false
		}
	}
	return true
}

// wordy says that a span holds a letter.
func (n *namer) wordy(sp span) bool {
	return strings.IndexFunc(n.text(sp.first, sp.last), unicode.IsLetter) >= 0
}

// spanHead is the token of a span that hangs on something outside of it; of several
// the last.
func (n *namer) spanHead(sp span) int {
	for i := sp.last - 1; i >= sp.first; i-- {
		if h := n.sentence.head(i); h < sp.first || h >= sp.last {
			if n.pos(i) != "PUNCT" && n.pos(i) != "ADP" {
				return i
			}
		}
	}
	return sp.last - 1
}
