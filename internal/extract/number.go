package extract

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of a number that the text does not give exactly.
const (
	boundOver  = "over"
	boundUnder = "under"
	boundAbout = "about"
)

// maxNumeral is the longest run of digits read as a number; longer ones are serial
// numbers.
const maxNumeral = 18

// number is a quantity without its unit.
type number struct {
	value string // plain decimal, or two joined by "-" for a range
	bound string // over, under, about, or ""
	next  int    // lexeme after it
	word  bool   // written in letters
}

//go:embed numbers.tsv
var numbersTSV string

// numberWords is numbers.tsv.
type numberWords struct {
	cardinal, ordinal map[string]int
	scale, short      map[string]int
	vague             map[string]string
	before, after     phraseTable
	label             map[string]bool
	context           map[[2]string]bool // by what it tells and word; see contexts
}

// contexts are what words around numbers tell; numbers.tsv says of each what it means.
var contexts = []string{"ranging", "tally", "outcome", "lasting", "phrase-end", "metres", "unranked-before", "unranked-after"}

// near says that a word around a number tells something, one of contexts.
func near(tells, low string) bool { return numberTable().context[[2]string{tells, low}] }

var numberTable = onDemandTable(parseNumberWords, numbersTSV)

func parseNumberWords(table string) (*numberWords, error) {
	w := &numberWords{cardinal: map[string]int{}, scale: map[string]int{}, short: map[string]int{},
		ordinal: map[string]int{}, vague: map[string]string{}, label: map[string]bool{}, context: map[[2]string]bool{}}
	small := map[string]map[string]int{"cardinal": w.cardinal, "ordinal": w.ordinal, "scale": w.scale, "short": w.short}
	err := parseTSV("numbers.tsv", table, 3, func(row []string) error {
		kind, form, value := row[0], row[1], row[2]
		switch kind {
		case "cardinal", "ordinal", "scale", "short":
			n, err := strconv.Atoi(value)
			if err != nil || n < 0 || n > 100 {
				return fmt.Errorf("%q is no small number", value)
			}
			small[kind][form] = n
		case "vague":
			w.vague[form] = value
		case "bound", "after":
			if value != boundOver && value != boundUnder && value != boundAbout {
				return fmt.Errorf("unknown bound %q", value)
			}
			if kind == "bound" {
				w.before.add(form, value)
			} else {
				w.after.add(form, value)
			}
		case "label":
			w.label[form] = true
		case "context":
			if !slices.Contains(contexts, value) {
				return fmt.Errorf("unknown context %q", value)
			}
			w.context[[2]string{value, form}] = true
		default:
			return fmt.Errorf("unknown kind %q", kind)
		}
		return nil
	})
	return w, err
}

// phraseTable finds the longest of many phrases at a place. The zero value is empty.
type phraseTable struct {
	value       map[string]string
	first, last map[string]int // words of the longest phrase that starts or ends so
}

func (t *phraseTable) add(form, value string) {
	parts := lexemes(form)
	t.put(joinLow(parts), parts[0].low, parts[len(parts)-1].low, len(parts), value)
}

func (t *phraseTable) put(phrase, first, last string, words int, value string) {
	if t.value == nil {
		t.value, t.first, t.last = map[string]string{}, map[string]int{}, map[string]int{}
	}
	t.value[phrase] = value
	t.first[first] = max(t.first[first], words)
	t.last[last] = max(t.last[last], words)
}

// joinLow joins the lower-case forms with spaces.
func joinLow(lx []lexeme) string {
	if len(lx) == 1 {
		return lx[0].low
	}
	var b strings.Builder
	for i := range lx {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(lx[i].low)
	}
	return b.String()
}

// at gives the value of the longest phrase that starts at i, and the index after it.
func (t *phraseTable) at(lx []lexeme, i int) (value string, next int, ok bool) {
	for n := min(t.first[lowAt(lx, i)], len(lx)-i); n > 0; n-- {
		if v, ok := t.value[joinLow(lx[i:i+n])]; ok {
			return v, i + n, true
		}
	}
	return "", i, false
}

