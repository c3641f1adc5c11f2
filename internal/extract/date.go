package extract

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"
)

//go:embed dates.tsv
var datesTSV string

type dateWords struct {
	month, weekday, ordinal, season map[string]int
}

var dateTable = onDemandTable(parseDateWords, datesTSV)

func parseDateWords(table string) (*dateWords, error) {
	t := &dateWords{map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}}
	kinds := map[string]map[string]int{"month": t.month, "weekday": t.weekday, "ordinal": t.ordinal, "season": t.season}
	err := parseTSV("dates.tsv", table, 3, func(row []string) error {
		forms, ok := kinds[row[0]]
		if !ok {
			return fmt.Errorf("unknown kind %q", row[0])
		}
		n, err := strconv.Atoi(row[2])
		if err != nil || n < 0 || n > 12 {
			return fmt.Errorf("%q is no month or weekday", row[2])
		}
		forms[row[1]] = n
		return nil
	})
	return t, err
}

// dateKind tells how a date is named, and so what it is counted from.
type dateKind uint8

const (
	fixedDate   dateKind = iota // complete in itself: value
	monthDay                    // a day without its year: month, day
	bareMonth                   // a month without its year: month, turn
	bareWeekday                 // day (0 is Sunday), turn
	offsetDate                  // n units from publication: "yesterday", "last year"
	partOfYear                  // month to last of a year not said: "the first quarter"
	sameAsLast                  // "that year", "the same day": unit
	spanDate                    // from and to
)

// turn is the word that says which of many like days is meant.
type turn int8

const (
	noTurn turn = iota
	lastTurn
	thisTurn
	nextTurn
)

// dateExpr is what a date's words say, before it is known from when they count.
type dateExpr struct {
	kind       dateKind
	value      string // of fixedDate: ISO 8601
	month, day int
	last       int // of partOfYear: its last month; of monthDay: the last day of a run, or 0
	turn       turn
	n          int  // of offsetDate
	unit       byte // 'd', 'w', 'm', 'y'
	from, to   *dateExpr
}

// dateMention is a date in a text.
type dateMention struct {
	start, end int // bytes
	dateExpr
}

// relative says that the date cannot be known without that of the article.
func (d *dateExpr) relative() bool { return d.kind != fixedDate }

// readDates finds the dates of a text, disjoint and in its order.
func readDates(text string) []dateMention {
	lx := lexemes(text)
	var out []dateMention
	for i := 0; i < len(lx); {
		d, next, ok := dateAt(lx, i)
		if !ok {
			i++
			continue
		}
		if to, after, ok := spanEnd(lx, i, next, &d); ok {
			from := d
			d, next = dateExpr{kind: spanDate, from: &from, to: &to}, after
		}
		out = append(out, dateMention{start: lx[i].start, end: lx[next-1].end, dateExpr: d.settle()})
		i = next
	}
	return out
}

// settle makes a span of two complete dates complete.
func (d dateExpr) settle() dateExpr {
	if d.kind == spanDate && d.from.kind == fixedDate && d.to.kind == fixedDate {
		return dateExpr{kind: fixedDate, value: d.from.value + "/" + d.to.value}
	}
	return d
}

// dateReaders are tried in this order at each place; the more specific come first.
var dateReaders = []func(lx []lexeme, i int) (dateExpr, int, bool){
	isoDate, weekdayDate, dayMonth, monthDayYear, partOfYearDate, decade, yearRange, relativeDate, agoDate, seasonYear, monthYear, year,
}

func dateAt(lx []lexeme, i int) (dateExpr, int, bool) {
	if lx[i].kind == mark && lx[i].text != "'" {
		return dateExpr{}, i, false
	}
	for _, read := range dateReaders {
		if d, next, ok := read(lx, i); ok {
			return d, next, true
		}
	}
	return dateExpr{}, i, false
}

