package extract

import (
	_ "embed"
	"fmt"
	"sort"
	"strings"
	"sync"
)

//go:embed trade.tsv
var tradeTSV string

// tradeWords is trade.tsv: relation by phrase.
type tradeWords struct {
	noun, elliptic, verb, partner map[string]string
	first                         map[string]bool // words that a phrase starts with
}

var tradeTable = sync.OnceValue(func() *tradeWords {
	w, err := parseTradeWords(tradeTSV)
	if err != nil {
		panic("broken build: " + err.Error())
	}
	return w
})

func parseTradeWords(table string) (*tradeWords, error) {
	w := &tradeWords{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]bool{}}
	kinds := map[string]map[string]string{"noun": w.noun, "elliptic": w.elliptic, "verb": w.verb, "partner": w.partner}
	err := parseTSV("trade.tsv", table, 3, func(row []string) error {
		forms, ok := kinds[row[0]]
		if !ok {
			return fmt.Errorf("unknown kind %q", row[0])
		}
		if tradePreposition[row[2]] == "" {
			return fmt.Errorf("%q is no relation of trade", row[2])
		}
		forms[row[1]] = row[2]
		first, _, _ := strings.Cut(row[1], " ")
		w.first[first] = true
		return nil
	})
	return w, err
}

// tradePreposition leads the partner in.
var tradePreposition = map[string]string{"trades-with": "with", "exports-to": "to", "imports-from": "from"}

// deal is trade of one place with another, as far as a sentence has told it.
type deal struct {
	pred    string
	owner   arg
	partner arg
	at      int // token of the partner: amounts after it are the deal's
	noun    int // token of the trade noun or verb
	last    int // token after the partner
	named   bool
	amount  *amount
	change  string
}

// findTrade reads who trades with whom and for how much: "the province's trade with
// ASEAN reached RMB1.53 trillion, up 5.8%".
func findTrade(s *sentence) {
	deals := s.deals()
	if len(deals) == 0 {
		return
	}
	s.alignAmounts(deals)
	s.alignChanges(deals)
	period := s.periodAround(deals[0].noun)
	if before := s.art.told().trade; period == "" && s.index-before.sent <= tradeMemory {
		period = before.period
	}
	for i := range deals {
		s.emitDeal(&deals[i], period)
	}
	last := &deals[len(deals)-1]
	if last.owner.ok() {
		s.art.told().trade = tradeTopic{owner: last.owner, pred: last.pred, period: period, sent: s.index}
	}
}

// tradeTopic is whose trade the article spoke of last; later sentences leave it out.
type tradeTopic struct {
	owner  arg
	pred   string
	period string
	sent   int // index of the sentence
}

// tradeMemory is how many sentences a trade topic is remembered for.
const tradeMemory = 4

func (s *sentence) emitDeal(d *deal, period string) {
	if !d.owner.ok() || !d.partner.ok() || d.owner.key() == d.partner.key() {
		return
	}
	if d.amount == nil && d.change == "" && !d.named {
		return
	}
	f := fact{subj: d.owner, obj: d.partner, pred: d.pred, verb: d.noun, rule: "trade/" + strings.Split(d.pred, "-")[0], confidence: 0.75}
	if v := s.verbAbove(d.noun); v >= 0 {
		f.verb = v
	}
	if d.amount != nil {
		d.amount.used = true
		f.with("amount", d.amount.value)
		f.with("currency", s.currency(d.amount))
		f.with("bound", d.amount.bound)
	}
	f.with("change", d.change)
	f.with("period", period)
	s.tell(f)
}

// deals finds the pairs of places that the sentence says trade.
func (s *sentence) deals() []deal {
	var deals []deal
	for i := s.first; i < s.last; i++ {
		found := s.dealsAt(i, deals)
		deals = append(deals, found...)
		if len(found) > 0 {
			i = max(i, found[len(found)-1].last-1)
		}
	}
	return deals
}

