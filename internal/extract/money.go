package extract

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed currencies.tsv
var currenciesTSV string

// currencyForms is currencies.tsv: prefixes as written, suffixes in lower case.
type currencyForms struct {
	prefix, suffix phraseTable
	marks          map[string]bool              // one-character signs
	abroad         map[string]map[string]string // of a bare name: code by country
}

var currencyTable = onDemandTable(parseCurrencies, currenciesTSV)

func parseCurrencies(table string) (*currencyForms, error) {
	forms := &currencyForms{marks: map[string]bool{}, abroad: map[string]map[string]string{}}
	err := parseTSV("currencies.tsv", table, 3, func(row []string) error {
		code, kind, form := row[0], row[1], row[2]
		if len(code) != 3 || strings.ToUpper(code) != code {
			return fmt.Errorf("%q is no ISO 4217 code", code)
		}
		switch kind {
		case "prefix":
			parts := lexemes(form)
			if len(parts) == 1 && parts[0].kind == mark {
				forms.marks[form] = true
			}
			forms.prefix.addText(parts, code)
		case "suffix":
			forms.suffix.add(form, code)
		default:
			country, ok := strings.CutPrefix(kind, "in ")
			if !ok {
				return fmt.Errorf("unknown kind %q", kind)
			}
			forms.addAbroad(form, country, code)
		}
		return nil
	})
	return forms, err
}

// addAbroad adds a bare name of several currencies. It is read as one even where it
// has no country of its own by default, with the code still open.
func (f *currencyForms) addAbroad(form, country, code string) {
	if f.abroad[form] == nil {
		f.abroad[form] = map[string]string{}
	}
	f.abroad[form][country] = code
	if _, ok := f.suffix.value[form]; !ok {
		f.suffix.add(form, "")
	}
}

// addText adds a phrase whose letter case matters: "RM" is a currency, "rm" is not.
func (t *phraseTable) addText(parts []lexeme, value string) {
	t.put(joinText(parts), parts[0].text, parts[len(parts)-1].text, len(parts), value)
}

func joinText(lx []lexeme) string {
	var b strings.Builder
	for i := range lx {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(lx[i].text)
	}
	return b.String()
}

func isCurrencyMark(text string) bool { return currencyTable().marks[text] }

// money is a sum in one currency.
type money struct {
	number
	currency string // ISO 4217, "" where only the country could tell
	bare     string // the name, where currencies of several countries have it: "dollars"
}

// readMoney reads the sum that starts at lexeme i: sign or code, number, or number
// and name. Cents count as hundredths.
func readMoney(lx []lexeme, i int) (money, bool) {
	if m, ok := prefixedMoney(lx, i); ok {
		return m, true
	}
	return suffixedMoney(lx, i)
}

func prefixedMoney(lx []lexeme, i int) (money, bool) {
	forms := currencyTable()
	if prev := lexAt(lx, i-1); i > 0 && !lx[i].gap && prev.kind != mark {
		return money{}, false // inside a word or after a number: "5$"
	}
	for n := min(forms.prefix.first[lx[i].text], len(lx)-i-1); n > 0; n-- {
		code, ok := forms.prefix.value[joinText(lx[i:i+n])]
		if !ok || !gluedUpTo(lx, i, n) {
			continue
		}
		num, ok := moneyNumber(lx, i+n)
		if !ok {
			return money{}, false
		}
		m := money{number: num, currency: code, bare: bareName(lx[i : i+n])}
		// "$5 million Canadian", "$3 billion USD", "$7.5 million dollars".
		if code, next, ok := forms.suffix.at(lx, m.next); ok && lexAt(lx, m.next).kind == word && (m.bare != "" || code == m.currency) {
			if bareName(lx[m.next:next]) == "" {
				m.currency, m.bare = code, ""
			}
			m.next = next
		} else if code, ok := dollarAdjective(lowAt(lx, m.next)); ok && m.bare != "" && !isNounNext(lx, m.next+1) {
			m.currency, m.bare, m.next = code, "", m.next+1
		}
		return m, true
	}
	return money{}, false
}

// skipCurrency steps over the currency sign or code at lexeme i that a number follows.
func skipCurrency(lx []lexeme, i int) int {
	forms := &currencyTable().prefix
	for n := min(forms.first[lexAt(lx, i).text], len(lx)-i-1); n > 0; n-- {
		if _, ok := forms.value[joinText(lx[i:i+n])]; ok && gluedUpTo(lx, i, n) && lx[i+n].kind == numeral {
			return i + n
		}
	}
	return i
}