// spanEnd reads the end of a span whose first date was d: "15 January to 3
// February", "between 2015 and 2019".
func spanEnd(lx []lexeme, i, next int, d *dateExpr) (dateExpr, int, bool) {
	join := lexAt(lx, next)
	switch {
	case join.isDash(), join.low == "to", join.low == "through", join.low == "until", join.low == "till":
	case join.low == "and" && lowAt(lx, i-1) == "between":
	default:
		return dateExpr{}, next, false
	}
	if next+1 >= len(lx) || d.kind != fixedDate && d.kind != monthDay && d.kind != bareMonth {
		return dateExpr{}, next, false
	}
	to, after, ok := dateAt(lx, next+1)
	if !ok {
		return dateExpr{}, next, false
	}
	switch {
	case to.kind == d.kind && d.kind == fixedDate:
		if strings.Contains(d.value+to.value, "/") || d.value >= to.value || len(d.value) != len(to.value) {
			return dateExpr{}, next, false
		}
	case to.kind == d.kind && d.last == 0 && to.last == 0:
	case to.kind == fixedDate && (d.kind == monthDay && len(to.value) == len("2006-01-02") || d.kind == bareMonth && len(to.value) == len("2006-01")):
		start := fixed(atoi(to.value[:4]), d.month, d.day)
		if start.value >= to.value || d.day > 0 && !validDay(atoi(to.value[:4]), d.month, d.day) {
			return dateExpr{}, next, false
		}
		*d = start
	default:
		return dateExpr{}, next, false
	}
	return to, after, true
}

// isoDate reads 2026-01-29.
func isoDate(lx []lexeme, i int) (dateExpr, int, bool) {
	if i+4 >= len(lx) || len(lx[i].text) != 4 {
		return dateExpr{}, i, false
	}
	for k := 1; k <= 4; k++ {
		if lx[i+k].gap || k%2 == 1 && lx[i+k].text != "-" || k%2 == 0 && len(lx[i+k].text) != 2 {
			return dateExpr{}, i, false
		}
	}
	y, m, d := atoi(lx[i].text), atoi(lx[i+2].text), atoi(lx[i+4].text)
	if y < 1000 || !validDay(y, m, d) {
		return dateExpr{}, i, false
	}
	return fixed(y, m, d), i + 5, true
}

// weekdayDate reads "Friday, August 30, 2019", "Friday 30 August", and "last
// Friday", "Friday" alone.
func weekdayDate(lx []lexeme, i int) (dateExpr, int, bool) {
	turn, at := readTurn(lx, i)
	wd, next, ok := weekdayAt(lx, at)
	if !ok {
		return dateExpr{}, i, false
	}
	at = next
	if l := lexAt(lx, at); l.text == "," || l.text == "(" || l.low == "the" {
		at++
	}
	for _, read := range []func([]lexeme, int) (dateExpr, int, bool){dayMonth, monthDayYear} {
		if at < len(lx) {
			if d, after, ok := read(lx, at); ok && (d.kind == monthDay || len(d.value) == len("2006-01-02")) {
				return d, after, true
			}
		}
	}
	return dateExpr{kind: bareWeekday, day: wd, turn: turn}, next, true
}

// weekdayAt reads a weekday; its short forms need the full stop or what stands
// around dates ("Sun", "Sat", "Wed" are words).
func weekdayAt(lx []lexeme, i int) (day, next int, ok bool) {
	l := lexAt(lx, i)
	if l.kind != word || l.low == l.text {
		return 0, i, false
	}
	low := strings.TrimSuffix(l.low, "'s")
	day, ok = dateTable().weekday[low]
	if !ok || !strings.HasSuffix(low, "day") && lexAt(lx, i+1).text != "." && lexAt(lx, i+1).text != "," {
		return 0, i, false
	}
	next = i + 1
	if !strings.HasSuffix(low, "day") && lexAt(lx, next).text == "." {
		next++
	}
	return day, next, true
}

func readTurn(lx []lexeme, i int) (turn, int) {
	switch lowAt(lx, i) {
	case "last", "past":
		return lastTurn, i + 1
	case "this":
		return thisTurn, i + 1
	case "next", "coming":
		return nextTurn, i + 1
	}
	return noTurn, i
}

// monthAt reads a month's name with its capital, and the full stop of a short form.
func monthAt(lx []lexeme, i int) (month, next int, ok bool) {
	l := lexAt(lx, i)
	if l.kind != word || l.low == l.text {
		return 0, i, false
	}
	low := strings.TrimSuffix(l.low, "'s")
	month, ok = dateTable().month[low]
	if !ok {
		return 0, i, false
	}
	next = i + 1
	if len(low) <= 4 && low != "may" && low != "june" && low != "july" && lexAt(lx, next).text == "." && !lexAt(lx, next).gap {
		next++
	}
	return month, next, true
}

