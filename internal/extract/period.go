package extract

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// relativeDate reads what counts from the day of publication: "yesterday", "last
// year", "year's end", "that month".
func relativeDate(lx []lexeme, i int) (dateExpr, int, bool) {
	start := i
	switch lowAt(lx, i) {
	case "earlier", "later", "sometime":
		i++
	case "so":
		if lowAt(lx, i+1) == "far" {
			i += 2
		}
	}
	for _, r := range relativeDates() {
		next, ok := follows(lx, i, r.words...)
		if !ok || i > start && r.n != 0 {
			continue
		}
		if r.capital && lx[i].low == lx[i].text {
			continue
		}
		return dateExpr{kind: r.kind, n: r.n, unit: r.unit}, next, true
	}
	return dateExpr{}, start, false
}

type relativeForm struct {
	words   []string
	kind    dateKind
	n       int
	unit    byte
	capital bool
}

// relativeDates are tried in order, so longer forms stand first.
var relativeDates = sync.OnceValue(func() []relativeForm {
	forms := []relativeForm{
		{words: strings.Fields("the day before yesterday"), kind: offsetDate, n: -2, unit: 'd'},
		{words: strings.Fields("the day after tomorrow"), kind: offsetDate, n: 2, unit: 'd'},
		{words: []string{"yesterday's"}, kind: offsetDate, n: -1, unit: 'd'},
		{words: []string{"yesterday"}, kind: offsetDate, n: -1, unit: 'd'},
		{words: []string{"last", "night"}, kind: offsetDate, n: -1, unit: 'd'},
		{words: []string{"today's"}, kind: offsetDate, unit: 'd'},
		{words: []string{"today"}, kind: offsetDate, unit: 'd'},
		{words: []string{"tonight"}, kind: offsetDate, unit: 'd'},
		{words: []string{"this", "morning"}, kind: offsetDate, unit: 'd'},
		{words: []string{"this", "afternoon"}, kind: offsetDate, unit: 'd'},
		{words: []string{"this", "evening"}, kind: offsetDate, unit: 'd'},
		{words: []string{"tomorrow"}, kind: offsetDate, n: 1, unit: 'd'},
		{words: []string{"year's", "end"}, kind: offsetDate, unit: 'y'},
		{words: []string{"year", "-", "end"}, kind: offsetDate, unit: 'y'},
		{words: strings.Fields("end of the year"), kind: offsetDate, unit: 'y'},
		{words: strings.Fields("end of this year"), kind: offsetDate, unit: 'y'},
		{words: []string{"month's", "end"}, kind: offsetDate, unit: 'm'},
		{words: strings.Fields("end of the month"), kind: offsetDate, unit: 'm'},
		{words: strings.Fields("the current year"), kind: offsetDate, unit: 'y'},
	}
	for _, u := range []struct {
		name string
		unit byte
	}{{"week", 'w'}, {"weekend", 'w'}, {"month", 'm'}, {"year", 'y'}} {
		for n, turn := range []string{"last", "this", "next"} {
			forms = append(forms,
				relativeForm{words: []string{turn, u.name + "'s"}, kind: offsetDate, n: n - 1, unit: u.unit},
				relativeForm{words: []string{turn, u.name}, kind: offsetDate, n: n - 1, unit: u.unit})
		}
	}
	for _, u := range []struct {
		name string
		unit byte
	}{{"day", 'd'}, {"night", 'd'}, {"morning", 'd'}, {"evening", 'd'}, {"afternoon", 'd'}, {"month", 'm'}, {"year", 'y'}} {
		forms = append(forms,
			relativeForm{words: []string{"that", "same", u.name}, kind: sameAsLast, unit: u.unit},
			relativeForm{words: []string{"that", u.name}, kind: sameAsLast, unit: u.unit},
			relativeForm{words: []string{"the", "same", u.name}, kind: sameAsLast, unit: u.unit})
	}
	return forms
})

// agoDate reads "two days ago", "a year ago". What is "earlier" counts from another
// date and is left alone.
func agoDate(lx []lexeme, i int) (dateExpr, int, bool) {
	n, at := 1, i+1
	if low := lowAt(lx, i); low != "a" && low != "an" {
		c, ok := readCardinal(lx, i)
		if !ok || c.scale > 0 || len(c.digits) > 3 || strings.Contains(c.digits, ".") {
			return dateExpr{}, i, false
		}
		n, at = atoi(c.digits), c.next
	}
	unit, ok := agoUnit(lowAt(lx, at))
	if !ok || lowAt(lx, at+1) != "ago" {
		return dateExpr{}, i, false
	}
	return dateExpr{kind: offsetDate, n: -n, unit: unit}, at + 2, true
}