// beforeCurrency steps back over the currency sign or code that ends right before the
// number at lexeme i.
func beforeCurrency(lx []lexeme, i int) int {
	forms := &currencyTable().prefix
	for n := min(forms.last[lexAt(lx, i-1).text], i); n > 0; n-- {
		if _, ok := forms.value[joinText(lx[i-n:i])]; ok && gluedUpTo(lx, i-n, n) {
			return i - n
		}
	}
	return i
}

// dollarAdjective is the currency of "$5 million Canadian".
func dollarAdjective(low string) (string, bool) {
	switch low {
	case "australian":
		return "AUD", true
	case "canadian":
		return "CAD", true
	}
	return "", false
}

// isNounNext says whether a word follows that an adjective before it would modify.
func isNounNext(lx []lexeme, i int) bool {
	l := lexAt(lx, i)
	return l.kind == word && l.gap && !l.newline
}

// gluedUpTo says whether the n lexemes of a prefix stand together; a code of
// letters may be apart from its number, a prefix may hold the space of "US $".
func gluedUpTo(lx []lexeme, i, n int) bool {
	for k := i + 1; k < i+n; k++ {
		if lx[k].gap && lx[k].kind != mark {
			return false
		}
	}
	return true
}

// moneyNumber reads a number that may be glued to what is before it.
func moneyNumber(lx []lexeme, i int) (number, bool) {
	if i >= len(lx) || lx[i].kind != numeral {
		return number{}, false
	}
	low, ok := readCardinal(lx, i)
	if !ok {
		return number{}, false
	}
	if num, ok := rangeFrom(lx, i, low); ok {
		return num, true
	}
	if next := lexAt(lx, low.next); next.kind == numeral && !next.gap || next.kind == word && !next.gap && next.low != "a" {
		return number{}, false
	}
	return number{value: low.decimal(), next: low.next}, true
}

func suffixedMoney(lx []lexeme, i int) (money, bool) {
	num, ok := readNumber(lx, i)
	if !ok {
		if num, ok = moneyNumber(lx, i); !ok || !freeOnLeft(lx, i) {
			return money{}, false
		}
	}
	at := num.next
	if lexAt(lx, at).isDash() && !lx[at].gap {
		at++ // "a 300-million-yuan plan"
	}
	if low := lowAt(lx, at); low == "cents" || low == "cent" {
		if strings.Contains(num.value, "-") || num.bound != "" {
			return money{}, false
		}
		num.value, num.next = centsValue(num.value), at+1
		return money{number: num, currency: "USD", bare: "$"}, true
	}
	code, next, ok := currencyTable().suffix.at(lx, at)
	if !ok || !plausibleSuffix(lx, at, next) {
		return money{}, false
	}
	bare := bareName(lx[at:next])
	num.next = next
	return money{number: num, currency: code, bare: bare}, true
}

// bareName is the currency's name where other countries have one of that name.
func bareName(lx []lexeme) string {
	if len(lx) == 1 && currencyTable().abroad[lx[0].low] != nil {
		return lx[0].low
	}
	return ""
}

// plausibleSuffix refuses what is another word more often than a currency: a
// capitalised name ("20 Dong"), a weight ("5 pounds of", "200-pound man"), and
// "won" as a verb.
func plausibleSuffix(lx []lexeme, at, next int) bool {
	l := &lx[at]
	switch l.low {
	case "won":
		after := lexAt(lx, next)
		return after.kind == mark || after.low == "in" || after.low == "to" || after.low == "for" || after.low == "of" || after.low == "worth"
	case "pound":
		return false
	case "pounds":
		after := lowAt(lx, next)
		return after != "of" || lowAt(lx, next+1) == "damage"
	case "sol", "soles", "lek", "rand", "lei", "leva", "dong", "taka":
		return l.text == l.low
	}
	return true
}

// centsValue turns hundredths into units.
func centsValue(value string) string {
	whole, frac, _ := strings.Cut(value, ".")
	for len(whole) < 3 {
		whole = "0" + whole
	}
	return trimDecimal(whole[:len(whole)-2] + "." + whole[len(whole)-2:] + frac)
}
