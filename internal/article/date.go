package article

import (
	"strconv"
	"strings"
	"time"
)

// ParseDate reads the forms in which pages and feeds give a day and returns it in ISO
// 8601 with the precision known: "2026-01-29", "2026-01" or "2026". A time of day and
// its zone are left off: the day is the one written. Forms that two countries read
// differently ("01/02/2026") give false.
func ParseDate(s string) (string, bool) {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" || len(s) > 64 {
		return "", false
	}
	for _, parse := range []func(string) (string, bool){isoDate, compactDate, unixDate, slashDate, hanDate, namedDate} {
		if date, ok := parse(s); ok {
			return date, true
		}
	}
	return "", false
}

// unixDate reads seconds or milliseconds since 1970, of ten or thirteen digits, as a
// day in UTC.
func unixDate(s string) (string, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil || len(s) != 10 && len(s) != 13 || n <= 0:
		return "", false
	case len(s) == 13:
		n /= 1000
	}
	return time.Unix(n, 0).UTC().Format(time.DateOnly), true
}

// isoDate reads "2026", "2026-01", "2026-01-29" and the last with a time after it.
func isoDate(s string) (string, bool) {
	date, rest := s, ""
	if len(s) > 10 {
		date, rest = s[:10], s[10:]
	}
	if rest != "" && rest[0] != 'T' && rest[0] != 't' && rest[0] != ' ' && rest[0] != 'Z' && rest[0] != '+' {
		return "", false
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if len(date) == len(layout) {
			return inLayout(date, layout, layout)
		}
	}
	return "", false
}

// compactDate reads "20260129", "20260129T081500Z" and "20260129081500".
func compactDate(s string) (string, bool) {
	if len(s) < 8 || len(s) > 8 && s[8] != 'T' && len(s) != 14 {
		return "", false
	}
	return inLayout(s[:8], "20060102", time.DateOnly)
}

// slashDate reads "2026/1/29", "2026.01.29", "2026-1-29", and with the day or the
// month first where only one reading is a date.
func slashDate(s string) (string, bool) {
	day, _, _ := strings.Cut(s, " ")
	day, _, _ = strings.Cut(day, "T")
	parts := strings.FieldsFunc(day, func(r rune) bool { return r == '/' || r == '.' || r == '-' })
	if len(parts) != 3 {
		return "", false
	}
	var n [3]int
	for i, part := range parts {
		v, err := strconv.Atoi(part)
		if err != nil || v <= 0 {
			return "", false
		}
		n[i] = v
	}
	switch {
	case len(parts[0]) == 4:
		return ymd(n[0], n[1], n[2])
	case len(parts[2]) == 4 && n[0] > 12:
		return ymd(n[2], n[1], n[0])
	case len(parts[2]) == 4 && (n[1] > 12 || n[0] == n[1]):
		return ymd(n[2], n[0], n[1])
	}
	return "", false
}

// hanDate reads "2026年1月29日".
func hanDate(s string) (string, bool) {
	year, rest, ok1 := strings.Cut(s, "年")
	month, rest, ok2 := strings.Cut(rest, "月")
	day, _, ok3 := strings.Cut(rest, "日")
	if !ok1 || !ok2 || !ok3 {
		return "", false
	}
	y, err1 := strconv.Atoi(strings.TrimSpace(year))
	m, err2 := strconv.Atoi(strings.TrimSpace(month))
	d, err3 := strconv.Atoi(strings.TrimSpace(day))
	if err1 != nil || err2 != nil || err3 != nil {
		return "", false
	}
	return ymd(y, m, d)
}

// namedDate reads dates whose month is a word: it takes the month, a day with or
// without "th", and a year of four digits in any order, and passes over a weekday, a
// time and its zone. Any other word makes it no date.
func namedDate(s string) (string, bool) {
	var year, month, day int
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '-' || r == '/' }) {
		word = strings.ToLower(strings.TrimRight(word, "."))
		n, isNumber := ordinal(word)
		switch {
		case isNumber && len(word) == 4 && word[0] != '0' && year == 0 && month != 0:
			year = n
		case isNumber && 1 <= n && n <= 31 && day == 0 && year == 0:
			day = n
		case monthNumber(word) != 0 && month == 0:
			month = monthNumber(word)
		case !isTimeWord(word):
			return "", false
		}
	}
	if year == 0 || month == 0 {
		return "", false
	}
	if day == 0 {
		return inLayout(strconv.Itoa(year)+"-"+strconv.Itoa(month), "2006-1", "2006-01")
	}
	return ymd(year, month, day)
}

// ordinal reads "29" and "29th".
func ordinal(word string) (int, bool) {
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		word = strings.TrimSuffix(word, suffix)
	}
	n, err := strconv.Atoi(word)
	return n, err == nil
}

func monthNumber(word string) int {
	if len(word) < 3 {
		return 0
	}
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if strings.HasPrefix(name, word) && (len(word) == 3 || len(word) == len(name)) || word == "sept" && m == time.September {
			return int(m)
		}
	}
	return 0
}

// isTimeWord says that a word beside a date is its weekday, time or zone.
func isTimeWord(word string) bool {
	switch word {
	case "at", "of", "the", "on", "|", "am", "pm", "a.m", "p.m", "gmt", "utc", "bst", "est", "edt", "cst", "cdt", "pst", "pdt", "cet", "cest", "ist", "jst", "hkt", "aest", "aedt":
		return true
	}
	if len(word) >= 3 {
		for d := time.Sunday; d <= time.Saturday; d++ {
			if strings.HasPrefix(strings.ToLower(d.String()), word) {
				return true
			}
		}
	}
	clock := strings.TrimRight(strings.TrimLeft(word, "+"), "apm")
	if len(clock) == 4 && word[0] == '+' || len(word) == 4 && strings.Trim(word, "0123456789") == "" {
		return true // +0800, and -0800 whose sign was cut
	}
	return strings.Contains(clock, ":") && strings.Trim(clock, "0123456789:z.") == ""
}

func inLayout(s, layout, as string) (string, bool) {
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() < 1000 {
		return "", false
	}
	return t.Format(as), true
}

func ymd(year, month, day int) (string, bool) {
	if year < 1000 || year > 9999 {
		return "", false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || int(t.Month()) != month {
		return "", false
	}
	return t.Format(time.DateOnly), true
}