// until gives the value of the longest phrase that ends right before i, and its start.
func (t *phraseTable) until(lx []lexeme, i int) (value string, start int, ok bool) {
	for n := min(t.last[lowAt(lx, i-1)], i); n > 0; n-- {
		if v, ok := t.value[joinLow(lx[i-n:i])]; ok {
			return v, i - n, true
		}
	}
	return "", i, false
}

// readNumber reads the number that starts at i: digits or words, with its scale,
// as a range where two are joined. It knows no unit and no bound, but for vague
// plurals, which carry one.
func readNumber(lx []lexeme, i int) (number, bool) {
	if i < 0 || i >= len(lx) || lx[i].kind == mark || !freeOnLeft(lx, i) {
		return number{}, false
	}
	if num, ok := vagueNumber(lx, i); ok {
		return num, true
	}
	low, ok := readCardinal(lx, i)
	if !ok {
		return number{}, false
	}
	if num, ok := rangeFrom(lx, i, low); ok {
		return num, true
	}
	if !freeOnRight(lx, low.next) {
		return number{}, false
	}
	return number{value: low.decimal(), next: low.next, word: lx[i].kind == word}, true
}

// freeOnLeft refuses digits that are part of a name, a label, a time, a score or
// a decimal list: "G20", "F-16", "No. 5", "3:30", "9/11".
func freeOnLeft(lx []lexeme, i int) bool {
	prev := lexAt(lx, i-1)
	if lx[i].kind == word {
		return lx[i].gap || prev.text != "'" && prev.text != "’"
	}
	if !lx[i].gap && i > 0 {
		switch {
		case prev.kind != mark, strings.Contains("/:.#'’_&=@", prev.text):
			return false
		case prev.isDash() && !prev.gap && lexAt(lx, i-2).kind != mark && lowAt(lx, i-2) != "magnitude":
			return false
		case prev.text == "," && lexAt(lx, i-2).kind == numeral:
			return false
		}
	}
	if prev.text == "." {
		prev = lexAt(lx, i-2)
	}
	return prev.text == "#" || !numberTable().label[prev.low]
}

// freeOnRight refuses digits that something is glued to which is no unit.
func freeOnRight(lx []lexeme, next int) bool {
	l := lexAt(lx, next)
	if low := l.low; low == "am" || low == "pm" || low == "o'clock" || (low == "a" || low == "p") && lexAt(lx, next+1).text == "." && lowAt(lx, next+2) == "m" {
		return false // a time of day
	}
	if l.gap {
		return true
	}
	switch {
	case l.kind == numeral:
		return false
	case l.kind == word:
		return isUnitAbbreviation(l.text)
	case strings.Contains(":/", l.text):
		return lexAt(lx, next+1).kind != numeral || lexAt(lx, next+1).gap
	case l.text == "." || l.text == "," || l.isDash():
		return lexAt(lx, next+1).kind != numeral || lexAt(lx, next+1).gap
	}
	return true
}

// vagueNumber reads "hundreds", "tens of thousands", "several dozen".
func vagueNumber(lx []lexeme, i int) (number, bool) {
	words := numberTable()
	switch lx[i].low {
	case "tens":
		return vagueMultiple(lx, i, 1)
	case "hundreds":
		if num, ok := vagueMultiple(lx, i, 2); ok {
			return num, true
		}
	case "several":
		return vagueSingular(lx, i+1)
	case "a":
		if next, ok := follows(lx, i, "a", "few"); ok {
			return vagueSingular(lx, next)
		}
		if next, ok := follows(lx, i, "a", "couple", "of"); ok {
			return vagueSingular(lx, next)
		}
	}
	value, ok := words.vague[lx[i].low]
	if !ok || lx[i].text != lx[i].low && !lx[i].newline && !sentenceStart(lx, i) {
		return number{}, false
	}
	return number{value: value, bound: boundOver, next: skipOf(lx, i+1), word: true}, true
}

