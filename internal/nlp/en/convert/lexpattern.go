package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// alternative is one of the alternatives that a tokenizer pattern is a list of.
type alternative struct {
	shape   string    // "literal", or the text with "[]" for each class and "(?:)" for each list
	text    string    // the literal
	sets    []runeSet // the classes
	choices []string  // the list's literals
}

// shape says how often alternatives of a shape occur and what to do with one. use
// gives false for an alternative that is not as package nlp has it.
type shape struct {
	count int
	use   func(alternative) bool
}

const anyNumber = -1

func always(alternative) bool { return true }

// readAlternatives goes through a pattern whose alternatives begin with prefix and end
// with suffix. All of shapes must occur, and no others.
func readAlternatives(pattern, prefix, suffix string, shapes map[string]shape) error {
	seen := make(map[string]int)
	for _, text := range splitOutside(pattern, '|') {
		inner, begins := strings.CutPrefix(text, prefix)
		inner, ends := strings.CutSuffix(inner, suffix)
		alt, err := parseAlternative(inner)
		if err != nil {
			return fmt.Errorf("alternative %.60q: %w", text, err)
		}
		s, known := shapes[alt.shape]
		if !begins || !ends || !known || !s.use(alt) {
			return fmt.Errorf("alternative %.60q is not one that the tokenizer has", text)
		}
		seen[alt.shape]++
	}
	for _, name := range slices.Sorted(maps.Keys(shapes)) {
		if s := shapes[name]; s.count != anyNumber && seen[name] != s.count {
			return fmt.Errorf("%d alternatives have the shape %q, not %d", seen[name], name, s.count)
		}
	}
	return nil
}

// splitOutside cuts a pattern at a rune outside of classes and parentheses.
func splitOutside(pattern string, sep byte) []string {
	var parts []string
	depth, class, start := 0, false, 0
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == sep && depth == 0:
			parts = append(parts, pattern[start:i])
			start = i + 1
		}
	}
	return append(parts, pattern[start:])
}

func parseAlternative(text string) (alternative, error) {
	if literal, ok := unescape(text); ok {
		return alternative{shape: "literal", text: literal}, nil
	}
	var alt alternative
	for rest := text; rest != ""; {
		switch {
		case rest[0] == '\\' && len(rest) > 1:
			alt.shape += rest[:2]
			rest = rest[2:]
		case rest[0] == '[':
			set, n, err := parseClass(rest)
			if err != nil {
				return alt, err
			}
			alt.sets = append(alt.sets, set)
			alt.shape += "[]"
			rest = rest[n:]
		case strings.HasPrefix(rest, "(?:"):
			list, after, ok := strings.Cut(rest[len("(?:"):], ")")
			if !ok {
				return alt, fmt.Errorf("no end of %.20q", rest)
			}
			for _, choice := range splitOutside(list, '|') {
				literal, ok := unescape(choice)
				if !ok {
					return alt, fmt.Errorf("%q is not a literal", choice)
				}
				alt.choices = append(alt.choices, literal)
			}
			alt.shape += "(?:)"
			rest = after
		default:
			_, n := utf8.DecodeRuneInString(rest)
			alt.shape += rest[:n]
			rest = rest[n:]
		}
	}
	return alt, nil
}

// unescape gives the literal that a pattern stands for, if it is one.
func unescape(pattern string) (string, bool) {
	var b strings.Builder
	escaped := false
	for _, r := range pattern {
		switch {
		case escaped:
			if r < utf8.RuneSelf && (isAlnum(byte(r))) {
				return "", false
			}
			b.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case strings.ContainsRune(`.+*?()[]{}|^$`, r):
			return "", false
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), !escaped && b.Len() > 0
}

func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// runeSet is a set of runes as ranges, both ends included.
type runeSet [][2]rune

// parseClass reads the class that s begins with, and gives its length in bytes.
func parseClass(s string) (runeSet, int, error) {
	var set runeSet
	i := 1
	for {
		if i >= len(s) {
			return nil, 0, fmt.Errorf("no end of the class %.20q", s)
		}
		if s[i] == ']' {
			return set, i + 1, nil
		}
		first, n := classRune(s[i:])
		i += n
		last := first
		if strings.HasPrefix(s[i:], "-") && !strings.HasPrefix(s[i:], "-]") {
			last, n = classRune(s[i+1:])
			i += 1 + n
		}
		if n == 0 || last < first {
			return nil, 0, fmt.Errorf("class %.20q is not understood at byte %d", s, i)
		}
		set = append(set, [2]rune{first, last})
	}
}

// classRune reads the rune that s, within a class, begins with: as it is, after a
// backslash, or by its number. A length of 0 means that it is none.
func classRune(s string) (rune, int) {
	digits := 0
	switch {
	case strings.HasPrefix(s, `\u`):
		digits = 4
	case strings.HasPrefix(s, `\U`):
		digits = 8
	case strings.HasPrefix(s, `\`):
		r, n := utf8.DecodeRuneInString(s[1:])
		if n == 1 && isAlnum(s[1]) {
			return 0, 0
		}
		return r, n + 1
	default:
		return utf8.DecodeRuneInString(s)
	}
	if len(s) < 2+digits {
		return 0, 0
	}
	v, err := strconv.ParseUint(s[2:2+digits], 16, 32)
	if err != nil || v > utf8.MaxRune {
		return 0, 0
	}
	return rune(v), 2 + digits
}

// normal gives the set's ranges in order, apart from each other.
func (set runeSet) normal() runeSet {
	sorted := slices.Clone(set)
	slices.SortFunc(sorted, func(a, b [2]rune) int { return int(a[0] - b[0]) })
	var out runeSet
	for _, span := range sorted {
		if n := len(out); n > 0 && span[0] <= out[n-1][1]+1 {
			out[n-1][1] = max(out[n-1][1], span[1])
		} else {
			out = append(out, span)
		}
	}
	return out
}

func (set runeSet) equal(other runeSet) bool { return slices.Equal(set.normal(), other.normal()) }

// with gives the set and the runes of a string.
func (set runeSet) with(runes string) runeSet {
	out := slices.Clone(set)
	for _, r := range runes {
		out = append(out, [2]rune{r, r})
	}
	return out
}

// is tells whether the set has the runes of a string and no others.
func (set runeSet) is(runes string) bool { return set.equal(runeSet(nil).with(runes)) }