// dealsAt finds the deals of the trade noun or verb that starts at token i; before
// are those told earlier in the sentence.
func (s *sentence) dealsAt(i int, before []deal) []deal {
	if pred, next, ok := s.tradePhrase(tradeTable().partner, i); ok && s.pos(next-1) == "NOUN" {
		return s.partnerDeal(pred, next-1)
	}
	if pred, next, ok := s.tradePhrase(tradeTable().noun, i); ok && s.pos(next-1) != "VERB" {
		return s.nounDeals(pred, i, next, before)
	}
	if pred, next, ok := s.tradePhrase(tradeTable().elliptic, i); ok {
		if topic, ok := s.tradeTopic(before); ok {
			if pred == "trades-with" {
				pred = topic.pred
			}
			return s.nounDeals(pred, i, next, before)
		}
	}
	if s.pos(i) == "VERB" {
		if pred := tradeTable().verb[s.lemma(i)]; pred != "" {
			return s.verbDeals(pred, i)
		}
	}
	if len(before) > 0 {
		return s.ellipsis(i, &before[len(before)-1])
	}
	return nil
}

// tradePhrase gives the relation of the longest phrase of the table at token i.
func (s *sentence) tradePhrase(table map[string]string, i int) (pred string, next int, ok bool) {
	if !tradeTable().first[s.lower(i)] {
		return "", i, false
	}
	phrase := ""
	for k := i; k < min(i+5, s.last); k++ {
		phrase = strings.TrimPrefix(phrase+" "+s.lower(k), " ")
		if p := table[phrase]; p != "" {
			pred, next, ok = p, k+1, true
		}
	}
	return pred, next, ok
}

// nounDeals reads "trade with ASEAN", "European Union trade", "trade between A and
// B" at the trade noun in tokens [i, next).
func (s *sentence) nounDeals(pred string, i, next int, before []deal) []deal {
	at := s.skipGoods(next)
	if pred == "trades-with" && s.word(at) == "between" {
		if pair := s.mentionList(at + 1); len(pair) == 2 {
			return []deal{{pred: pred, owner: pair[0].arg(), partner: pair[1].arg(), noun: next - 1, at: pair[1].first, last: pair[1].last}}
		}
		if w := s.word(at + 2); w == "two" || s.word(at+1) == "both" || s.word(at+1) == "them" {
			if a, b := s.countryPair(); a.ok() && b.ok() { // "between the two countries"
				return []deal{{pred: pred, owner: a, partner: b, noun: next - 1, at: at, last: at + 3}}
			}
		}
		return nil
	}
	if pred == "trades-with" && mutual[s.word(i-1)] && !tradesOn(s.word(at)) {
		if a, b := s.countryPair(); a.ok() && b.ok() {
			return []deal{{pred: pred, owner: a, partner: b, noun: next - 1, at: next - 1, last: next}}
		}
	}
	owner, explicit := s.tradeOwner(i, next-1, before)
	if w := s.word(at); w == tradePreposition[pred] || w == "with" && pred == "trades-with" {
		var deals []deal
		for _, m := range s.partners(at + 1) {
			deals = append(deals, deal{pred: pred, owner: owner, partner: m.arg(), noun: next - 1, at: m.first, last: m.last})
		}
		if len(deals) == 0 {
			for k := at + 1; k <= at+2 && s.has(k); k++ { // "exports to the country"
				if a, ok := s.named(k); ok && s.pos(k) == "NOUN" && a.ent.root().class == "Place" {
					return []deal{{pred: pred, owner: owner, partner: a, noun: next - 1, at: k, last: k + 1}}
				}
			}
		}
		return deals
	}
	// "Shandong-Japan trade".
	if a, b := s.hyphenPair(i - 1); a.ok() && pred == "trades-with" {
		return []deal{{pred: pred, owner: a, partner: b, noun: next - 1, at: next - 1, last: next}}
	}
	// "European Union trade totaled ...": the place before the noun is the partner
	// where it is known whose trade this is about.
	if m := s.mentionAt(i - 1); m != nil && m.last == i && !explicit && isTrader(m) && pred == "trades-with" {
		if topic, ok := s.tradeTopic(before); ok && topic.owner.key() != m.arg().key() {
			return []deal{{pred: topic.pred, owner: topic.owner, partner: m.arg(), noun: next - 1, at: m.first, last: next}}
		}
	}
	return nil
}