// vagueMultiple reads "tens of thousands" at i; exponent is that of its first word.
func vagueMultiple(lx []lexeme, i, exponent int) (number, bool) {
	value, ok := numberTable().vague[lowAt(lx, i+2)]
	if !ok || lowAt(lx, i+1) != "of" {
		return number{}, false
	}
	return number{value: value + strings.Repeat("0", exponent), bound: boundOver, next: skipOf(lx, i+3), word: true}, true
}

// vagueSingular reads the scale after "several", "a few", "a couple of".
func vagueSingular(lx []lexeme, i int) (number, bool) {
	scale := lowAt(lx, i)
	value, ok := numberTable().vague[scale+"s"]
	if !ok || scale == "score" {
		return number{}, false
	}
	i++
	if exp := numberTable().scale[lowAt(lx, i)]; exp > 2 && scale == "hundred" { // "several hundred million"
		value, i = value+strings.Repeat("0", exp), i+1
	}
	return number{value: value, bound: boundOver, next: skipOf(lx, i), word: true}, true
}

func skipOf(lx []lexeme, i int) int {
	if lowAt(lx, i) == "of" {
		return i + 1
	}
	return i
}

func sentenceStart(lx []lexeme, i int) bool {
	switch lexAt(lx, i-1).text {
	case "", ".", "!", "?", "\"", "“", ":":
		return true
	}
	return false
}

// cardinal is a number as written: a decimal and the power of ten that follows it.
type cardinal struct {
	digits string // plain decimal
	scale  int    // power of ten
	next   int
}

func (c cardinal) decimal() string { return shiftDecimal(c.digits, c.scale) }

func readCardinal(lx []lexeme, i int) (cardinal, bool) {
	if i >= len(lx) {
		return cardinal{}, false
	}
	if lx[i].kind == numeral {
		return numeralCardinal(lx, i)
	}
	return wordCardinal(lx, i)
}

func numeralCardinal(lx []lexeme, i int) (cardinal, bool) {
	value := fractionOr(lx[i].text, strings.ReplaceAll(lx[i].text, ",", ""))
	if len(value) > maxNumeral {
		return cardinal{}, false
	}
	c := cardinal{digits: asPrinted(value), next: i + 1}
	c.joinGroups(lx)
	if half := lexAt(lx, c.next); half.kind == numeral && fractionOr(half.text, "") != "" && !strings.Contains(value, ".") {
		c.digits = c.digits + fractionOr(half.text, "")[1:]
		c.next++
	} else if next, ok := follows(lx, c.next, "and", "a", "half"); ok && !strings.Contains(value, ".") {
		c.digits, c.next = c.digits+".5", next
	}
	c.readScale(lx, true)
	return c, true
}

// joinGroups takes in the thousands that a space sets off: "20 000", "1 250 000". A
// lone group other than "000" may be another number.
func (c *cardinal) joinGroups(lx []lexeme) {
	if len(c.digits) > 3 || strings.Contains(c.digits, ".") {
		return
	}
	all, next := c.digits, c.next
	for l := lexAt(lx, next); l.kind == numeral && l.gap && !l.newline && len(l.text) == 3 && digits(l.text) == 3; l = lexAt(lx, next) {
		all += l.text
		next++
	}
	if (next > c.next+1 || strings.HasSuffix(all, "000")) && next > c.next && len(all) <= maxNumeral {
		c.digits, c.next = asPrinted(all), next
	}
}

// fractionOr is the decimal of a text that is a vulgar fraction, else other.
func fractionOr(text, other string) string {
	r, _ := utf8.DecodeRuneInString(text)
	return cmp.Or(vulgarFraction(r), other)
}

