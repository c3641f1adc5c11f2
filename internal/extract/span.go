package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a run of tokens that is a name, or a part of one, while names are found.
type span struct {
	first, last int
	class       string
}

func (sp span) len() int { return sp.last - sp.first }

// valueLabels are the recogniser's labels for what is no name.
var valueLabels = map[string]bool{
	"DATE": true, "TIME": true, "MONEY": true, "PERCENT": true,
	"QUANTITY": true, "CARDINAL": true, "ORDINAL": true, "LANGUAGE": true,
}

// labelClass maps the recogniser's labels to classes.
var labelClass = map[string]string{
	"PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Place",
	"NORP": "Group", "EVENT": "Event", "LAW": "Work", "WORK_OF_ART": "Work", "PRODUCT": "Product",
}

// namer finds the names of one sentence. The recogniser's entities are evidence for
// it, no more: their borders are wrong in a fifth of the cases, at titles, ordinals,
// "of the" and "People's" above all.
type namer struct {
	*sentence
	label []string // of the entity that covers a token
	ent   []int    // its number + 1
	cap   []bool   // the token can be part of a name

	writtenOut map[int]int // first and last token + 1 of names that an acronym spells
}

func (s *sentence) findNames() {
	n := &namer{sentence: s}
	size := s.last - s.first
	n.label, n.ent, n.cap = make([]string, size), make([]int, size), make([]bool, size)
	for k, e := range s.doc.Ents {
		if e.Start < s.first || e.End > s.last {
			continue
		}
		for i := e.Start; i < e.End; i++ {
			n.label[i-s.first], n.ent[i-s.first] = e.Label, k+1
		}
	}
	for i := s.first; i < s.last; i++ {
		n.cap[i-s.first] = n.isCap(i)
	}
	n.findWrittenOut()
	for i := s.first; i < s.last; {
		run, ok := n.run(i)
		if !ok {
			i++
			continue
		}
		n.split(run)
		i = run.last
	}
}

func (n *namer) labelOf(i int) string {
	if !n.has(i) {
		return ""
	}
	return n.label[i-n.first]
}

func (n *namer) isName(i int) bool { return n.has(i) && n.cap[i-n.first] }

// sameEnt says that tokens i and j lie in one entity of the recogniser, and that
// this is an entity whose inside may be trusted to be one name.
func (n *namer) sameEnt(i, j int) bool {
	return n.has(i) && n.has(j) && n.ent[i-n.first] != 0 && n.ent[i-n.first] == n.ent[j-n.first] && !valueLabels[n.labelOf(i)]
}

func upper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// innerUpper finds brand spellings: "iPhone", "eBay".
func innerUpper(s string) bool { return len(s) > 2 && strings.IndexFunc(s, unicode.IsUpper) > 0 }

// isCap says that token i can be part of a name by its looks.
func (n *namer) isCap(i int) bool {
	tok := n.tok(i)
	label := n.labelOf(i)
	proper := tok.Tag == "NNP" || tok.Tag == "NNPS"
	if n.article(i) {
		return true
	}
	if !upper(tok.Text) && !(innerUpper(tok.Text) && (proper || label != "")) {
		return false
	}
	switch tok.POS {
	case "PRON", "DET", "ADP", "CCONJ", "SCONJ", "PART", "PUNCT", "AUX", "INTJ", "NUM", "SYM":
		if label == "" || valueLabels[label] || n.initial(i) {
			return false
		}
	}
	if n.art.word("calendar").Has(tok.Text) && (label == "DATE" || label == "TIME" || label == "" && tok.Text != "May" && tok.Text != "March" || !n.neighbourCap(i)) {
		return false
	}
	if len(tok.Text) == 1 && (label == "" || n.has(i-1) && strings.ContainsAny(n.tok(i-1).Text, "0123456789") && !n.tok(i-1).Space) {
		return false
	}
	if letters := strings.TrimRight(tok.Text, "0123456789.,"); letters != tok.Text && strings.ContainsAny(tok.Text, ".,") && len(letters) <= 4 && !strings.Contains(letters, ".") && strings.ContainsAny(tok.Text, "0123456789") {
		return false // "RMB9.49"
	}
	if code(tok.Text) || tok.Text == "I" || strings.ContainsAny(tok.Text, "$€£¥%") || strings.ContainsAny(tok.Text[:1], "0123456789") {
		return false
	}
	if label == "MONEY" || label == "PERCENT" {
		return false
	}
	if n.initial(i) && !proper {
		return !valueLabels[label] && label != "" && label != "PERSON"
	}
	if n.initial(i) && proper && label == "" && n.plainWord(i) {
		return false
	}
	return proper || label != "" || !n.initial(i)
}

