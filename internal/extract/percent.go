package extract

import (
	_ "embed"
	"errors"
	"strconv"
	"strings"
)

//go:embed fractions.tsv
var fractionsTSV string

// fractionTable is fractions.tsv: shares in words as percentages.
type fractionTable struct {
	phraseTable
	bound map[string]string // by phrase
}

var fractionWords = onDemandTable(parseFractions, fractionsTSV)

func parseFractions(table string) (*fractionTable, error) {
	t := &fractionTable{bound: map[string]string{}}
	err := parseTSV("fractions.tsv", table, 3, func(row []string) error {
		form, percent, bound := row[0], row[1], row[2]
		if n, err := strconv.Atoi(percent); err != nil || n < 1 || n > 99 {
			return errors.New("a share is a whole percentage between 1 and 99")
		}
		if bound != "-" && bound != boundAbout {
			return errors.New(`a share is exact ("-") or "about"`)
		}
		t.add(form, percent)
		t.bound[form] = strings.TrimPrefix(bound, "-")
		return nil
	})
	return t, err
}

// percentage is a share, or a difference of shares in points.
type percentage struct {
	number
	points   bool // percentage points
	basis    bool // hundredths of them
	fraction bool // in words: "half", "one in five"
}

// readPercent reads the percentage that starts at lexeme i: "5.8 percent", "16-17%",
// "two percentage points", "a quarter of", "one in five".
func readPercent(lx []lexeme, i int) (percentage, bool) {
	if p, ok := wordFraction(lx, i); ok {
		return p, true
	}
	if p, ok := oneInFive(lx, i); ok {
		return p, true
	}
	if !freeOnLeft(lx, i) {
		return percentage{}, false
	}
	num, ok := decimalComma(lx, i)
	if !ok {
		num, ok = readNumber(lx, i)
	}
	if !ok {
		return percentage{}, false
	}
	p := percentage{number: num}
	at := num.next
	if lexAt(lx, at).isDash() && !lx[at].gap {
		at++
	}
	switch l := lexAt(lx, at); {
	case isSmall(num.value) && sharesPercent(lx, at), lowAt(lx, i-1) == "from" && fromToPercent(lx, at):
		return p, true // "12 and 31 per cent", "from 22 to 13 per cent"
	case l.text == "%", l.low == "percent", l.low == "pct", l.low == "pc" && !l.gap:
		p.next = at + 1
	case l.low == "per" && lowAt(lx, at+1) == "cent":
		p.next = at + 2
	case l.low == "percentage" && isPoint(lowAt(lx, at+1)):
		p.next, p.points = at+2, true
	case l.low == "pp" || l.low == "ppts":
		p.next, p.points = at+1, true
	case l.low == "basis" && isPoint(lowAt(lx, at+1)):
		p.next, p.points, p.basis = at+2, true, true
	default:
		return percentage{}, false
	}
	if low := lowAt(lx, p.next); low == "points" || low == "point" {
		p.next, p.points = p.next+1, true
	}
	if p.basis {
		p.value = hundredths(p.value)
	}
	return p, true
}

// decimalComma reads the number of "53,7%".
func decimalComma(lx []lexeme, i int) (number, bool) {
	whole, comma, frac := &lx[i], lexAt(lx, i+1), lexAt(lx, i+2)
	if comma.text != "," || comma.gap || frac.gap || !whole.isDigits(3) || !frac.isDigits(2) || !isPercentSign(lx, i+3) {
		return number{}, false
	}
	return number{value: asPrinted(whole.text + "." + frac.text), next: i + 3}, true
}

// isDigits says that the lexeme is digits and no more, at most so many.
func (l *lexeme) isDigits(most int) bool {
	return l.kind == numeral && len(l.text) <= most && digits(l.text) == len(l.text)
}

// isSmall says that the number is below a thousand, as shares are.
func isSmall(value string) bool {
	whole, _, _ := strings.Cut(value, ".")
	return len(whole) <= 3
}

// fromToPercent says that after "to" the number stands whose percent sign counts for the
// one before it too.
func fromToPercent(lx []lexeme, i int) bool {
	if lowAt(lx, i) != "to" || lexAt(lx, i+1).kind != numeral {
		return false
	}
	num, ok := readNumber(lx, i+1)
	return ok && isPercentSign(lx, num.next)
}

// maxShared is how many numbers may share one percent sign.
const maxShared = 6