// hyphenPair is the two places of a name like "Shandong-Japan" that ends at token i.
func (s *sentence) hyphenPair(i int) (a, b arg) {
	m := s.mentionAt(i)
	if m == nil || m.last != i+1 {
		return arg{}, arg{}
	}
	left, right, ok := strings.Cut(strings.ReplaceAll(m.text(), "–", "-"), "-")
	if !ok {
		return arg{}, arg{}
	}
	return s.art.placeNamed(strings.TrimSpace(left)), s.art.placeNamed(strings.TrimSpace(right))
}

// placeNamed is the article's entity of a place, or a country that it names nowhere
// else.
func (art *article) placeNamed(name string) arg {
	for _, e := range art.ents {
		if e.same == nil && e.class == "Place" && e.name == name {
			return arg{ent: e, as: name}
		}
	}
	if country := art.countryOf(name); country != "" {
		e := art.newEntity("Place", country)
		e.kind = "country"
		return arg{ent: e, as: name}
	}
	return arg{}
}

// mutual are words that make the trade that of two places named before.
var mutual = map[string]bool{"bilateral": true, "two-way": true, "mutual": true, "way": true}

// countryPair is the two countries that the article names most, if no third is named
// as often as the second; the one named oftener owns the trade.
func (s *sentence) countryPair() (a, b arg) {
	var countries []*entity
	for _, e := range s.art.ents {
		if e.same == nil && e.kind == "country" && len(e.mentions) > 0 {
			countries = append(countries, e)
		}
	}
	sort.SliceStable(countries, func(i, j int) bool { return len(countries[i].mentions) > len(countries[j].mentions) })
	if len(countries) < 2 || len(countries[1].mentions) < 2 || len(countries) > 2 && len(countries[2].mentions) >= len(countries[1].mentions) {
		return arg{}, arg{}
	}
	first, second := countries[0], countries[1]
	return arg{ent: first, as: first.name}, arg{ent: second, as: second.name}
}

// skipGoods steps over what is traded: "exports of machinery to", "trade in goods
// with". It gives the index of the partner's preposition, if one comes soon.
func (s *sentence) skipGoods(i int) int {
	switch s.word(i) {
	case "of", "in", "worth":
	default:
		return i
	}
	for k := i + 1; k < min(i+9, s.last); k++ {
		switch w := s.word(k); {
		case w == "with" || w == "to" || w == "from":
			return k
		case s.pos(k) == "VERB" || w == ".":
			return i
		}
	}
	return i
}

// partners are the places listed from token i on.
func (s *sentence) partners(i int) []*mention {
	var out []*mention
	for _, m := range s.mentionList(i) {
		if isTrader(m) {
			out = append(out, m)
		}
	}
	return out
}

// isTrader says that a mention may trade as a place does: a place or a bloc.
func isTrader(m *mention) bool {
	switch m.ent.root().class {
	case "Place", "Organization":
		return true
	}
	return m.demonym != ""
}

// mentionList is the run of mentions from token i on that commas and "and" join.
func (s *sentence) mentionList(i int) []*mention {
	var out []*mention
	for s.has(i) {
		for s.pos(i) == "DET" || s.pos(i) == "ADJ" && s.mentionAt(i) == nil || s.word(i) == "both" {
			if i++; !s.has(i) {
				return out
			}
		}
		m := s.mentionAt(i)
		if m == nil || m.first != i || m.ent == nil {
			return out
		}
		out = append(out, m)
		i = m.last
		joined := false
		for s.has(i) && (s.word(i) == "," || s.word(i) == "and" || s.word(i) == "&" || s.word(i) == "or") {
			i, joined = i+1, true
		}
		if !joined {
			return out
		}
	}
	return out
}