// dayAt reads "26" or "26th" as a day of the month.
func dayAt(lx []lexeme, i int) (day, next int, ok bool) {
	l := lexAt(lx, i)
	if l.kind != numeral || len(l.text) > 2 {
		return 0, i, false
	}
	day = atoi(l.text)
	if day < 1 || day > 31 {
		return 0, i, false
	}
	next = i + 1
	switch suffix := lexAt(lx, next); {
	case suffix.gap:
	case suffix.low == "st", suffix.low == "nd", suffix.low == "rd", suffix.low == "th":
		next++
	case suffix.kind != mark, strings.Contains(":/%", suffix.text):
		return 0, i, false
	}
	return day, next, true
}

// dayMonth reads "26 January 2026", "26th of January", "15-17 January".
func dayMonth(lx []lexeme, i int) (dateExpr, int, bool) {
	day, at, ok := dayAt(lx, i)
	if !ok || !lx[i].gap && i > 0 && lx[i-1].kind != mark {
		return dateExpr{}, i, false
	}
	last := 0
	if j := lexAt(lx, at); j.isDash() || j.low == "to" || j.low == "and" {
		if d, after, ok := dayAt(lx, at+1); ok && d > day {
			last, at = d, after
		}
	}
	if lowAt(lx, at) == "of" {
		at++
	}
	month, at, ok := monthAt(lx, at)
	if !ok {
		return dateExpr{}, i, false
	}
	return completeDay(lx, at, month, day, last)
}

// monthDayYear reads "Jan. 26, 2026", "January 26th", "January 15-17, 2026".
func monthDayYear(lx []lexeme, i int) (dateExpr, int, bool) {
	month, at, ok := monthAt(lx, i)
	if !ok {
		return dateExpr{}, i, false
	}
	if lowAt(lx, at) == "the" {
		at++
	}
	day, at, ok := dayAt(lx, at)
	if !ok {
		return dateExpr{}, i, false
	}
	last := 0
	if j := lexAt(lx, at); j.isDash() || j.low == "to" || j.low == "and" || j.low == "through" {
		if d, after, ok := dayAt(lx, at+1); ok && d > day {
			if _, _, isMonth := monthAt(lx, after); !isMonth {
				last, at = d, after
			}
		}
	}
	return completeDay(lx, at, month, day, last)
}

// completeDay adds the year, if one follows.
func completeDay(lx []lexeme, at, month, day, last int) (dateExpr, int, bool) {
	y, next, ok := yearAfter(lx, at)
	if !ok && lowAt(lx, at) == "in" {
		y, next, ok = yearAfter(lx, at+1) // "from August 3 to 5 in 2007"
	}
	if !ok {
		if !validDay(2000, month, max(day, last)) {
			return dateExpr{}, at, false
		}
		return dateExpr{kind: monthDay, month: month, day: day, last: last}, at, true
	}
	if !validDay(y, month, max(day, last)) {
		return dateExpr{}, at, false
	}
	d := fixed(y, month, day)
	if last > 0 {
		d.value += "/" + fixed(y, month, last).value
	}
	return d, next, true
}

// yearAfter reads ", 2026" or " 2026" or " of 2026".
func yearAfter(lx []lexeme, i int) (y, next int, ok bool) {
	if t := lexAt(lx, i); t.text == "," || t.low == "of" {
		i++
	}
	l := lexAt(lx, i)
	if l.kind != numeral || len(l.text) != 4 || !l.gap {
		return 0, i, false
	}
	y = atoi(l.text)
	if y < 1000 || y > 2100 {
		return 0, i, false
	}
	return y, i + 1, true
}

