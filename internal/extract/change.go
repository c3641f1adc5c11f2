package extract

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed changes.tsv
var changesTSV string

// changeForms is changes.tsv: sign by phrase.
type changeForms struct{ before, adverb, after phraseTable }

var changeTable = onDemandTable(parseChanges, changesTSV)

func parseChanges(table string) (*changeForms, error) {
	t := &changeForms{}
	err := parseTSV("changes.tsv", table, 3, func(row []string) error {
		sign, place, form := row[0], row[1], row[2]
		if sign != "+" && sign != "-" {
			return fmt.Errorf("unknown sign %q", sign)
		}
		switch place {
		case "before":
			t.before.add(form, sign)
		case "adverb":
			t.adverb.add(form, sign)
		case "after":
			t.after.add(form, sign)
		default:
			return fmt.Errorf("unknown place %q", place)
		}
		return nil
	})
	return t, err
}

// changeAround tells whether the words around the quantity in lexemes [from, next)
// make it a rise ("+") or a fall ("-"); standing says that it is the change of
// another amount, named before it.
func changeAround(lx []lexeme, from, next int) (sign string, standing bool) {
	t := changeTable()
	at := from
	if low := lowAt(lx, at-1); low == "a" || low == "an" || low == "the" {
		at-- // "growth of a record 6%" is not so read; "up a 6%" does not occur
	}
	switch lowAt(lx, at-1) {
	case "by", "of":
		at--
	case "to", "at":
		return "", false // a level
	}
	for range 2 { // "rose sharply by", "up again by"
		if sign, start, ok := t.before.until(lx, at); ok {
			return sign, lowAt(lx, start-1) == ","
		}
		if sign, _, ok := t.adverb.until(lx, at); ok {
			return sign, true
		}
		if !isManner(lowAt(lx, at-1)) {
			break
		}
		at--
	}
	return changeAfter(lx, next)
}

// isManner says whether a word may stand between a verb of change and its amount.
func isManner(low string) bool {
	switch low {
	case "again", "further", "nationwide", "overall", "year-on-year", "another", "only", "just":
		return true
	}
	return strings.HasSuffix(low, "ly") && len(low) > 4
}

// changeAfter reads "a 5.8 percent year-on-year increase", "3% higher".
func changeAfter(lx []lexeme, i int) (sign string, standing bool) {
	i = skipYearOnYear(lx, i)
	// "4.4% more than in the year before" says how another amount changed.
	if low := lowAt(lx, i); lowAt(lx, i+1) == "than" {
		switch low {
		case "more", "higher", "greater", "above":
			return "+", true
		case "less", "lower", "fewer", "below":
			return "-", true
		}
	}
	for range 4 {
		l := lexAt(lx, i)
		if sign, ok := changeTable().after.value[l.low]; ok {
			return sign, false
		}
		if l.kind != word || !isGrowthModifier(l.low) {
			return "", false
		}
		i++
	}
	return "", false
}

// skipYearOnYear steps over "year-on-year", "year over year" and their like.
func skipYearOnYear(lx []lexeme, i int) int {
	for _, joint := range []string{"on", "over"} {
		for _, unit := range []string{"year", "month", "quarter"} {
			if next, ok := follows(lx, i, unit, joint, unit); ok {
				return next
			}
		}
	}
	return i
}

func isGrowthModifier(low string) bool {
	switch low {
	case "annual", "average", "annualised", "annualized", "yearly", "monthly", "quarterly", "real", "nominal",
		"economic", "gdp", "wage", "pay", "price", "sales", "revenue", "export", "import", "trade", "tax", "rate":
		return true
	}
	return false
}