// readScale takes the scale words after a number, at most two ("hundred thousand").
func (c *cardinal) readScale(lx []lexeme, digits bool) {
	words := numberTable()
	for range 2 {
		i := c.next
		if lexAt(lx, i).isDash() && !lx[i].gap && !lexAt(lx, i+1).gap {
			i++
		}
		l := lexAt(lx, i)
		if exp, ok := words.scale[l.low]; ok && (digits || l.low != "millions" && l.low != "billions") {
			c.scale, c.next = c.scale+exp, i+1
			continue
		}
		// "5 m" are metres and "5 k" is nothing; "5 bn" is a scale.
		if exp, ok := words.short[l.low]; ok && digits && i == c.next && (!l.gap || len(l.low) > 1 && l.text[1:] == l.low[1:]) && !isLength(lx, i) {
			c.scale, c.next = c.scale+exp, i+1
		}
		return
	}
}

// isLength says that the "m" at i are metres, by what follows: "400m from the gate", "3.5m
// (11.5ft)".
func isLength(lx []lexeme, i int) bool {
	if lx[i].low != "m" || beforeCurrency(lx, i-1) < i-1 {
		return false
	}
	if lowAt(lx, i+1) == "(" {
		return lexAt(lx, i+2).kind == numeral && isUnitAbbreviation(lexAt(lx, i+3).text)
	}
	return near("metres", lowAt(lx, i+1))
}

// wordCardinal reads "two hundred and fifty thousand", "a dozen", "half a million".
func wordCardinal(lx []lexeme, i int) (cardinal, bool) {
	words := numberTable()
	switch lx[i].low {
	case "half":
		if next, ok := follows(lx, i, "half", "a"); ok && words.scale[lowAt(lx, next)] > 0 {
			c := cardinal{digits: "0.5", next: next}
			c.readScale(lx, false)
			return c, true
		}
		if next, ok := follows(lx, i, "half", "a", "dozen"); ok {
			return cardinal{digits: "6", next: next}, true
		}
		return cardinal{}, false
	case "a", "an":
		if lowAt(lx, i+1) == "dozen" {
			return cardinal{digits: "12", next: i + 2}, true
		}
		if words.scale[lowAt(lx, i+1)] == 0 {
			return cardinal{}, false
		}
		return sumOfWords(lx, i, 1, i+1)
	}
	if _, ok := words.cardinal[lx[i].low]; !ok {
		return cardinal{}, false
	}
	return sumOfWords(lx, i, 0, i)
}

// wordSum is a number in words while it is read.
type wordSum struct {
	total   int  // of the groups that a thousand or a higher scale closed
	current int  // of the group being read
	ended   bool // a unit or teen closed the part of the group below a hundred
}

// maxNumberWords is how many words a number has at most.
const maxNumberWords = 12

// sumOfWords adds number words from next on; below is the value already read in
// the current thousand.
func sumOfWords(lx []lexeme, start, below, next int) (cardinal, bool) {
	sum := wordSum{current: below}
	for range maxNumberWords {
		i := next
		if i > start && lexAt(lx, i).isDash() && !lx[i].gap {
			i++
		}
		if lowAt(lx, i) == "and" && sum.takesAnd() && isCardinal(lowAt(lx, i+1)) {
			i++
		}
		low := lowAt(lx, i)
		if low == "dozen" && sum.total == 0 && sum.current < 100 && sum.current > 0 {
			return cardinal{digits: strconv.Itoa(sum.current * 12), next: i + 1}, true
		}
		if !sum.add(low, i == start) {
			break
		}
		next = i + 1
		if sum.total > 1e15 {
			return cardinal{}, false
		}
	}
	if next == start {
		return cardinal{}, false
	}
	if after, ok := follows(lx, next, "and", "a", "half"); ok && sum.total == 0 && sum.current < 20 {
		c := cardinal{digits: strconv.Itoa(sum.current) + ".5", next: after}
		c.readScale(lx, false)
		return c, true
	}
	return sum.cardinal(next), true
}

func isCardinal(low string) bool {
	_, ok := numberTable().cardinal[low]
	return ok
}

