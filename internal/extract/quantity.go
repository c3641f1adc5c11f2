package extract

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// quantityKind tells what a quantity counts.
type quantityKind uint8

const (
	countKind   quantityKind = iota // things, or a unit of measure
	moneyKind                       // a currency
	percentKind                     // shares of a hundred
	pointsKind                      // percentage points
)

// quantity is a number that the text gives, with what it counts.
type quantity struct {
	kind       quantityKind
	start, end int    // bytes of the text, the words of its bound included
	core       int    // byte where the number or its currency sign starts
	value      string // plain decimal, or low-high
	bound      string // over, under, about, or ""
	currency   string // ISO 4217, of money
	bare       string // of money: the currency's name, where several countries have one so called
	unit       string // of a count: the unit as written, "" for things
	time       bool   // the unit is one of time
	change     string // "+" or "-" where the words around say that the percentage or sum is a rise or fall
	standing   bool   // that change belongs to another amount ("up 4%"), it is none by itself
	equivalent bool   // in brackets, says the one before again in another currency or unit
	fraction   bool   // a share in words
	word       bool   // a count in letters
}

// literal is the quantity in the normal form of objects.
func (q *quantity) literal() string {
	if q.kind == percentKind {
		return q.value + "%"
	}
	return q.value
}

// signed is the quantity as a change.
func (q *quantity) signed() string { return q.change + q.literal() }

//go:embed units.tsv
var unitsTSV string

type unitForms struct {
	phraseTable                  // lower case form -> kind
	abbreviation map[string]bool // as written, glued to digits
}

var unitTable = onDemandTable(parseUnits, unitsTSV)

func parseUnits(table string) (*unitForms, error) {
	t := &unitForms{abbreviation: map[string]bool{}}
	err := parseTSV("units.tsv", table, 2, func(row []string) error {
		kind, form := row[0], row[1]
		switch kind {
		case "time", "measure":
			t.add(form, kind)
		case "short":
			t.abbreviation[form] = true
		default:
			return fmt.Errorf("unknown kind %q", kind)
		}
		return nil
	})
	return t, err
}

func isUnitAbbreviation(text string) bool { return unitTable().abbreviation[text] }

func isTimeUnit(low string) bool { return unitTable().value[low] == "time" }

// readQuantities finds the quantities of a text, disjoint and in its order. What
// stands in one of the dates is none.
func readQuantities(text string, dates []dateMention) []quantity {
	lx := lexemes(text)
	var out []quantity
	floor := 0 // lexeme after the last quantity
	for i := 0; i < len(lx); {
		for len(dates) > 0 && dates[0].end <= lx[i].start {
			dates = dates[1:]
		}
		if len(dates) > 0 && dates[0].start <= lx[i].start {
			i++
			floor = i
			continue
		}
		q, next, ok := quantityAt(lx, i, floor)
		if !ok || len(dates) > 0 && lexAt(lx, next-1).end > dates[0].start {
			i++
			continue
		}
		q.equivalent = restates(lx, i, out, &q)
		q.shareChange(lx, i, out)
		out = append(out, q)
		i, floor = next, next
	}
	return out
}

// quantityAt reads the quantity that starts at lexeme i; the words of its bound lie
// at floor or after.
func quantityAt(lx []lexeme, i, floor int) (q quantity, next int, ok bool) {
	var num number
	if m, ok := readMoney(lx, i); ok {
		num = m.number
		q = quantity{kind: moneyKind, currency: m.currency, bare: m.bare}
	} else if p, ok := readPercent(lx, i); ok {
		num = p.number
		q = quantity{kind: percentKind, fraction: p.fraction}
		if p.points {
			q.kind = pointsKind
		}
	} else if n, ok := readNumber(lx, i); ok {
		num = n
		q = quantity{kind: countKind, word: n.word}
		q.unit, q.time, num.next = readUnit(lx, n.next)
	} else if unit, next, ok := oneUnit(lx, i); ok {
		num = number{value: "1", next: next, word: true}
		q = quantity{kind: countKind, word: true, unit: unit, time: true}
	} else {
		return quantity{}, i + 1, false
	}
	if ordinalPart(lx, i, num.next) {
		return quantity{}, i + 1, false
	}
	q.value, q.bound = num.value, num.bound
	from := i
	if at, ok := minusBefore(lx, i); ok && at >= floor && isDegree(q.unit) && !strings.Contains(q.value, "-") && q.value != "0" {
		q.value, from, i = "-"+q.value, at, at
	}
	if bound, start := boundBefore(lx, i); bound != "" && start >= floor {
		q.bound, from = bound, start
	}
	next = num.next
	if bound, after := boundAfter(lx, next); bound != "" {
		q.bound, next = bound, after
	}
	q.start, q.core, q.end = lx[from].start, lx[i].start, lx[next-1].end
	if q.kind != countKind {
		q.change, q.standing = changeAround(lx, from, next)
	}
	return q, next, true
}

// oneUnit reads a time of one unit that an article counts: "for a year", "over an hour".
func oneUnit(lx []lexeme, i int) (unit string, next int, ok bool) {
	if low := lowAt(lx, i); low != "a" && low != "an" || !isTimeUnit(lowAt(lx, i+1)) || isNounNext(lx, i+2) && !near("phrase-end", lowAt(lx, i+2)) {
		return "", i, false
	}
	if bound, _ := boundBefore(lx, i); bound == "" && !near("lasting", lowAt(lx, i-1)) {
		return "", i, false
	}
	return plural(lowAt(lx, i+1)), i + 2, true
}

