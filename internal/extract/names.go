package extract

import (
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode"
)

// resolveNames gives each mention its entity: the same name is the same entity,
// surnames and acronyms are those whose full form the article shows.
func (art *article) resolveNames() {
	groups := art.groupByName()
	for _, g := range groups {
		g.class = voted(g)
	}
	art.joinCountries(groups)
	art.joinAcronyms(groups)
	art.surnamesTell(groups)
	art.joinPersons(groups)
	art.joinShortForms(groups)
	for _, e := range art.ents {
		if e.same == nil {
			art.name(e)
		}
	}
}

// groupByName makes an entity of each distinct name, in text order.
func (art *article) groupByName() []*entity {
	byName := map[string]*entity{}
	var groups []*entity
	for _, s := range art.sents {
		for _, m := range s.mentions {
			key := m.text()
			if country := art.gaz.demonym[key]; country != "" && m.class == "Group" {
				key = "demonym " + country
			} else if acronym(key) {
				key = strings.ReplaceAll(key, ".", "")
			}
			e := byName[key]
			if e == nil {
				e = art.newEntity(m.class, m.text())
				byName[key] = e
				groups = append(groups, e)
			}
			m.ent = e
			e.mentions = append(e.mentions, m)
		}
	}
	return groups
}

// voted is the class that the mentions of a name speak for, the recogniser's label and
// what stands around the name together. Thing has no vote where another class has one.
func voted(e *entity) string {
	votes := map[string]int{}
	for _, m := range e.mentions {
		if m.class != "Thing" {
			votes[m.class] += 2
		}
		if class, n := m.sent.contextVote(m); n > 0 && m.class != "Group" {
			votes[class] += n
		}
	}
	if class, n := e.mentions[0].sent.art.nameVote(e); n > 0 {
		votes[class] += n
	}
	best := "Thing" // at no vote; "the tanker X" can speak for it, too
	for _, class := range []string{"Person", "Place", "Organization", "Group", "Event", "Work", "Product"} {
		if votes[class] > votes[best] {
			best = class
		}
	}
	return best
}

// contextVote is the class that the words around a name speak for, and how loudly; the
// recogniser's own vote counts 2.
func (s *sentence) contextVote(m *mention) (string, int) {
	before, after := s.word(m.first-1), s.word(m.last)
	if next := s.mentionAt(m.last + 1); after == "," && next != nil && next.first == m.last+1 && m.class != "Group" {
		name := next.text()
		if s.art.gaz.kind(name) != "" && s.art.gaz.kind(m.text()) == "" && s.word(next.last) != "and" && next.class != "Group" && s.word(next.last) != "'s" {
			return "Place", 3
		}
	}
	switch {
	case s.art.word("honorifics").Has(before):
		return "Person", 4
	case after == "," && s.has(m.last+2) && s.tag(m.last+1) == "CD" && s.word(m.last+2) == "," && len(s.word(m.last+1)) == 2:
		return "Person", 4
	case s.art.word("kinds").Has(before) && !upper(s.tok(m.first-1).Text):
		if class := s.art.headClass(before); class != "" {
			return class, 3
		}
		return "Thing", 3
	case after == "," && (s.word(m.last+1) == "a" || s.word(m.last+1) == "an" || s.word(m.last+1) == "the"):
		return s.apposedClass(m.last + 1)
	case before == "of" && m.class != "Group" && s.art.word("place-nouns").Has(s.word(m.first-2)):
		return "Place", 3
	case (before == "in" || before == "near") && s.dep(m.head) == "pobj" && m.class == "Person":
		return "Place", 3
	case before == "in" && m.class == "Organization" && m.last-m.first == 1 && s.residing(m):
		return "Place", 3
	}
	if s.personal(m) {
		return "Person", 3
	}
	if h := s.head(m.head); h >= 0 && s.dep(m.head) == "nsubj" && (s.lemma(h) == "say" || s.lemma(h) == "tell") && m.class == "Place" && s.art.gaz.kind(m.text()) == "" {
		return "Person", 2
	}
	return "", 0
}

// personal says that a relative clause with "who" hangs on a name, or that an office is
// given to it.
func (s *sentence) personal(m *mention) bool {
	if k := s.child(m.head, "relcl"); k >= 0 {
		if subj := s.child(k, "nsubj", "nsubjpass"); subj >= 0 && s.lower(subj) == "who" {
			return true
		}
	}
	h := s.head(m.head)
	if h < 0 || s.dep(m.head) != "dobj" && s.dep(m.head) != "nsubjpass" {
		return false
	}
	switch s.lemma(h) {
	case "appoint", "elect", "nominate":
		return true
	}
	return false
}