func agoUnit(low string) (byte, bool) {
	switch strings.TrimSuffix(low, "s") {
	case "day":
		return 'd', true
	case "week":
		return 'w', true
	case "month":
		return 'm', true
	case "year":
		return 'y', true
	}
	return 0, false
}

// partOfYearDate reads "the first quarter of 2025", "Q1 2025", "the first six
// months of the year", "second half of 2019".
func partOfYearDate(lx []lexeme, i int) (dateExpr, int, bool) {
	first, last, at, ok := quarterAt(lx, i)
	if !ok {
		return dateExpr{}, i, false
	}
	if lowAt(lx, at) == "of" {
		at++
	} else if lowAt(lx, at) == "in" {
		at++
	}
	switch {
	case lowAt(lx, at) == "last" && lowAt(lx, at+1) == "year":
		return dateExpr{kind: partOfYear, month: first, last: last, n: -1}, at + 2, true
	case lowAt(lx, at) == "next" && lowAt(lx, at+1) == "year":
		return dateExpr{kind: partOfYear, month: first, last: last, n: 1}, at + 2, true
	case (lowAt(lx, at) == "this" || lowAt(lx, at) == "the") && lowAt(lx, at+1) == "year":
		return dateExpr{kind: partOfYear, month: first, last: last}, at + 2, true
	}
	if l := lexAt(lx, at); l.kind == numeral && len(l.text) == 4 && l.gap {
		if y := atoi(l.text); y >= 1700 && y <= 2100 {
			d := dateExpr{kind: partOfYear, month: first, last: last}
			return dateExpr{kind: fixedDate, value: d.monthsOf(y)}, at + 1, true
		}
	}
	if low := lowAt(lx, at-1); low == "of" || low == "in" {
		at--
	}
	return dateExpr{kind: partOfYear, month: first, last: last, turn: lastTurn}, at, lowAt(lx, i) != "q"
}

// quarterAt reads which months are meant.
func quarterAt(lx []lexeme, i int) (first, last, next int, ok bool) {
	l := lexAt(lx, i)
	if n := lexAt(lx, i+1); l.text == "Q" && n.kind == numeral && !n.gap && len(n.text) == 1 && n.text >= "1" && n.text <= "4" {
		q := atoi(n.text)
		return 3*q - 2, 3 * q, i + 2, true
	}
	ord, ok := dateTable().ordinal[l.low]
	if !ok {
		return 0, 0, i, false
	}
	switch unit := lowAt(lx, i+1); {
	case unit == "quarter" && (l.low != "last" || lowAt(lx, i+2) == "of") && !lexAt(lx, i+2).isDash():
		return 3*ord - 2, 3 * ord, i + 2, true
	case unit == "half" && ord <= 2 && l.low != "last" && (lowAt(lx, i+2) == "of" || lowAt(lx, i+2) == "in"):
		// Games have halves too: those are not "of 2019".
		if after := lexAt(lx, i+3); after.kind == numeral && len(after.text) == 4 || lowAt(lx, i+4) == "year" {
			return 6*ord - 5, 6 * ord, i + 2, true
		}
	case ord == 1 && l.low == "first":
		c, ok := readCardinal(lx, i+1)
		if ok && lowAt(lx, c.next) == "months" && c.scale == 0 && atoi(c.digits) >= 2 && atoi(c.digits) <= 11 {
			return 1, atoi(c.digits), c.next + 1, true
		}
	}
	return 0, 0, i, false
}

// monthsOf is the months of a partOfYear in the year y.
func (d *dateExpr) monthsOf(y int) string {
	if d.month == d.last {
		return fmt.Sprintf("%04d-%02d", y, d.month)
	}
	return fmt.Sprintf("%04d-%02d/%04d-%02d", y, d.month, y, d.last)
}

// clock is what relative dates are counted from.
type clock struct {
	published time.Time // zero if the article has no date
	last      string    // the last day, month or year that the text named
}

// newClock reads an article's date; anything that does not start with an ISO 8601
// day gives a clock without one.
func newClock(date string) clock {
	if len(date) > len(time.DateOnly) {
		date = date[:len(time.DateOnly)]
	}
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return clock{}
	}
	return clock{published: t}
}