// tradeOwner finds whose trade the noun phrase that ends at token head tells of;
// explicit says that the phrase itself names it.
func (s *sentence) tradeOwner(i, head int, before []deal) (owner arg, explicit bool) {
	for _, k := range s.children(head) {
		if s.dep(k) == "poss" {
			if a, ok := s.ownerAt(k); ok {
				return a, true
			}
		}
	}
	for k := i - 1; k >= s.first && k >= i-6; k-- {
		if a, ok := s.possessorAt(k); ok {
			return a, true
		}
		if s.pos(k) == "VERB" || s.pos(k) == "ADP" || s.pos(k) == "PUNCT" {
			break
		}
	}
	// "Chinese exports to", "Guangdong trade with".
	if m := s.mentionAt(i - 1); m != nil && m.last == i && isTrader(m) && s.word(head+1) != "" && tradesOn(s.word(s.skipGoods(head+1))) {
		return m.arg(), true
	}
	if topic, ok := s.tradeTopic(before); ok {
		return topic.owner, false
	}
	// "Morocco did $2 billion in trade with Senegal".
	if v := s.verbAbove(head); v >= 0 && s.dep(head) != "nsubj" && s.dep(head) != "nsubjpass" {
		if k := s.doer(v); k >= 0 && k < head {
			if a, ok := s.named(k); ok && a.ent.root().class == "Place" {
				return a, true
			}
		}
	}
	return s.placeInQuestion(i), false
}

func tradesOn(w string) bool { return w == "with" || w == "to" || w == "from" }

// possessorAt reads a possessor at token k: the token before "'s", or a possessive
// pronoun.
func (s *sentence) possessorAt(k int) (arg, bool) {
	if s.tag(k) == "PRP$" || s.has(k+1) && s.tag(k+1) == "POS" {
		return s.ownerAt(k)
	}
	return arg{}, false
}

// ownerAt is the place that token k stands for: by name, by reference, or as the
// class noun of the place that the article is about.
func (s *sentence) ownerAt(k int) (arg, bool) {
	if a, ok := s.named(k); ok && a.ent.root().class != "Person" {
		return a, true
	}
	if s.pos(k) == "PRON" || s.art.word("place-heads").Has(s.lower(k)) || placeNoun[s.lower(k)] {
		if a := s.placeInQuestion(k); a.ok() {
			a.as = s.asWritten(k, k+1)
			return a, true
		}
		return s.onlyPlaceBefore()
	}
	return arg{}, false
}

// onlyPlaceBefore is the one place that the sentence before names.
func (s *sentence) onlyPlaceBefore() (arg, bool) {
	if s.index == 0 {
		return arg{}, false
	}
	found := arg{}
	for _, m := range s.art.sents[s.index-1].mentions {
		if m.ent.root().class != "Place" || m.demonym != "" {
			continue
		}
		if found.ok() && found.key() != m.arg().key() {
			return arg{}, false
		}
		found = m.arg()
	}
	return found, found.ok()
}

// placeNoun are the words by which an article refers back to its place.
var placeNoun = map[string]bool{
	"province": true, "country": true, "nation": true, "state": true, "city": true, "region": true,
	"territory": true, "municipality": true, "island": true, "republic": true, "kingdom": true, "economy": true, "bloc": true,
}

// tradeTopic is whose trade was told of before: in the sentence, or shortly before
// it.
func (s *sentence) tradeTopic(before []deal) (tradeTopic, bool) {
	for i := len(before) - 1; i >= 0; i-- {
		if before[i].owner.ok() {
			return tradeTopic{owner: before[i].owner, pred: before[i].pred, sent: s.index}, true
		}
	}
	t := s.art.told().trade
	if t.owner.ok() && s.index-t.sent <= tradeMemory {
		return t, true
	}
	return tradeTopic{}, false
}

