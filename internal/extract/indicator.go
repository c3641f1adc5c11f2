package extract

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed measures.tsv
var measuresTSV string

// measureKinds is measures.tsv: kind by noun.
var measureKinds = onDemandTable(parseMeasures, measuresTSV)

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

// measuring says that the verb at v joins a measure with its value.
func (s *sentence) measuring(v int) bool { return s.art.word("measure-verbs").Has(s.lemma(v)) }

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
			for _, owner := range fig.others {
				fig.owner = owner
				s.emitIndicator(a, fig)
			}
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
	others  []arg  // owners joined to it, of whom the text says the same
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
		s.eventMeasure, s.possessed, s.measured, s.measureOf, s.sectorShare, s.countedBySubject, s.bareSubject, s.shareFor, s.existing, s.remote,
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
	f.with("measure", s.measureFor(a, fig.measure))
	f.with("scope", fig.scope)
	s.art.told().figure = lastFigure{owner: fig.owner, measure: fig.measure, sent: s.index}
	f.with("bound", a.bound)
	if a.kind == moneyKind {
		f.with("currency", s.currency(a, fig.owner))
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
	f.with("period", s.figurePeriod(a, fig.verb, fig.rule == "measure" || fig.rule == "sector" || fig.rule == "among"))
	if s.passingCount(a) {
		f.limit(passingBelief)
	}
	s.tell(f)
}

// passingBelief is how much a count is believed to measure something, of which a deed
// only tells in passing how many it took: of eight read one was right.
const passingBelief = 0.25

// passingCount says that a bare small count is no measure of what it stands by: "released
// two photographs", "met 2 Russians", "for five consecutive days". Of who has, wins or
// employs so many it is.
func (s *sentence) passingCount(a *amount) bool {
	if a.kind != countKind || a.change != "" || a.unit != "" && a.unit != "duration" {
		return false
	}
	if n, err := strconv.ParseFloat(a.literal(), 64); err != nil || n >= smallCount {
		return false
	}
	head, _ := s.counted(a)
	if head < 0 || s.pos(s.head(head)) == "ADP" && s.art.word("time-nouns").Has(s.lemma(head)) {
		return true
	}
	v := s.verbAbove(a.first)
	return v >= 0 && s.dep(head) == "dobj" && !s.measuring(v) && !s.art.word("having-verbs").Has(s.lemma(v))
}

// smallCount is where a count becomes one that articles give as a figure.
const smallCount = 1000

// figurePeriod is the date of the figure's own clause, else the nearest period; that of
// a sentence shortly before counts if carried.
func (s *sentence) figurePeriod(a *amount, verb int, carried bool) string {
	if s.has(verb) {
		if key, date := s.when(verb); key == "date" {
			return date
		}
	}
	if carried {
		return s.periodAround(a.first)
	}
	return s.ownPeriod(a.first)
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