// monthYear reads "January 2026", "early May", "last June".
func monthYear(lx []lexeme, i int) (dateExpr, int, bool) {
	start := i
	i = skipEarly(lx, i)
	turn, i := readTurn(lx, i)
	month, at, ok := monthAt(lx, i)
	if !ok {
		return dateExpr{}, start, false
	}
	if y, next, ok := yearAfter(lx, at); ok && (lexAt(lx, at).text != "," || lowAt(lx, start-1) == "in") {
		return fixed(y, month, 0), next, true
	}
	if next := lexAt(lx, at); next.kind == numeral && len(next.text) <= 2 {
		return dateExpr{}, start, false // a day that no month has
	}
	// "September last year", "March of next year".
	if n, next, ok := yearTurn(lx, at); ok && turn == noTurn {
		return dateExpr{kind: partOfYear, month: month, last: month, n: n}, next, true
	}
	if turn == noTurn && !monthContext(lx, start, at) {
		return dateExpr{}, start, false
	}
	return dateExpr{kind: bareMonth, month: month, turn: turn}, at, true
}

// yearTurn reads "last year", "of this year", "next year" after a month.
func yearTurn(lx []lexeme, i int) (n, next int, ok bool) {
	if lowAt(lx, i) == "of" {
		i++
	}
	if lowAt(lx, i+1) != "year" {
		return 0, i, false
	}
	switch lowAt(lx, i) {
	case "last":
		return -1, i + 2, true
	case "this":
		return 0, i + 2, true
	case "next":
		return 1, i + 2, true
	}
	return 0, i, false
}

// monthContext says whether a bare month is one: "May" and "March" are names and
// verbs, short forms are too.
func monthContext(lx []lexeme, i, next int) bool {
	low := strings.TrimSuffix(lx[next-1].low, "'s")
	if next-i == 1 && len(low) > 4 && low != "march" && low != "april" && low != "august" {
		return true
	}
	switch lowAt(lx, i-1) {
	case "in", "since", "by", "until", "till", "of", "during", "from", "through", "to", "before", "after", "between", "for":
		return true
	}
	return next-i > 1 && lexAt(lx, i).kind == word && lexAt(lx, i).low == lexAt(lx, i).text // "early May"
}

// skipEarly steps over "early", "mid-", "late" before a month or year.
func skipEarly(lx []lexeme, i int) int {
	switch lowAt(lx, i) {
	case "early", "mid", "late", "fiscal":
		i++
		if lexAt(lx, i).isDash() {
			i++
		}
		if lowAt(lx, i) == "in" {
			i++
		}
		if lowAt(lx, i) == "year" {
			i++
		}
	}
	return i
}

// year reads a year that its neighbours show to be one.
func year(lx []lexeme, i int) (dateExpr, int, bool) {
	start := i
	i = skipEarly(lx, i)
	if next, ok := follows(lx, i, "fy"); ok {
		i = next
	}
	l := lexAt(lx, i)
	if l.kind != numeral || strings.ContainsAny(l.text, ",.") {
		return dateExpr{}, start, false
	}
	if era := lowAt(lx, i+1); (era == "bc" || era == "bce") && lexAt(lx, i+1).text != era && len(l.text) <= 4 {
		return dateExpr{kind: fixedDate, value: "-" + strings.TrimLeft(l.text, "0")}, i + 2, len(strings.TrimLeft(l.text, "0")) > 0
	}
	y := atoi(l.text)
	if len(l.text) != 4 || y < 1000 || y > 2100 || i == start && !freeOnLeft(lx, i) || !yearContext(lx, start, i, y) {
		return dateExpr{}, start, false
	}
	return dateExpr{kind: fixedDate, value: l.text}, i + 1, true
}

// yearContext tells a year from a count: by what stands before it, and for years
// near ours by no counted thing after it.
func yearContext(lx []lexeme, start, i, y int) bool {
	next := lexAt(lx, i+1)
	if !next.gap && next.kind != mark || next.text == "%" || next.low == "percent" || !next.gap && (next.text == "/" || next.text == ":") && !lexAt(lx, i+2).gap {
		return false
	}
	if prev := lexAt(lx, i-1); i > 0 && !lx[i].gap && isCurrencyMark(prev.text) {
		return false
	}
	if _, _, money := currencyTable().suffix.at(lx, i+1); money || numberTable().scale[next.low] > 0 {
		return false
	}
	counted := next.kind == word && next.gap && (strings.HasSuffix(next.low, "s") || next.low == "people" || next.low == "men" || next.low == "women" || next.low == "children")
	if start < i {
		return true
	}
	switch lowAt(lx, start-1) {
	case "in", "since", "until", "till", "during", "before", "after", "year", "from", "through", "between", "back", "circa", "season", "summer", "winter", "spring", "autumn", "election", "elections", "ad", "fy":
		return !counted || lexAt(lx, start-1).low != "from" && lexAt(lx, start-1).low != "between" && lexAt(lx, start-1).low != "after"
	case "by", "of", "for", "to", "the", "his", "her", "its", "their", "a", "'s":
		return y >= 1700 && y <= 2100 && (!counted || y >= 1950)
	}
	if counted || y < 1900 || y > 2060 {
		return false
	}
	if strings.HasSuffix(lowAt(lx, start-1), "'s") {
		return true
	}
	return y%100 != 0 || y == 2000 && sentenceEnd(next)
}