// verbDeals reads "exported goods worth $5 billion to Japan" at the verb i.
func (s *sentence) verbDeals(pred string, i int) []deal {
	subject := s.doer(i)
	if subject < 0 || s.inPassive(i) {
		return nil
	}
	owner, ok := s.ownerAt(subject)
	if !ok {
		return nil
	}
	for k := i + 1; k < min(i+16, s.last); k++ {
		if s.word(k) == tradePreposition[pred] {
			var deals []deal
			for _, m := range s.partners(k + 1) {
				if m.ent.root().class == "Place" || m.ent.root().kind != "" {
					deals = append(deals, deal{pred: pred, owner: owner, partner: m.arg(), noun: i, at: i, last: m.last, named: true})
				}
			}
			if deals != nil {
				return deals
			}
		}
		if k > i+1 && s.pos(k) == "VERB" && s.tag(k) != "VBN" {
			return nil
		}
	}
	return nil
}

// partnerDeal reads "ASEAN was the province's largest trading partner" at the noun.
func (s *sentence) partnerDeal(pred string, head int) []deal {
	owner := arg{}
	for k := head - 1; k >= s.first && k >= head-8; k-- {
		if a, ok := s.possessorAt(k); ok {
			owner = a
			break
		}
	}
	if !owner.ok() && (s.word(head+1) == "of" || s.word(head+1) == "for") {
		if list := s.partners(head + 2); len(list) == 1 {
			owner = list[0].arg()
		}
	}
	if !owner.ok() {
		return nil
	}
	var deals []deal
	add := func(i int) {
		for _, m := range s.partners(i) {
			deals = append(deals, deal{pred: pred, owner: owner, partner: m.arg(), noun: head, at: m.first, last: max(head+1, m.last), named: true})
		}
	}
	verb := s.head(head)
	switch {
	case s.dep(head) == "appos" && verb >= 0:
		if m := s.mentionAt(verb); m != nil && isTrader(m) {
			add(m.first)
		}
	case (s.dep(head) == "attr" || s.dep(head) == "oprd") && verb >= 0:
		if subject := s.doer(verb); subject >= 0 {
			if m := s.mentionAt(subject); m != nil {
				add(m.first)
			}
		}
	case s.dep(head) == "pobj" && verb >= 0 && s.word(verb) == "as":
		if v := s.verbAbove(verb); v >= 0 {
			if subject := s.doer(v); subject >= 0 {
				if m := s.mentionAt(subject); m != nil {
					add(m.first)
				}
			}
		}
	case strings.HasPrefix(s.dep(head), "nsubj") && s.has(verb) && (s.lemma(verb) == "be" || s.lemma(verb) == "include"):
		add(verb + 1)
	}
	for i := range deals {
		deals[i].last = head + 1
	}
	return deals
}

// ellipsis reads what a clause leaves out that stood in the one before: "and with
// Japan $3 billion", "Vietnam's were $2 billion".
func (s *sentence) ellipsis(i int, last *deal) []deal {
	if s.word(i) == tradePreposition[last.pred] && i > last.last {
		switch s.word(i - 1) {
		case "and", ",", "while", "but":
			var deals []deal
			for _, m := range s.partners(i + 1) {
				if s.amountSoon(m.last) {
					deals = append(deals, deal{pred: last.pred, owner: last.owner, partner: m.arg(), noun: i, at: m.first, last: m.last})
				}
			}
			return deals
		}
	}
	m := s.mentionAt(i)
	if m == nil || m.first != i || !isTrader(m) || s.word(m.last) != "'s" || !s.amountSoon(m.last+1) {
		return nil
	}
	return []deal{{pred: last.pred, owner: m.arg(), partner: last.partner, noun: m.first, at: m.first, last: m.last}}
}

// amountSoon says that an amount follows token i, with a verb at most between.
func (s *sentence) amountSoon(i int) bool {
	for _, a := range s.values().amounts {
		if a.first >= i && a.first <= i+5 {
			for k := i; k < a.first; k++ {
				if p := s.pos(k); p == "NOUN" || p == "PROPN" {
					return false
				}
			}
			return true
		}
	}
	return false
}

