package extract

// figures are the dates and quantities of a sentence.
type figures struct {
	amounts  []amount
	ordinals []amount
	dates    []dated
}

// amount is a quantity in tokens [first, last), the words of its bound left out.
type amount struct {
	used bool // a fact states it
	quantity
	first, last int
}

// dated is a date in tokens [first, last).
type dated struct {
	dateMention
	first, last int
}

// values reads the sentence's dates and quantities, once.
func (s *sentence) values() *figures {
	if s.figures != nil {
		return s.figures
	}
	base := s.tok(s.first).Start
	text := s.text(s.first, s.last)
	dates := readDates(text)
	f := &figures{}
	at := s.first
	for _, q := range readQuantities(text, dates) {
		q.start, q.core, q.end = q.start+base, q.core+base, q.end+base
		first, last := s.tokensOf(at, q.core, q.end)
		f.amounts = append(f.amounts, amount{quantity: q, first: first, last: last})
		at = first
	}
	f.ordinals = s.ordinals(readOrdinals(text, dates))
	at = s.first
	for _, d := range dates {
		d.start, d.end = d.start+base, d.end+base
		first, last := s.tokensOf(at, d.start, d.end)
		f.dates = append(f.dates, dated{d, first, last})
		at = first
	}
	if len(f.amounts) > maxValues || len(f.dates) > maxValues {
		f = &figures{}
	}
	s.figures = f
	return f
}

// ordinals places ordinals in the sentence.
func (s *sentence) ordinals(list []quantity) []amount {
	var out []amount
	at, base := s.first, s.tok(s.first).Start
	for _, q := range list {
		q.start, q.core, q.end = q.start+base, q.core+base, q.end+base
		first, last := s.tokensOf(at, q.core, q.end)
		out = append(out, amount{quantity: q, first: first, last: last})
		at = first
	}
	return out
}

// maxValues is how many amounts or dates a sentence may have; what has more is a
// table, and its rows cannot be told apart.
const maxValues = 100

// tokensOf gives the tokens from at on that overlap the bytes [start, end).
func (s *sentence) tokensOf(at, start, end int) (first, last int) {
	first = at
	for first < s.last-1 && s.tok(first).End() <= start {
		first++
	}
	last = first + 1
	for last < s.last && s.tok(last).Start < end {
		last++
	}
	return first, last
}

// spanTop is the token of [first, last) that holds on to the rest of the sentence.
func (s *sentence) spanTop(first, last int) int {
	for i := last - 1; i >= first; i-- {
		if h := s.head(i); h < first || h >= last {
			return i
		}
	}
	return last - 1
}

// verbAbove climbs from token i to the verb whose clause it is in, or -1.
func (s *sentence) verbAbove(i int) int {
	for range s.last - s.first {
		if p := s.pos(i); p == "VERB" || p == "AUX" && s.dep(i) != "aux" && s.dep(i) != "auxpass" {
			return i
		}
		if i = s.head(i); i < 0 {
			return -1
		}
	}
	return -1
}

// doer is the token of the subject that the verb v has, by control and
// coordination too, -1 if there is none.
func (s *sentence) doer(v int) int {
	if subjects := s.subjects(v, 0); len(subjects) > 0 {
		return subjects[0]
	}
	return -1
}

// aheadOf says that the clause of verb v speaks of the future.
func (s *sentence) aheadOf(v int) bool {
	for range 4 {
		if v < 0 || !s.has(v) {
			return false
		}
		for _, k := range s.children(v) {
			if s.dep(k) != "aux" {
				continue
			}
			switch s.lower(k) {
			case "will", "shall", "'ll", "wo":
				return true
			}
		}
		switch s.lemma(v) {
		case "plan", "schedule", "expect", "intend", "aim", "slate", "anticipate", "project", "forecast", "target":
			return true
		case "set", "due":
			if s.child(v, "xcomp", "prep") >= 0 && s.tag(v) != "VBD" {
				return true
			}
		}
		if d := s.dep(v); d != "xcomp" && d != "conj" && d != "ccomp" && d != "pcomp" && !(d == "advcl" && s.tag(v) == "VBG") {
			return false
		}
		v = s.verbAbove(s.head(v))
	}
	return false
}