// takesAnd says that "and" may go on with the number: "two hundred and fifty".
func (w *wordSum) takesAnd() bool {
	return w.current%100 == 0 && w.current+w.total > 0 && !w.ended
}

// add takes the next word into the number; false if it belongs to none.
func (w *wordSum) add(low string, first bool) bool {
	words := numberTable()
	if n, ok := words.cardinal[low]; ok {
		if w.ended || w.current%100 != 0 && (w.current%10 != 0 || w.current%100 < 20 || n >= 10 || n == 0) {
			return false
		}
		w.current += n
		w.ended = n < 20
		return true
	}
	exp, ok := words.scale[low]
	if !ok || low == "millions" || low == "billions" || w.current == 0 && !first {
		return false
	}
	switch {
	case exp == 2 && w.current >= 100:
		return false
	case exp == 2:
		w.current *= 100
	default:
		w.total += w.current * pow10(exp)
		w.current = 0
	}
	w.ended = false
	return true
}

// cardinal keeps the scale apart, so that "two to three million" can lend it to "two".
func (w *wordSum) cardinal(next int) cardinal {
	value, scale := w.total+w.current, 0
	for w.current == 0 && value > 0 && value%1000 == 0 {
		value, scale = value/1000, scale+3
	}
	if scale == 0 && value > 0 && value%100 == 0 {
		value, scale = value/100, 2
	}
	return cardinal{digits: strconv.Itoa(value), scale: scale, next: next}
}

func pow10(exp int) int {
	n := 1
	for range exp {
		n *= 10
	}
	return n
}

// rangeFrom reads the second half of "16-17", "two to three million", "between 5
// and 10". "From 5 to 10" is a change, not a range, but for what ranges so.
func rangeFrom(lx []lexeme, i int, low cardinal) (number, bool) {
	at, joined := rangeJoint(lx, i, low.next)
	if !joined {
		return number{}, false
	}
	high, ok := readCardinal(lx, skipCurrency(lx, at))
	if !ok || !freeOnRight(lx, high.next) || isPercentSign(lx, low.next) && !isPercentSign(lx, high.next) {
		return number{}, false
	}
	if low.scale == 0 && high.scale > 0 && compareDecimals(low.digits, high.digits) < 0 {
		low.scale = high.scale
	}
	a, b := low.decimal(), high.decimal()
	if lexAt(lx, at).kind == numeral && strings.HasSuffix(b, "000") && low.scale == 0 && high.scale == 0 && a != "1" && !strings.Contains(a, ".") && compareDecimals(a+"000", b) < 0 {
		a += "000" // "between 10 and 12,000"
	}
	if compareDecimals(a, b) >= 0 || lowAt(lx, at-1) == "or" && !neighbours(a, b) {
		return number{}, false
	}
	return number{value: a + "-" + b, next: high.next, word: lx[i].kind == word}, true
}

// rangeJoint says whether what stands after the number in lexemes [i, next) joins it to
// another as a range, and where that one starts.
func rangeJoint(lx []lexeme, i, next int) (at int, ok bool) {
	before := beforeCurrency(lx, i)
	// A percent or currency sign may be repeated: "16%-17%", "25% to 30%", "$1-$2 million".
	sign := percentSign(lx, next)
	join := lexAt(lx, next+sign)
	at = next + sign + 1
	repeated := sign > 0 || before < i && skipCurrency(lx, at) > at
	if join.isDash() {
		return at, join.gap == lexAt(lx, at).gap
	}
	switch join.low {
	case "to":
		if from := fromBefore(lx, before); from >= 0 {
			return at, near("ranging", lowAt(lx, from-1))
		}
		return at, !isTally(lx, before) && !(repeated && isChanged(lx, before))
	case "and":
		return at, lowAt(lx, before-1) == "between"
	case "or":
		return at, true
	}
	return at, false
}