// apposedClass is the class that an apposition speaks for: "X, a researcher at", "X, a
// savings bank".
func (s *sentence) apposedClass(i int) (string, int) {
	head := s.phraseHead(i)
	switch {
	case head < 0 || s.mentionAt(head) != nil:
	case s.art.roleOf(s.lower(head)) != noRole || s.art.word("people").Has(s.lemma(head)):
		return "Person", 3
	case s.art.headClass(s.lower(head)) == "Organization":
		return "Organization", 2
	}
	return "", 0
}

// joinCountries makes one of the names of a country, and hangs its adjectives on it.
func (art *article) joinCountries(groups []*entity) {
	seen := map[string]*entity{}
	for _, e := range groups {
		country := art.gaz.country[e.name]
		if full := art.gaz.abbrev[e.name]; full != "" && e.class != "Person" {
			country = full
		}
		if country == "" && art.gaz.state[e.name] != "" && e.class == "Place" {
			country = e.name
		}
		if e.class == "Group" && art.gaz.demonym[e.name] != "" {
			country = art.gaz.demonym[e.name]
		}
		if party := art.gaz.party[e.name]; party != "" && e.class == "Group" {
			country = party
		}
		if country == "" {
			continue
		}
		if e.class != "Group" {
			e.class = "Place"
			if country == "European Union" {
				e.class = "Organization"
			}
		}
		e.kind = art.gaz.kind(country)
		if first := seen[country]; first != nil {
			first.merge(e)
			if first.class == "Group" {
				first.class = e.class
			}
			continue
		}
		seen[country] = e
	}
	for _, country := range slices.Sorted(maps.Keys(seen)) {
		e := seen[country]
		if e.class != "Group" {
			continue
		}
		// Only adjectives in the text: the country itself is not named.
		e.class, e.name = "Place", country
		if strings.HasSuffix(country, "Party") || strings.HasSuffix(country, "Democrats") {
			e.class, e.name = "Organization", e.printed()
		}
		if longer := art.namedParty(groups, country, e); longer != nil {
			longer.merge(e)
		}
	}
}

// printed is the fullest form in which the mentions write a name: "Democrats" rather
// than "Democratic".
func (e *entity) printed() string {
	best := ""
	for _, m := range e.mentions {
		if text := m.text(); best == "" || strings.HasSuffix(text, "s") && !strings.HasSuffix(best, "s") {
			best = text
		}
	}
	return best
}

// namedParty finds the party that an adjective stands for, where the article names it.
func (art *article) namedParty(groups []*entity, party string, e *entity) *entity {
	for _, g := range groups {
		if g.root() != e && g.name == party {
			return g.root()
		}
	}
	return nil
}

// surnamesTell makes a person of a name whose last word the article uses as a person's:
// "Marit Solhaug", whatever the recogniser says, before "Solhaug, 52,".
func (art *article) surnamesTell(groups []*entity) {
	person := map[string]bool{}
	for _, e := range groups {
		if e.same == nil && e.class == "Person" && !strings.Contains(e.name, " ") {
			person[e.name] = true
		}
	}
	for _, e := range groups {
		words := strings.Fields(e.name)
		if e.same != nil || e.class == "Person" || e.class == "Group" || len(words) < 2 || len(words) > 3 || !person[words[len(words)-1]] {
			continue
		}
		if art.headClass(strings.ToLower(words[len(words)-1])) == "" && art.gaz.kind(e.name) == "" {
			e.class = "Person"
		}
	}
}

// joinPersons makes short forms of a person's name the person: the surname, the given
// name, the name without its middle initial. Of several bearers the last named before
// is meant.
func (art *article) joinPersons(groups []*entity) {
	var full []*entity
	for _, e := range groups {
		if e.same != nil || e.class != "Person" || !strings.Contains(e.name, " ") {
			continue
		}
		if p := samePerson(full, e.name); p != nil {
			p.merge(e)
			continue
		}
		full = append(full, e)
	}
	for _, e := range groups {
		if e.same != nil || art.gaz.kind(e.name) != "" || e.class == "Group" {
			continue
		}
		if p := bearer(full, e); p != nil {
			p.merge(e)
		}
	}
}