// clockAt is the clock of the article with the last date named before byte offset
// end of the sentence; that of the six sentences before counts too.
func (s *sentence) clockAt(end int) clock {
	c := newClock(s.art.in.Date)
	for n := 0; n < 6 && s.index-n >= 0; n++ {
		from := s
		if n > 0 {
			from = s.art.sents[s.index-n]
		}
		dates := from.values().dates
		for i := len(dates) - 1; i >= 0; i-- {
			d := &dates[i]
			if n == 0 && d.end > end || d.kind == sameAsLast {
				continue
			}
			if c.last = c.resolve(&d.dateExpr, false); c.last != "" {
				return c
			}
		}
	}
	return c
}

// resolve gives a date of the sentence in ISO 8601, "" if it counts from an unknown
// day.
func (s *sentence) resolve(d *dated) string {
	v := s.verbAbove(s.spanTop(d.first, d.last))
	c := clock{}
	if d.kind == sameAsLast {
		c = s.clockAt(d.start)
	} else if d.kind != fixedDate {
		c = newClock(s.art.in.Date)
	}
	return c.resolve(&d.dateExpr, v >= 0 && s.aheadOf(v))
}

// datePreposition is the preposition or conjunction that leads a date in, "" if
// none does; words like "early" and "the end of" may stand between.
func (s *sentence) datePreposition(d *dated) string {
	for i := d.first - 1; i >= s.first && i >= d.first-5; i-- {
		w := s.lower(i)
		switch w {
		case "the", "of", "end", "beginning", "start", "middle", "early", "late", "mid", "morning", "evening", "afternoon", "night", "-", ",":
			continue
		}
		if t := s.tag(i); t == "IN" || t == "TO" {
			return w
		}
		return ""
	}
	return ""
}

// when finds the date at which the clause of verb v (or of the noun v) places what
// it tells, and the qualifier that says so: date, start or end. Both are "" where
// the clause has none.
func (s *sentence) when(v int) (key, date string) {
	dates := s.values().dates
	for i := range dates {
		d := &dates[i]
		if !s.dates(d, v) {
			continue
		}
		k := dateKey(s.datePreposition(d))
		// "three days ago, on November 10": the day itself is the surer one.
		if k == "" || key != "" && (k != key || d.kind != fixedDate && d.kind != monthDay) {
			continue
		}
		if value := s.resolve(d); value != "" {
			key, date = k, value
		}
	}
	return key, date
}

// dateKey is the qualifier of a date after a preposition, "" where the date only
// serves to place another.
func dateKey(preposition string) string {
	switch preposition {
	case "since", "from":
		return "start"
	case "until", "till", "through", "by":
		return "end"
	case "before", "after", "than":
		return ""
	}
	return "date"
}

// dates says that d is a date of v's own clause: it hangs on v by adverbials and
// prepositions only, or stands next to it.
func (s *sentence) dates(d *dated, v int) bool {
	i := s.spanTop(d.first, d.last)
	for range 6 {
		h := s.head(i)
		if h < 0 {
			return false
		}
		switch dep := s.dep(i); dep {
		case "pobj", "prep", "npadvmod", "nmod", "appos", "tmod", "advmod", "pcomp", "dep", "nummod", "compound", "poss":
		default:
			return false
		}
		if h == v {
			return true
		}
		if p := s.pos(h); p == "VERB" || p == "NOUN" && s.dep(i) != "pobj" && s.dep(h) != "npadvmod" && !isDatePart(s.lower(h)) {
			return false
		}
		i = h
	}
	return false
}

// isDatePart says whether a noun only leads to the date after it: "the end of 2019".
func isDatePart(w string) bool {
	switch w {
	case "end", "start", "beginning", "middle", "morning", "evening", "afternoon", "night", "month", "year", "quarter", "half":
		return true
	}
	return false
}

// named is the entity that token i stands for: by name, or as a pronoun or noun
// that refers to one.
func (s *sentence) named(i int) (arg, bool) {
	if !s.has(i) {
		return arg{}, false
	}
	if m := s.mentionAt(i); m != nil && m.ent != nil {
		return m.arg(), true
	}
	if e := s.ref(i); e != nil {
		return arg{ent: e, as: s.asWritten(i, i+1)}, true
	}
	return arg{}, false
}

// tell emits a fact of the clause of its verb, with the clause's status; what the
// clause denies or leaves open is no fact.
func (s *sentence) tell(f fact) {
	if s.has(f.verb) {
		ahead := s.aheadOf(f.verb)
		if s.negated(f.verb) || s.open(f.verb) && !ahead {
			return
		}
		if f.status == "" {
			f.status = s.statusOf(f.verb)
		}
		if f.status == "" && ahead {
			f.status = "planned"
		}
	}
	s.emit(f)
}