// code finds the numbers that wires give their items: "LD2504174394". Such a word is no
// part of a name.
func code(word string) bool {
	digits := 0
	for _, r := range word {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return digits >= 5
}

// article finds the Arabic article of a name in lower case: "al-Qaeda".
func (n *namer) article(i int) bool {
	switch n.tok(i).Text {
	case "al", "el", "as", "ash", "an", "ar", "ul", "at":
	default:
		return false
	}
	return n.has(i+2) && !n.tok(i).Space && n.tok(i+1).Text == "-" && !n.tok(i+1).Space && upper(n.tok(i+2).Text)
}

// neighbourCap says that a capitalised word stands next to token i.
func (n *namer) neighbourCap(i int) bool {
	return n.has(i-1) && !n.initial(i) && upper(n.tok(i-1).Text) && n.tag(i-1) != "IN" || n.has(i+1) && upper(n.tok(i+1).Text)
}

// initial says that token i is capitalised for its place only: first of the
// sentence, or first after a colon or an opening quotation mark.
func (n *namer) initial(i int) bool {
	if i == n.first {
		return true
	}
	switch n.tok(i - 1).Text {
	case `"`, "'", ":", "-", "--", "–", "—", "(", "[", "*", "•":
		return i-1 == n.first || n.tok(i-1).Text == ":"
	}
	return false
}

// plainWord finds sentence openers that the tagger takes for proper nouns.
func (n *namer) plainWord(i int) bool {
	if n.has(i+1) && upper(n.tok(i+1).Text) {
		return false
	}
	w := n.lower(i)
	return strings.HasSuffix(w, "ly") || strings.HasSuffix(w, "ing") || n.art.word("roles-office").Has(w) || n.art.word("roles-job").Has(w)
}

// run is the longest stretch of name-like tokens from i on. It may hold several
// names and titles, which split tells apart.
func (n *namer) run(i int) (span, bool) {
	if quoted, ok := n.title(i); ok {
		return quoted, true
	}
	if last := n.writtenOut[i]; last > 0 {
		return n.named(span{first: i, last: last}), true
	}
	if !n.isName(i) && !n.ordinal(i) && !n.hyphenedNumber(i) {
		return span{}, false
	}
	last := i + 1
	for last < n.last && n.writtenOut[last] == 0 {
		if (n.isName(last) || n.hyphenedNumber(last)) && n.tok(last-1).Text != "." {
			last++
			continue
		}
		next := n.bridge(i, last)
		if next < 0 || n.writtenOut[next-1] > 0 {
			break
		}
		last = next
	}
	if n.numbered(last) {
		last++
	}
	return span{first: i, last: last}, true
}

// numbered says that the number at i is the end of the name before it: "FTSE 100",
// "Interstate 25", "Flight 200".
func (n *namer) numbered(i int) bool {
	if !n.has(i) || n.tag(i) != "CD" || !n.tok(i-1).Space || strings.Trim(n.tok(i).Text, "0123456789") != "" {
		return false
	}
	return n.sameEnt(i-1, i) || n.art.word("numbered-heads").Has(n.lower(i-1))
}

// ordinal says that i is an ordinal or a year that a name follows and belongs to:
// "13th Guangdong Provincial Committee", "2019 World Cup".
func (n *namer) ordinal(i int) bool {
	if !n.isName(i+1) && !n.hyphenedNumber(i+1) {
		return false
	}
	text := n.lower(i)
	switch {
	case ordinalNumber(text):
		// "first Tesla", "the second Bush": a number word in lower case counts.
		return text[0] >= '0' && text[0] <= '9' || upper(n.tok(i).Text)
	case len(text) == 4 && text >= "1800" && text <= "2100":
		end := i + 1
		for n.isName(end) {
			end++
		}
		return n.art.word("event-heads").Has(n.lower(end-1)) || n.art.word("work-heads").Has(n.lower(end-1)) || n.sameEnt(i, i+1)
	}
	return false
}

// hyphenedNumber says that i is a number that starts a name: "Five-Year Plan".
func (n *namer) hyphenedNumber(i int) bool {
	return n.has(i+3) && n.tag(i) == "CD" && upper(n.tok(i).Text) && n.lower(i) != "one" && n.tok(i+1).Text == "-" && !n.tok(i).Space && !n.tok(i+1).Space && n.isName(i+2) && n.isName(i+3)
}

func ordinalNumber(s string) bool {
	if s == "first" || numberTable().ordinal[s] > 0 {
		return true
	}
	digits := strings.TrimRight(s, "stndrh")
	return digits != s && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// bridge looks for the name's next token over words that are no names themselves:
// "of the", "&", "People's". It gives the index after that token, or -1.
func (n *namer) bridge(first, i int) int {
	if next := n.particle(i); next > 0 {
		return next
	}
	switch t := n.tok(i).Text; t {
	case ",":
		if w := n.word(i + 1); (w == "jr." || w == "sr." || w == "jr" || w == "sr") && n.labelOf(i-1) == "PERSON" {
			return i + 2
		}
	case "-", "–", "/":
		// "Al-Qaeda", "Bosnia-Herzegovina": no space on either side.
		if n.isName(i+1) && !n.tok(i-1).Space && !n.tok(i).Space {
			return i + 2
		}
		if n.has(i+1) && !n.tok(i-1).Space && !n.tok(i).Space && (n.sameEnt(i-1, i+1) || n.pos(i+1) == "PROPN" || n.tok(i+1).Text == "elect") && n.tok(i+1).Text != "based" {
			return i + 2
		}
	case `"`:
		// A nickname: John "Jack" Smith.
		if n.has(i+3) && n.isName(i+1) && n.tok(i+2).Text == `"` && n.isName(i+3) && n.labelOf(i-1) == "PERSON" {
			return i + 4
		}
	case "(":
		// Richard (Dick) Smith
		if n.has(i+3) && n.isName(i+1) && n.tok(i+2).Text == ")" && n.isName(i+3) && n.labelOf(i-1) == "PERSON" && n.labelOf(i+3) == "PERSON" {
			return i + 4
		}
	case "&":
		if n.isName(i + 1) {
			return i + 2
		}
	case "'s", "'":
		if n.isName(i+1) && (n.sameEnt(i-1, i+1) && !n.placeBefore(i) || n.art.word("name-possessors").Has(n.tok(i-1).Text+t)) {
			return i + 2
		}
	case "of", "for", "on", "into":
		return n.bridgeOf(first, i)
	case "and":
		return n.bridgeAnd(first, i)
	case "de", "del", "da", "di", "von", "van", "bin", "al", "ibn", "la", "le", "du", "dos", "el", "der", "den", "ul", "wa", "ben", "ter", "the", "in", "at", "to", "a":
		if n.isName(i+1) && n.sameEnt(i-1, i+1) {
			return i + 2
		}
		if n.has(i+2) && n.isName(i+2) && n.sameEnt(i-1, i+2) {
			return i + 3
		}
	}
	return -1
}

// particle joins "Ursula von der Leyen". It gives the index after the surname's first word,
// or -1.
func (n *namer) particle(i int) int {
	particles := n.art.word("name-particles")
	end := i + 1
	if next := n.lower(i) + " " + n.word(i+1); particles.Has(next) {
		end++
	} else if !particles.Has(n.lower(i)) {
		return -1
	}
	if n.isName(i-1) && n.isName(end) && n.labelOf(i-1) != "GPE" {
		return end + 1
	}
	return -1
}

// placeBefore says that the possessor before token i is a place, so that what
// follows is a name of its own: "London's Royal Veterinary College".
func (n *namer) placeBefore(i int) bool {
	w := n.tok(i - 1).Text
	return n.art.gaz.country[w] != "" || n.art.gaz.state[w] != "" || n.art.gaz.demonym[w] != "" || n.labelOf(i-1) == "GPE"
}

// bridgeOf joins "Committee of the Chinese", "University of Oslo", "Gulf of Aden".
func (n *namer) bridgeOf(first, i int) int {
	next := i + 1
	if n.word(next) == "the" {
		next++
	}
	if n.ordinal(next) {
		next++
	}
	if !n.isName(next) {
		return -1
	}
	head := n.lower(i - 1)
	if n.art.roleEndsAt(n.sentence, first, i) {
		return -1
	}
	if n.sameEnt(i-1, next) {
		return next + 1
	}
	if n.tok(i).Text == "into" && head != "inquiry" && head != "investigation" {
		return -1
	}
	if n.tok(i).Text == "on" && (!n.art.word("on-heads").Has(head) || n.art.word("calendar").Has(n.tok(next).Text)) {
		return -1
	}
	w := n.art.word
	class := w("org-heads").Has(head) || w("event-heads").Has(head) || w("work-heads").Has(head) || w("place-heads").Has(head)
	if !class || !upper(n.tok(i-1).Text) || n.labelOf(next) == "PERSON" {
		return -1
	}
	if place := n.art.gaz.country[n.tok(next).Text] != "" || n.labelOf(next) == "GPE"; place && !w("of-place-heads").Has(head) {
		return -1
	}
	return next + 1
}

// bridgeAnd joins "Department of Industry and Information Technology".
func (n *namer) bridgeAnd(first, i int) int {
	if !n.isName(i + 1) {
		return -1
	}
	if n.sameEnt(i-1, i+1) && !n.listed(i) && n.art.headClass(n.lower(i-1)) == "" {
		return i + 2
	}
	if n.labelOf(i+1) == "PERSON" || n.labelOf(i+1) == "GPE" {
		return -1
	}
	if n.innerAnd(i) {
		return i + 2
	}
	for j := i - 1; j > first && j > i-6; j-- {
		if w := n.lower(j); (w == "of" || w == "for") && n.art.word("ministry-heads").Has(n.lower(j-1)) {
			return i + 2
		}
	}
	return -1
}

// innerAnd says that the "and" at i joins two fields of one body: "Oversight and Reform
// Committee", "Health and Safety Council".
func (n *namer) innerAnd(i int) bool {
	general := n.art.word("generic-words")
	if !general.Has(n.lower(i-1)) || n.art.headClass(n.lower(i-1)) != "" {
		return false
	}
	last := i + 1
	for n.isName(last + 1) {
		last++
	}
	return last > i+1 && n.art.headClass(n.lower(last)) == "Organization" && general.Has(n.lower(i+1))
}

// listed says that the "and" at i ends a list of names with commas, or joins two
// words that are names of their own.
func (n *namer) listed(i int) bool {
	if n.has(i-2) && n.tok(i-2).Text == "," || n.tok(i-1).Text == "," {
		return !n.art.word("ministry-heads").Has(n.lower(max(n.first, i-4)))
	}
	g := n.art.gaz
	return g.country[n.tok(i-1).Text] != "" || g.country[n.tok(i+1).Text] != ""
}

// title finds a name between quotation marks that start at i: "Guangdong Goods Go
// Global". Most of its longer words are capitalised, and it is no sentence.
func (n *namer) title(i int) (span, bool) {
	if n.tok(i).Text != `"` || !n.has(i+2) || !upper(n.tok(i+1).Text) {
		return span{}, false
	}
	end, long, caps := i+1, 0, 0
	for ; end < n.last && n.tok(end).Text != `"`; end++ {
		if end-i > 20 {
			return span{}, false
		}
		if t := n.tok(end).Text; len(t) > 3 && unicode.IsLetter(rune(t[0])) {
			long++
			if upper(t) {
				caps++
			}
		}
	}
	inner := end
	for inner > i+1 && strings.ContainsAny(n.tok(inner-1).Text, ",.") && len(n.tok(inner-1).Text) == 1 {
		inner--
	}
	if end == n.last || inner-i < 3 || long == 0 || caps*3 < long*2 {
		return span{}, false
	}
	if last := n.tok(end - 1).Text; last == "?" || last == "!" {
		return span{}, false
	}
	return span{first: i + 1, last: inner, class: n.titleClass(end)}, true
}

// titleClass is the class of a quoted name, by the noun after it.
func (n *namer) titleClass(closing int) string {
	next := n.word(closing + 1)
	switch {
	case n.art.word("event-heads").Has(singular(next)):
		return "Event"
	case n.art.word("org-heads").Has(next):
		return "Organization"
	}
	return "Work"
}