// bearer is the person among full whose name a short form is taken from.
func bearer(full []*entity, e *entity) *entity {
	var best *entity
	for _, p := range full {
		if p == e || !endsOf(p.name, e.name) || e.class != "Person" && !strings.HasSuffix(p.name, " "+e.name) {
			continue
		}
		if best == nil || before(p, e) {
			best = p
		}
	}
	if best == nil || best.root() == e {
		return nil
	}
	return best
}

// before says that p is first named before e is.
func before(p, e *entity) bool {
	a, b := p.mentions[0], e.mentions[0]
	return a.sent.index < b.sent.index || a.sent == b.sent && a.first < b.first
}

// samePerson is the person whose full name has the same first and last words: "John
// Q. Public" is "John Public".
func samePerson(full []*entity, name string) *entity {
	v := strings.Fields(name)
	for _, p := range full {
		u := strings.Fields(p.name)
		if u[0] == v[0] && u[len(u)-1] == v[len(v)-1] {
			return p
		}
	}
	return nil
}

// endsOf says that word is the first or the last word of a name; the first counts
// since family names come first in Chinese, Korean, Hungarian.
func endsOf(name, word string) bool {
	return strings.HasSuffix(name, " "+word) || strings.HasPrefix(name, word+" ")
}

// joinAcronyms makes an acronym the name that it abbreviates, also where the long
// form stands only inside of a longer name.
func (art *article) joinAcronyms(groups []*entity) {
	art.acronyms = map[string]string{}
	for _, e := range groups {
		if !acronym(e.name) || art.gaz.country[e.name] != "" {
			continue
		}
		acr := e.name
		long, owner := longForm(groups, acr)
		switch {
		case long == "":
			continue
		case owner.name == long && owner.root() != e.root():
			e.class = owner.root().class
			owner.root().merge(e)
		default:
			e.class = "Organization"
			e.alias(acr)
			e.name = long
		}
		art.acronyms[acr] = long
	}
	art.innerAcronyms(groups)
	if len(art.acronyms) > 0 {
		art.joinExpanded(groups)
	}
}

// innerAcronyms finds acronyms that stand only inside of longer names: "Committee of
// the CPPCC".
func (art *article) innerAcronyms(groups []*entity) {
	for _, e := range groups {
		if e.class == "Work" {
			continue
		}
		for _, w := range strings.Fields(e.name)[1:] {
			if len(w) < 3 || !acronym(w) || art.acronyms[w] != "" || art.gaz.country[w] != "" {
				continue
			}
			if long, _ := longForm(groups, w); long != "" {
				art.acronyms[w] = long
			}
		}
	}
}

// joinExpanded makes one of names that differ by a written-out acronym.
func (art *article) joinExpanded(groups []*entity) {
	expanded := map[string]*entity{}
	for _, e := range groups {
		if e.same == nil {
			expanded[e.name] = e
		}
	}
	for _, e := range groups {
		if e.same != nil || e.class == "Work" {
			continue
		}
		long := art.expand(e.name)
		if long == e.name {
			continue
		}
		e.alias(e.name)
		if other := expanded[long]; other != nil {
			other.merge(e)
		} else {
			expanded[long] = e
			e.name = long
		}
	}
}

// expand writes the acronyms inside of a name out.
func (art *article) expand(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return name
	}
	for i, w := range words {
		if long := art.acronyms[w]; long != "" && i > 0 {
			words[i] = long
		}
	}
	return strings.Join(words, " ")
}

func acronym(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			letters++
		case r == '.' || r == '-' || r == '&' || unicode.IsLower(r) && letters > 0 && s[len(s)-1] == 's':
		case unicode.IsDigit(r):
		default:
			return false
		}
	}
	return letters >= 2 && len(s) <= 10
}

// longForm finds a name, or the part of one after "of" or "for", whose initials are
// the acronym.
func longForm(groups []*entity, acr string) (string, *entity) {
	for _, g := range groups {
		if g.name == acr || len(g.name) <= len(acr)+3 {
			continue
		}
		words := strings.Fields(g.name)
		for i := range words {
			if i > 0 && !smallWord(words[i-1]) {
				continue
			}
			if abbreviates(acr, words[i:]) {
				return strings.Join(words[i:], " "), g
			}
		}
	}
	return "", nil
}

func smallWord(w string) bool {
	switch strings.ToLower(w) {
	case "of", "the", "for", "and", "in", "on", "to", "de", "&", "at", "du", "la", "des", "against":
		return true
	}
	return false
}