// minusBefore says that the number at i is below zero, and where its sign stands: "-10°C",
// "minus 20 degrees".
func minusBefore(lx []lexeme, i int) (at int, ok bool) {
	prev := lexAt(lx, i-1)
	if prev.low == "minus" || prev.text == "−" {
		return i - 1, true
	}
	return i - 1, prev.isDash() && (prev.gap || lexAt(lx, i-2).text == "(") && !lx[i].gap
}

// isDegree says that the unit is one of temperature.
func isDegree(unit string) bool {
	return strings.HasPrefix(unit, "degree") || strings.HasPrefix(unit, "°") || strings.HasPrefix(unit, "º") || unit == "C" || unit == "F" || unit == "Celsius" || unit == "Fahrenheit"
}

// readOrdinals finds the ranks and counts that ordinals of a text give, from the second
// on: "the 25th launch", "second largest". What stands in one of the dates is none, nor
// is a fraction or a century.
func readOrdinals(text string, dates []dateMention) []quantity {
	lx := lexemes(text)
	var out []quantity
	for i := range lx {
		for len(dates) > 0 && dates[0].end <= lx[i].start {
			dates = dates[1:]
		}
		if len(dates) > 0 && dates[0].start <= lx[i].start {
			continue
		}
		value, next := ordinalAt(lx, i)
		if value == "" || near("unranked-before", lowAt(lx, i-1)) || near("unranked-after", lowAt(lx, next)) {
			continue
		}
		out = append(out, quantity{value: value, start: lx[i].start, core: lx[i].start, end: lx[next-1].end})
	}
	return out
}

// ordinalAt is the value of the ordinal at lexeme i, "" if none is there, and the index
// after it.
func ordinalAt(lx []lexeme, i int) (value string, next int) {
	l, after := &lx[i], lexAt(lx, i+1)
	if l.kind == numeral && !after.gap && freeOnLeft(lx, i) && digits(l.text) == len(l.text) {
		switch after.low {
		case "st", "nd", "rd", "th":
			if value = asPrinted(l.text); value != "0" && value != "1" && len(value) <= maxNumeral {
				return value, i + 2
			}
		}
		return "", i
	}
	if n := numberTable().ordinal[l.text]; n > 0 && (l.gap || i == 0) {
		return strconv.Itoa(n), i + 1
	}
	return "", i
}

// shareChange gives the second of two coordinated percentages the sign of the
// first: "increasing 12.5% and 8.4%".
func (q *quantity) shareChange(lx []lexeme, i int, before []quantity) {
	if q.change != "" || q.kind != percentKind || len(before) == 0 {
		return
	}
	prev := &before[len(before)-1]
	if prev.kind != percentKind || prev.change == "" || prev.end > q.start {
		return
	}
	for i--; i >= 0 && lx[i].start >= prev.end; i-- {
		if l := &lx[i]; l.start < q.start && l.low != "and" && l.text != "," {
			return
		}
	}
	q.change, q.standing = prev.change, prev.standing
}

// ordinalPart refuses the first half of "twenty-first" and "one-time".
func ordinalPart(lx []lexeme, i, next int) bool {
	if lx[i].kind != word || lexAt(lx, next-1).kind != word {
		return false
	}
	dash, after := lexAt(lx, next), lowAt(lx, next+1)
	if !dash.isDash() || dash.gap || lexAt(lx, next+1).gap {
		return false
	}
	switch after {
	case "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "time", "off", "on", "to", "piece", "sided", "stop":
		return true
	}
	return false
}

// readUnit reads a unit of measure from i on: "km", "square miles", "-metre".
func readUnit(lx []lexeme, i int) (unit string, time bool, next int) {
	at := i
	if lexAt(lx, at).isDash() && !lx[at].gap {
		at++
	}
	kind, next, ok := unitTable().at(lx, at)
	if l := lexAt(lx, at); l.kind == word && !l.gap && at == i && isUnitAbbreviation(l.text) && (!ok || next == at+1) {
		return l.text, false, at + 1
	}
	if !ok {
		return "", false, i
	}
	if next == at+1 && (at > i || kind == "time") {
		return plural(lx[at].low), kind == "time", next // "a 12-acre site", "1 year"
	}
	var b strings.Builder
	for k := at; k < next; k++ {
		if k > at && lx[k].gap {
			b.WriteByte(' ')
		}
		b.WriteString(lx[k].text)
	}
	return b.String(), kind == "time", next
}

// plural is the plural of a unit of one word.
func plural(unit string) string {
	switch {
	case unit == "foot":
		return "feet"
	case unit == "inch":
		return "inches"
	case strings.HasSuffix(unit, "s") || len(unit) < 4:
		return unit
	}
	return unit + "s"
}

// restates says whether an amount in brackets gives the one before the bracket in
// another currency or unit: "300 billion yuan ($41.5 billion)", "5 miles (8 km)".
func restates(lx []lexeme, i int, before []quantity, q *quantity) bool {
	if len(before) == 0 {
		return false
	}
	prev := &before[len(before)-1]
	switch {
	case q.kind == moneyKind && prev.kind == moneyKind && prev.currency != q.currency:
	case q.kind == countKind && q.unit != "" && !q.time && (prev.unit != "" && prev.unit != q.unit || prev.kind == percentKind):
	default:
		return false
	}
	// From the number back to the bracket at most a bound; the sum stands right
	// before the bracket, or is itself a second sum in it ("(US$1bn; €2bn)").
	for k := i - 1; k >= 0 && k > i-8; k-- {
		switch {
		case lx[k].text == "(" || lx[k].text == "[":
			return lexAt(lx, k-1).end <= prev.end+1 && lexAt(lx, k-1).end >= prev.end
		case lx[k].start < prev.end:
			return prev.equivalent
		case lx[k].text == ")" || lx[k].text == ".":
			return false
		}
	}
	return false
}