// resolve gives the date in ISO 8601 with the precision known, "" where it counts
// from a publication that is not known. ahead says that the clause speaks of the
// future, so that days without a year or week lie there.
func (c clock) resolve(d *dateExpr, ahead bool) string {
	switch d.kind {
	case fixedDate:
		return d.value
	case sameAsLast:
		return c.same(d.unit)
	case spanDate:
		return c.span(d, ahead)
	}
	if c.published.IsZero() {
		return ""
	}
	switch d.kind {
	case monthDay:
		return c.monthDay(d, ahead)
	case bareMonth:
		return c.bareMonth(d, ahead)
	case bareWeekday:
		return c.weekday(d, ahead)
	case offsetDate:
		return c.offset(d)
	case partOfYear:
		return c.partOfYear(d)
	}
	return ""
}

// RelativeDates counts the dates of a text that nothing but the day of its publication
// would resolve; without that day they are in no statement.
func RelativeDates(text string) int {
	n := 0
	for _, d := range readDates(text) {
		if d.relative() && d.kind != sameAsLast {
			n++
		}
	}
	return n
}

// same cuts the last date named to the unit asked for.
func (c clock) same(unit byte) string {
	date, _, isSpan := strings.Cut(c.last, "/")
	n := map[byte]int{'d': len("2006-01-02"), 'm': len("2006-01"), 'y': len("2006")}[unit]
	if len(date) < n || isSpan && unit != 'y' || strings.HasPrefix(date, "-") {
		return ""
	}
	return date[:n]
}

func (c clock) span(d *dateExpr, ahead bool) string {
	from, to := c.resolve(d.from, ahead), c.resolve(d.to, ahead)
	if from == "" || to == "" || from >= to {
		return ""
	}
	return from + "/" + to
}

// farPast is how long ago a day without a year may lie before the coming one of
// that name is more likely: eight months.
const farPast = 240 * 24 * time.Hour

func (c clock) monthDay(d *dateExpr, ahead bool) string {
	y := c.inYear(time.Month(d.month), max(d.day, d.last), ahead).Year()
	for !validDay(y, d.month, max(d.day, d.last)) { // 29 February
		if ahead {
			y++
		} else {
			y--
		}
	}
	day := fixed(y, d.month, d.day).value
	if d.last > 0 {
		return day + "/" + fixed(y, d.month, d.last).value
	}
	return day
}

// inYear is the day of that name that is meant: the last one, the next one if ahead,
// or if the last one is long ago and the next one near.
func (c clock) inYear(m time.Month, day int, ahead bool) time.Time {
	past := time.Date(c.published.Year(), m, day, 0, 0, 0, 0, time.UTC)
	if past.After(c.published) {
		past = past.AddDate(-1, 0, 0)
	}
	if past.Equal(c.published) || !ahead && c.published.Sub(past) <= farPast {
		return past
	}
	return time.Date(past.Year()+1, m, day, 0, 0, 0, 0, time.UTC)
}

func (c clock) bareMonth(d *dateExpr, ahead bool) string {
	y, now := c.published.Year(), int(c.published.Month())
	switch {
	case d.turn == lastTurn && d.month >= now:
		y--
	case d.turn == lastTurn, d.turn == thisTurn:
	case (d.turn == nextTurn || ahead) && d.month < now:
		y++
	case d.turn == nextTurn && d.month == now:
		y++
	case d.turn == nextTurn || ahead:
	case d.month > now && 12+now-d.month <= 8:
		y--
	case d.month < now && now-d.month > 8:
		y++
	}
	return fixed(y, d.month, 0).value
}

func (c clock) weekday(d *dateExpr, ahead bool) string {
	back := (int(c.published.Weekday()) - d.day + 7) % 7
	days := -back
	switch {
	case d.turn == lastTurn && back == 0:
		days = -7
	case d.turn == lastTurn:
	case d.turn == nextTurn, (ahead || d.turn == thisTurn) && back > 0:
		days = 7 - back
	}
	return c.published.AddDate(0, 0, days).Format(time.DateOnly)
}

// offset counts units from the publication; weeks are known to the month only, as
// the day of "last week" is not said.
func (c clock) offset(d *dateExpr) string {
	t := c.published
	switch d.unit {
	case 'd':
		return t.AddDate(0, 0, d.n).Format(time.DateOnly)
	case 'w':
		return t.AddDate(0, 0, 7*d.n).Format("2006-01")
	case 'm':
		return time.Date(t.Year(), t.Month()+time.Month(d.n), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
	}
	return fmt.Sprintf("%04d", t.Year()+d.n)
}

// partOfYear is in the year of publication, or for a bare "first quarter" in the
// year where it has begun.
func (c clock) partOfYear(d *dateExpr) string {
	y := c.published.Year() + d.n
	if d.turn == lastTurn && d.month > int(c.published.Month()) {
		y--
	}
	return d.monthsOf(y)
}