// sharesPercent says that after commas and "and" other numbers follow whose percent
// sign counts for all.
func sharesPercent(lx []lexeme, i int) bool {
	for range maxShared {
		switch {
		case lexAt(lx, i).text == "," && lowAt(lx, i+1) == "and":
			i += 2
		case lexAt(lx, i).text == ",", lowAt(lx, i) == "and":
			i++
		default:
			return false
		}
		if lexAt(lx, i).kind != numeral {
			return false
		}
		num, ok := readNumber(lx, i)
		if !ok {
			return false
		}
		if i = num.next; isPercentSign(lx, i) {
			return true
		}
	}
	return false
}

func isPercentSign(lx []lexeme, i int) bool { return percentSign(lx, i) > 0 }

// percentSign is how many lexemes the percent sign at i takes, 0 if there is none.
func percentSign(lx []lexeme, i int) int {
	switch l := lexAt(lx, i); {
	case l.text == "%", l.low == "percent":
		return 1
	case l.low == "per" && lowAt(lx, i+1) == "cent":
		return 2
	}
	return 0
}

func isPoint(low string) bool { return low == "point" || low == "points" }

// hundredths divides each end of a range by 100.
func hundredths(value string) string {
	low, high, isRange := strings.Cut(value, "-")
	if !isRange {
		return centsValue(low)
	}
	return centsValue(low) + "-" + centsValue(high)
}

// wordFraction reads a share in words. "Half" and "a quarter" are shares only of
// something ("half of", "a quarter of", "roughly half the"), else times and games.
func wordFraction(lx []lexeme, i int) (percentage, bool) {
	words := fractionWords()
	if i >= len(lx) || lx[i].kind != word || lexAt(lx, i-1).isDash() && !lx[i].gap {
		return percentage{}, false
	}
	if _, ok := dateTable().ordinal[lowAt(lx, i-1)]; ok {
		return percentage{}, false // "the second half of the year"
	}
	if lowAt(lx, i-1) == "the" && lx[i].low == "half" {
		return percentage{}, false // "at the half"
	}
	phrase, value, next, ok := words.dashed(lx, i)
	if !ok || !ofSomething(lx, next) && !changedBy(lx, i) {
		return percentage{}, false
	}
	return percentage{number: number{value: value, bound: words.bound[phrase], next: next, word: true}, fraction: true}, true
}

// changedBy says that "by" leads a share in: "dropped by nearly a quarter".
func changedBy(lx []lexeme, i int) bool {
	_, start := boundBefore(lx, i)
	return lowAt(lx, start-1) == "by"
}

// dashed finds a phrase whose words may be joined by dashes: "two-thirds".
func (t *fractionTable) dashed(lx []lexeme, i int) (phrase, value string, next int, ok bool) {
	if value, ok = t.value[lx[i].low]; ok {
		return lx[i].low, value, i + 1, true
	}
	second := i + 1
	if lexAt(lx, second).isDash() && !lx[second].gap {
		second++
	}
	phrase = lx[i].low + " " + lowAt(lx, second)
	value, ok = t.value[phrase]
	return phrase, value, second + 1, ok
}

// ofSomething says whether the words from i on name what a share is taken of.
func ofSomething(lx []lexeme, i int) bool {
	switch lowAt(lx, i) {
	case "of", "the", "its", "their", "his", "her", "our", "all", "those", "these":
		return true
	}
	return false
}

// oneInFive reads "one in five", "nine out of ten" as a percentage.
func oneInFive(lx []lexeme, i int) (percentage, bool) {
	part, ok := readCardinal(lx, i)
	if !ok || !freeOnLeft(lx, i) {
		return percentage{}, false
	}
	at := part.next
	switch {
	case lowAt(lx, at) == "in":
		at++
	case lowAt(lx, at) == "out" && lowAt(lx, at+1) == "of":
		at += 2
	default:
		return percentage{}, false
	}
	whole, ok := readCardinal(lx, at)
	if !ok || !freeOnRight(lx, whole.next) || part.scale+whole.scale > 0 {
		return percentage{}, false
	}
	a, errA := strconv.Atoi(part.digits)
	b, errB := strconv.Atoi(whole.digits)
	// "Five in 2019" is no share, nor is "one in 100,000" a percentage.
	if errA != nil || errB != nil || a < 1 || b <= a || b > 100 || b < 3 {
		return percentage{}, false
	}
	if lowAt(lx, at-1) == "in" && (lx[i].kind != lx[at].kind && b > 20 || isTimeUnit(lowAt(lx, whole.next))) {
		return percentage{}, false
	}
	p := percentage{number: number{next: whole.next, word: lx[i].kind == word}, fraction: true}
	p.value = strconv.Itoa((100*a + b/2) / b)
	if 100*a%b != 0 {
		p.bound = boundAbout
	}
	return p, true
}