func sentenceEnd(l *lexeme) bool { return strings.Contains(".,;)", l.text) }

// yearRange reads "2026-2030", "2025/26", "2025-26".
func yearRange(lx []lexeme, i int) (dateExpr, int, bool) {
	l := lexAt(lx, i)
	if l.kind != numeral || len(l.text) != 4 || i+2 >= len(lx) || i > 0 && !l.gap && lx[i-1].kind != mark {
		return dateExpr{}, i, false
	}
	join, high := &lx[i+1], &lx[i+2]
	if join.gap || high.gap || !join.isDash() && join.text != "/" || high.kind != numeral {
		return dateExpr{}, i, false
	}
	if after := lexAt(lx, i+3); !after.gap && (after.kind != mark || after.isDash()) {
		return dateExpr{}, i, false
	}
	from, to := atoi(l.text), atoi(high.text)
	switch len(high.text) {
	case 2:
		to += from / 100 * 100
		if to != from+1 && join.text == "/" {
			return dateExpr{}, i, false
		}
	case 4:
	default:
		return dateExpr{}, i, false
	}
	if from < 1500 || to > 2200 || to <= from {
		return dateExpr{}, i, false
	}
	return dateExpr{kind: fixedDate, value: fmt.Sprintf("%d/%d", from, to)}, i + 3, true
}

// decade reads "the 1990s", "1990's", "'90s", "mid-1990s".
func decade(lx []lexeme, i int) (dateExpr, int, bool) {
	start := i
	i = skipEarly(lx, i)
	short := false
	if lexAt(lx, i).text == "'" && lexAt(lx, i+1).kind == numeral && !lexAt(lx, i+1).gap {
		short = true
		i++
	}
	l := lexAt(lx, i)
	if l.kind != numeral || !strings.HasSuffix(l.text, "0") || len(l.text) != 4 && !(short && len(l.text) == 2) {
		return dateExpr{}, start, false
	}
	at := i + 1
	if lexAt(lx, at).text == "'" {
		at++
	}
	if s := lexAt(lx, at); s.low != "s" || s.gap {
		return dateExpr{}, start, false
	}
	y := atoi(l.text)
	if short {
		y += 1900
	}
	if y < 1000 || y > 2100 {
		return dateExpr{}, start, false
	}
	return dateExpr{kind: fixedDate, value: fmt.Sprintf("%d/%d", y, y+9)}, at + 1, true
}

// seasonYear reads "spring 2019", "the winter of 1986" as that year.
func seasonYear(lx []lexeme, i int) (dateExpr, int, bool) {
	l := lexAt(lx, i)
	if _, ok := dateTable().season[l.low]; !ok {
		return dateExpr{}, i, false
	}
	y, next, ok := yearAfter(lx, i+1)
	if !ok || lexAt(lx, i+1).text == "," {
		return dateExpr{}, i, false
	}
	return dateExpr{kind: fixedDate, value: strconv.Itoa(y)}, next, true
}

func fixed(y, m, d int) dateExpr {
	value := fmt.Sprintf("%04d-%02d", y, m)
	if d > 0 {
		value += fmt.Sprintf("-%02d", d)
	}
	return dateExpr{kind: fixedDate, value: value}
}

func validDay(y, m, d int) bool {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return m >= 1 && m <= 12 && d >= 1 && t.Month() == time.Month(m) && t.Day() == d
}

// atoi reads digits that were looked at before; anything else is 0.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