// alignAmounts gives each deal its sum: the first after its partner and before the
// next one; where the sums stand in a row ("reached A, B and C respectively") the
// n-th belongs to the n-th deal.
func (s *sentence) alignAmounts(deals []deal) {
	sums := s.sums()
	if len(sums) == 0 {
		return
	}
	s.pair(deals, sums, func(d *deal, a *amount) { d.amount = a })
	// "RMB1.5 trillion in trade with ASEAN": the sum stands before.
	if first := &deals[0]; first.amount == nil && (len(deals) == 1 || deals[1].noun != first.noun) {
		for _, a := range sums {
			if a.last <= first.noun && first.noun-a.last <= 5 && s.sumLeadsTo(a.last, first.noun) {
				first.amount = a
			}
		}
	}
}

// sumLeadsTo says that only "in", "of", "worth of" and modifiers stand between a sum
// and the trade that it is of.
func (s *sentence) sumLeadsTo(i, noun int) bool {
	if w := s.word(i); w != "in" && w != "of" && w != "worth" {
		return false
	}
	for k := i; k < noun; k++ {
		switch s.pos(k) {
		case "VERB", "PUNCT", "CCONJ":
			return false
		}
	}
	return true
}

// sums are the amounts that say how much trade there was: not rises, not shares, not
// what it was before.
func (s *sentence) sums() []*amount {
	var out []*amount
	amounts := s.values().amounts
	for i := range amounts {
		a := &amounts[i]
		if a.kind != moneyKind || a.equivalent || a.change != "" || s.earlierLevel(a) {
			continue
		}
		out = append(out, a)
	}
	return out
}

// earlierLevel says that an amount is what another is compared with: "from $4
// billion", "compared with $4 billion a year earlier".
func (s *sentence) earlierLevel(a *amount) bool {
	i := a.first - 1
	if bound := a.core - a.start; bound > 0 {
		for s.has(i) && s.tok(i).Start >= a.start {
			i--
		}
	}
	switch s.word(i) {
	case "from", "against", "versus", "than":
		return true
	case "with", "to":
		return strings.HasPrefix(s.word(i-1), "compare") || s.word(i-1) == "contrast"
	}
	return false
}

// alignChanges gives each deal its rise or fall: one after its amount, or of a row
// at the end that "respectively" distributes.
func (s *sentence) alignChanges(deals []deal) {
	var changes []*amount
	amounts := s.values().amounts
	for i := range amounts {
		if a := &amounts[i]; a.kind == percentKind && a.change != "" {
			changes = append(changes, a)
		}
	}
	s.pair(deals, changes, func(d *deal, a *amount) {
		a.used = true
		d.change = a.signed()
	})
}

// pair hands each deal its amount. A row of as many amounts as deals after the last
// partner is dealt out in order; else each group of partners under one noun takes the
// amounts between it and the next group, again in order if there are as many. The sum
// of several partners is nobody's own.
func (s *sentence) pair(deals []deal, amounts []*amount, give func(*deal, *amount)) {
	last := deals[len(deals)-1].at
	if len(deals) > 1 && len(amounts) == len(deals) && amounts[0].first > last {
		for i := range deals {
			give(&deals[i], amounts[i])
		}
		return
	}
	for first := 0; first < len(deals); {
		next := first + 1
		for next < len(deals) && deals[next].noun == deals[first].noun {
			next++
		}
		to := s.last
		if next < len(deals) {
			to = deals[next].at
		}
		var within []*amount
		for _, a := range amounts {
			if a.first >= deals[first].at && a.first < to {
				within = append(within, a)
			}
		}
		for i := first; i < next && (next-first == 1 && len(within) > 0 || len(within) == next-first); i++ {
			give(&deals[i], within[i-first])
		}
		first = next
	}
}

func (s *sentence) says(word string) bool {
	for i := s.first; i < s.last; i++ {
		if s.lower(i) == word {
			return true
		}
	}
	return false
}