// fromBefore is where "from" leads the number at i in, words like "around" and "the
// present" between them; -1 if it does not.
func fromBefore(lx []lexeme, i int) int {
	for k := i - 1; k >= 0 && k >= i-4 && lx[k].kind == word; k-- {
		if lx[k].low == "from" {
			return k
		}
	}
	return -1
}

// isTally says that the two numbers from i on are those of a vote or a score.
func isTally(lx []lexeme, i int) bool {
	switch before := lowAt(lx, i-1); before {
	case "by", "of", "was", "were", ",":
		led := lowAt(lx, i-2)
		return near("outcome", led) && !(before == "of" && led == "majority")
	default:
		return near("tally", before)
	}
}

// isChanged says that a rise or fall leads the sum at i in, so that "to" leads to its
// level: "down $1.15 to $66.57".
func isChanged(lx []lexeme, i int) bool {
	_, at := boundBefore(lx, i)
	if lowAt(lx, at-1) == "by" {
		at--
	}
	if _, _, ok := changeTable().before.until(lx, at); ok {
		return true
	}
	_, _, ok := changeTable().adverb.until(lx, at)
	return ok || lowAt(lx, at-1) == "cut"
}

// neighbours says that two numbers differ by one in their last digit that is not zero in
// both: "five or six", "50 or 60", not "14 or 18".
func neighbours(a, b string) bool {
	for strings.HasSuffix(a, "0") && strings.HasSuffix(b, "0") && !strings.Contains(a+b, ".") {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	low, errA := strconv.Atoi(a)
	high, errB := strconv.Atoi(b)
	return errA == nil && errB == nil && high-low == 1
}

// boundBefore reads the words of a bound that end right before lexeme i, and where
// they start; of two bounds ("for at least about") the one that is no "about" counts.
func boundBefore(lx []lexeme, i int) (bound string, start int) {
	words := numberTable()
	start = i
	for range 2 {
		b, at, ok := words.before.until(lx, start)
		if !ok || b == boundAbout && lx[at].low == "some" && lowAt(lx, at-1) == "of" {
			break
		}
		if bound == "" || bound == boundAbout {
			bound = b
		}
		start = at
	}
	return bound, start
}

// boundAfter reads "or more", "or so", "+" from lexeme i on.
func boundAfter(lx []lexeme, i int) (bound string, next int) {
	b, next, ok := numberTable().after.at(lx, i)
	if !ok {
		return "", i
	}
	return b, next
}

// asPrinted drops leading zeros only: the zeros at the end of "906.160" tell how
// exact the number is.
func asPrinted(value string) string {
	value = strings.TrimLeft(value, "0")
	if value == "" || value[0] == '.' {
		value = "0" + value
	}
	return value
}

// trimDecimal drops what does not change the value: leading zeros, zeros at the
// end of a fraction.
func trimDecimal(value string) string {
	if strings.Contains(value, ".") {
		value = strings.TrimRight(strings.TrimRight(value, "0"), ".")
	}
	value = strings.TrimLeft(value, "0")
	if value == "" || value[0] == '.' {
		value = "0" + value
	}
	return value
}

// shiftDecimal multiplies a plain decimal by a power of ten, exactly.
func shiftDecimal(value string, places int) string {
	if places == 0 {
		return asPrinted(value)
	}
	whole, frac, _ := strings.Cut(value, ".")
	if len(frac) < places {
		frac += strings.Repeat("0", places-len(frac))
	}
	return trimDecimal(whole + frac[:places] + "." + frac[places:])
}

// compareDecimals orders two trimmed plain decimals by value.
func compareDecimals(a, b string) int {
	wholeA, fracA, _ := strings.Cut(a, ".")
	wholeB, fracB, _ := strings.Cut(b, ".")
	if len(wholeA) != len(wholeB) {
		return len(wholeA) - len(wholeB)
	}
	if c := strings.Compare(wholeA, wholeB); c != 0 {
		return c
	}
	return strings.Compare(strings.TrimRight(fracA, "0"), strings.TrimRight(fracB, "0"))
}