// abbreviates says that the acronym is the initials of the words, where small words
// may be left out and hyphened words may have two.
func abbreviates(acr string, words []string) bool {
	var letters []rune
	for _, r := range acr {
		if unicode.IsUpper(r) {
			letters = append(letters, r)
		}
	}
	if len(letters) < 2 || smallWord(words[0]) {
		return false
	}
	return matchInitials(letters, words)
}

func matchInitials(letters []rune, words []string) bool {
	if len(words) == 0 {
		return len(letters) == 0
	}
	w := words[0]
	if smallWord(w) && matchInitials(letters, words[1:]) {
		return true
	}
	first, rest, hyphened := strings.Cut(w, "-")
	if first == "" || len(letters) == 0 || unicode.ToUpper([]rune(first)[0]) != letters[0] {
		return false
	}
	if hyphened && rest != "" && matchInitials(letters[1:], append([]string{rest}, words[1:]...)) {
		return true
	}
	return matchInitials(letters[1:], words[1:])
}

// joinShortForms makes "Boeing" the "Boeing Company" where the words left out say
// only what kind of body it is.
func (art *article) joinShortForms(groups []*entity) {
	for _, e := range groups {
		if e.same != nil || e.class == "Person" || art.gaz.kind(e.name) != "" || e.class == "Group" {
			continue
		}
		for _, g := range groups {
			if g.same != nil || g == e || g.class == "Person" || !strings.HasPrefix(g.name, e.name+" ") {
				continue
			}
			rest := strings.TrimPrefix(g.name, e.name+" ")
			if art.word("body-suffixes").Has(strings.ToLower(rest)) && (e.class == g.class || e.class == "Thing" || g.class == "Organization" && e.class != "Place") {
				g.merge(e)
				break
			}
		}
	}
}

// name gives an entity its fullest form and says whether that is a complete name.
func (art *article) name(e *entity) {
	best := e.name
	demonymOnly := true
	for _, m := range e.mentions {
		if m.demonym != "" || m.class == "Group" {
			continue
		}
		text := m.text()
		if e.class != "Work" {
			text = art.expand(text)
		}
		if demonymOnly || fuller(text, best) && art.gaz.abbrev[text] == "" {
			best = text
		}
		demonymOnly = false
		e.alias(m.text())
	}
	if demonymOnly && len(e.mentions) > 0 {
		best = e.name
	}
	if acronym(best) && len(art.acronyms[best]) > 0 {
		best = art.acronyms[best]
	}
	if full := art.gaz.abbrev[best]; full != "" && e.class == "Place" {
		best = full
	}
	e.name = best
	if e.kind == "" {
		e.kind = art.gaz.kind(best)
	}
	if e.class == "Group" {
		e.class = "Thing"
	}
	delete(e.aliases, best)
	e.local = art.incomplete(e)
}

// fuller says that name a is a fuller form than b.
func fuller(a, b string) bool {
	if x, y := len(strings.Fields(a)), len(strings.Fields(b)); x != y {
		return x > y
	}
	return len(a) > len(b)
}

// incomplete says that a name does not tell by itself which one is meant: a lone
// surname, a body without its jurisdiction.
func (art *article) incomplete(e *entity) bool {
	words := strings.Fields(e.name)
	switch e.class {
	case "Person":
		return len(words) < 2
	case "Place":
		return len(words) == 1 && art.headClass(strings.ToLower(words[0])) != ""
	}
	if len(words) == 1 && e.class != "Organization" && e.class != "Product" {
		return true
	}
	for _, w := range words {
		lower := strings.ToLower(w)
		generic := smallWord(w) || art.headClass(lower) != "" || art.word("generic-words").Has(lower) || ordinalNumber(lower)
		if !generic {
			return false
		}
	}
	return true
}

// sortFacts puts facts in the order of the text; those of one sentence stay in the
// order of the constructions.
func (art *article) sortFacts() {
	sort.SliceStable(art.facts, func(i, j int) bool { return art.facts[i].sent.index < art.facts[j].sent.index })
}

// residing says that the "in" before a name speaks of a place, not of a stake or of trust
// in a body.
func (s *sentence) residing(m *mention) bool {
	if s.dep(m.head) != "pobj" || acronym(m.text()) || s.art.headClass(s.lower(m.head)) != "" || bodies()[m.text()] {
		return false
	}
	switch h := s.head(s.head(m.head)); s.lemma(h) {
	case "stake", "share", "interest", "investment", "invest", "believe", "trust", "confidence", "faith", "role", "position", "part", "job", "member", "involve", "participate", "engage", "result":
		return false
	}
	return true
}
