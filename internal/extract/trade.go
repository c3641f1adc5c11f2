package extract

import (
	_ "embed"
	"fmt"
	"sort"
	"strings"
)

//go:embed trade.tsv
var tradeTSV string

// tradeWords is trade.tsv: relation by phrase.
type tradeWords struct {
	noun, elliptic, verb, partner map[string]string
	first                         map[string]bool // words that a phrase starts with
}

var tradeTable = onDemandTable(parseTradeWords, tradeTSV)

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
		f.with("currency", s.currency(d.amount, d.owner))
		f.with("bound", d.amount.bound)
	}
	f.with("change", d.change)
	f.with("period", period)
	if old := s.art.barer(&f); old != nil {
		f.sent = s
		*old = f
		return
	}
	s.tell(f)
}

// barer is the fact of the same two ends and period that was told before without the
// amount that f knows, nil if there is none.
func (art *article) barer(f *fact) *fact {
	for i := range art.facts {
		old := &art.facts[i]
		if old.pred == f.pred && old.subj.key() == f.subj.key() && old.obj.key() == f.obj.key() && old.distinction() == f.distinction() && f.has("amount") && !old.has("amount") {
			return old
		}
	}
	return nil
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
	if pred == "trades-with" && (s.word(at) == "between" || mutual[s.word(i-1)] && !tradesOn(s.word(at))) {
		if d, ok := s.mutualDeal(i, next, at); ok {
			return []deal{d}
		}
		if s.word(at) == "between" {
			return nil
		}
	}
	owner, explicit := s.tradeOwner(i, next-1, before)
	if w := s.word(at); w == tradePreposition[pred] || w == "with" && pred == "trades-with" {
		return s.dealsWith(deal{pred: pred, owner: owner, noun: next - 1}, at+1)
	}
	if pred != "trades-with" {
		return nil
	}
	if a, b := s.hyphenPair(i - 1); a.ok() { // "Shandong-Japan trade"
		return []deal{{pred: pred, owner: a, partner: b, noun: next - 1, at: next - 1, last: next}}
	}
	// "European Union trade totaled ...": the place before the noun is the partner
	// where it is known whose trade this is about.
	if m := s.mentionAt(i - 1); m != nil && m.last == i && !explicit && isTrader(m) {
		if topic, ok := s.tradeTopic(before); ok && topic.owner.key() != m.arg().key() {
			return []deal{{pred: topic.pred, owner: topic.owner, partner: m.arg(), noun: next - 1, at: m.first, last: next}}
		}
	}
	return nil
}

// mutualDeal reads "trade between A and B", "trade between the two countries",
// "bilateral trade".
func (s *sentence) mutualDeal(i, next, at int) (deal, bool) {
	d := deal{pred: "trades-with", noun: next - 1, at: next - 1, last: next}
	if s.word(at) == "between" {
		if pair := s.mentionList(at + 1); len(pair) == 2 {
			d.owner, d.partner, d.at, d.last = pair[0].arg(), pair[1].arg(), pair[1].first, pair[1].last
			return d, true
		}
		if s.word(at+2) != "two" && s.word(at+1) != "both" && s.word(at+1) != "them" {
			return deal{}, false
		}
	}
	d.owner, d.partner = s.countryPair()
	return d, d.owner.ok() && d.partner.ok()
}

// dealsWith completes a deal with the partners that are named from token i on, or that
// "the country" stands for.
func (s *sentence) dealsWith(d deal, i int) []deal {
	var deals []deal
	for _, m := range s.partners(i) {
		d.partner, d.at, d.last = m.arg(), m.first, m.last
		deals = append(deals, d)
	}
	for k := i; len(deals) == 0 && k <= i+1 && s.has(k); k++ {
		if a, ok := s.named(k); ok && s.pos(k) == "NOUN" && a.ent.root().class == "Place" {
			d.partner, d.at, d.last = a, k, k+1
			deals = append(deals, d)
		}
	}
	return deals
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
	// "Chilean exports to", "Jiangsu trade with".
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
	owner := s.partnerOwner(head)
	if !owner.ok() {
		return nil
	}
	at := s.partnerAt(head)
	if at < 0 {
		return nil
	}
	var deals []deal
	for _, m := range s.partners(at) {
		deals = append(deals, deal{pred: pred, owner: owner, partner: m.arg(), noun: head, at: m.first, last: head + 1, named: true})
	}
	return deals
}

// partnerOwner is whose partner the noun head speaks of: the possessor before it, or
// the place after "of".
func (s *sentence) partnerOwner(head int) arg {
	for k := head - 1; k >= s.first && k >= head-8; k-- {
		if a, ok := s.possessorAt(k); ok {
			return a
		}
	}
	if w := s.word(head + 1); w == "of" || w == "for" {
		if list := s.partners(head + 2); len(list) == 1 {
			return list[0].arg()
		}
	}
	return arg{}
}

// partnerAt is where the names of the partners start that the noun head calls so: the
// name that it is apposed to, the subject that it is said of, the names after "are".
// -1 if there are none.
func (s *sentence) partnerAt(head int) int {
	up := s.head(head)
	if up < 0 {
		return -1
	}
	at := -1
	switch dep := s.dep(head); {
	case dep == "appos":
		at = up
	case dep == "attr" || dep == "oprd":
		at = s.doer(up)
	case dep == "pobj" && s.word(up) == "as":
		if v := s.verbAbove(up); v >= 0 {
			at = s.doer(v)
		}
	case strings.HasPrefix(dep, "nsubj") && (s.lemma(up) == "be" || s.lemma(up) == "include"):
		return up + 1
	}
	if m := s.mentionAt(at); m != nil && isTrader(m) {
		return m.first
	}
	return -1
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
