package main

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// encodeTokenizer writes the tables that the tokenizer's patterns are made of, and its
// exceptions. The shapes of the patterns are coded in package nlp; what has another
// shape is an error.
func encodeTokenizer(file any) ([]byte, error) {
	m, ok := file.(packedMap)
	if !ok {
		return nil, fmt.Errorf("%T where a map is expected", file)
	}
	var p tokenizerPatterns
	for _, part := range []struct {
		key  string
		read func(string) error
	}{
		{"prefix_search", p.readPrefixes},
		{"suffix_search", p.readSuffixes},
		{"infix_finditer", p.readInfixes},
		{"url_match", p.readURL},
	} {
		v, _ := m.at(part.key)
		pattern, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("%q is %T, not a pattern", part.key, v)
		}
		if err := part.read(pattern); err != nil {
			return nil, fmt.Errorf("%q: %w", part.key, err)
		}
	}
	if v, _ := m.at("token_match"); v != nil {
		return nil, fmt.Errorf("\"token_match\" is %T, not nil", v)
	}
	var w tableWriter
	if err := p.write(&w); err != nil {
		return nil, err
	}
	exceptions, err := mapAt(file, "exceptions")
	if err != nil {
		return nil, err
	}
	return w.out, w.exceptions(exceptions)
}

// Bits of the rune classes, as package nlp reads them.
const (
	classPrefix uint16 = 1 << iota
	classSuffix
	classInfix
	classAlpha
	classTopLevel
	classUpper
	classBeforeDot
	classInfixLeft
	classInfixRight
)

// tokenizerPatterns is what the four patterns are made of.
type tokenizerPatterns struct {
	classes    [utf8.MaxRune + 1]uint16
	prefixes   []string
	suffixes   []string
	afterDigit []string
	joiners    []string
}

func (p *tokenizerPatterns) write(w *tableWriter) error {
	w.runeClasses(&p.classes)
	w.texts(p.prefixes)
	w.texts(p.suffixes)
	if err := w.words(p.afterDigit, nil); err != nil {
		return err
	}
	w.texts(p.joiners)
	return nil
}

// runeClasses writes pages of 256 runes, equal pages once.
func (w *tableWriter) runeClasses(classes *[utf8.MaxRune + 1]uint16) {
	var pages tableWriter
	numbers := make(map[string]byte)
	for start := 0; start < len(classes); start += 256 {
		var page []byte
		for _, bits := range classes[start : start+256] {
			page = binary.LittleEndian.AppendUint16(page, bits)
		}
		number, ok := numbers[string(page)]
		if !ok {
			number = byte(len(numbers))
			numbers[string(page)] = number
			pages.bytes(page)
		}
		w.out = append(w.out, number)
	}
	w.blob(pages.out)
}

func (p *tokenizerPatterns) readPrefixes(pattern string) error {
	err := readAlternatives(pattern, "^", "", map[string]shape{
		"literal":  {anyNumber, func(alt alternative) bool { return p.literal(classPrefix, &p.prefixes, alt.text) }},
		"[]":       {1, func(alt alternative) bool { return p.add(classPrefix, alt.sets[0]) }},
		`\.\.+`:    {1, always},
		`\+(?![])`: {1, func(alt alternative) bool { return alt.sets[0].is("0123456789") }},
	})
	// A literal that begins with a prefix of one rune never wins.
	p.prefixes = slices.DeleteFunc(p.prefixes, func(literal string) bool {
		r, _ := utf8.DecodeRuneInString(literal)
		return p.classes[r]&classPrefix != 0
	})
	return err
}

func (p *tokenizerPatterns) readSuffixes(pattern string) error {
	return readAlternatives(pattern, "", "$", map[string]shape{
		"literal":   {anyNumber, func(alt alternative) bool { return p.literal(classSuffix, &p.suffixes, alt.text) }},
		"[]":        {1, func(alt alternative) bool { return p.add(classSuffix, alt.sets[0]) }},
		`\.\.+`:     {1, always},
		`(?<=[])\+`: {1, func(alt alternative) bool { return alt.sets[0].is("0123456789") }},
		`(?<=[])(?:)`: {2, func(alt alternative) bool {
			p.afterDigit = append(p.afterDigit, alt.choices...)
			return alt.sets[0].is("0123456789")
		}},
		`(?<=°[])\.`: {1, func(alt alternative) bool { return alt.sets[0].is("FfCcKk") }},
		`(?<=[])\.`:  {1, func(alt alternative) bool { return p.add(classBeforeDot, alt.sets[0]) }},
		`(?<=[][])\.`: {1, func(alt alternative) bool {
			return p.add(classUpper, alt.sets[0]) && alt.sets[0].equal(alt.sets[1])
		}},
	})
}

func (p *tokenizerPatterns) readInfixes(pattern string) error {
	var letters runeSet
	aroundLetters := func(alt alternative) bool {
		left, right := alt.sets[0], alt.sets[len(alt.sets)-1]
		return left.equal(letters.with("0123456789")) && right.equal(letters)
	}
	return readAlternatives(pattern, "", "", map[string]shape{
		"literal": {1, func(alt alternative) bool {
			var long []string
			return p.literal(classInfix, &long, alt.text) && long == nil
		}},
		"[]":    {1, func(alt alternative) bool { return p.add(classInfix, alt.sets[0]) }},
		`\.\.+`: {1, always},
		`(?<=[])\.(?=[])`: {1, func(alt alternative) bool {
			return p.add(classInfixLeft, alt.sets[0]) && p.add(classInfixRight, alt.sets[1])
		}},
		`(?<=[]),(?=[])`: {1, func(alt alternative) bool {
			letters = alt.sets[0]
			return p.add(classAlpha, letters) && alt.sets[1].equal(letters)
		}},
		`(?<=[])(?:)(?=[])`: {1, func(alt alternative) bool {
			p.joiners = alt.choices
			return aroundLetters(alt)
		}},
		`(?<=[])[](?=[])`: {2, func(alt alternative) bool {
			if alt.sets[1].is("+-*^") {
				return alt.sets[0].is("0123456789") && alt.sets[2].is("0123456789-")
			}
			return alt.sets[1].is(":<>=/") && aroundLetters(alt)
		}},
	})
}

// urlShape is the URL pattern with its one class of letters left out.
const urlShape = `(?u)^(?:(?:[\w\+\-\.]{2,})://)?(?:\S+(?::\S*)?@)?` +
	`(?:(?!(?:10|127)(?:\.\d{1,3}){3})(?!(?:169\.254|192\.168)(?:\.\d{1,3}){2})` +
	`(?!172\.(?:1[6-9]|2\d|3[0-1])(?:\.\d{1,3}){2})(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])` +
	`(?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}(?:\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4]))` +
	`|(?:(?:[A-Za-z0-9\u00a1-\uffff][A-Za-z0-9\u00a1-\uffff_-]{0,62})?[A-Za-z0-9\u00a1-\uffff]\.)+` +
	`(?:TOP{2,63}))(?::\d{2,5})?(?:[/?#]\S*)?$`

func (p *tokenizerPatterns) readURL(pattern string) error {
	before, after, _ := strings.Cut(urlShape, "TOP")
	class, ok := strings.CutPrefix(pattern, before)
	class, ok2 := strings.CutSuffix(class, after)
	alt, err := parseAlternative(class)
	if err != nil || !ok || !ok2 || alt.shape != "[]" {
		return fmt.Errorf("pattern %.60q… has an unknown shape", pattern)
	}
	p.add(classTopLevel, alt.sets[0])
	return nil
}

// add puts the runes of a set into a class. It always succeeds.
func (p *tokenizerPatterns) add(class uint16, set runeSet) bool {
	for _, span := range set {
		for r := span[0]; r <= span[1]; r++ {
			p.classes[r] |= class
		}
	}
	return true
}

// literal files a literal under a class if it is one rune, else in a list.
func (p *tokenizerPatterns) literal(class uint16, list *[]string, text string) bool {
	if r, size := utf8.DecodeRuneInString(text); size == len(text) {
		p.classes[r] |= class
	} else if !slices.Contains(*list, text) {
		*list = append(*list, text)
	}
	return text != ""
}

// exceptions writes the exceptions' keys, each with the place of its pieces, and the
// pieces: a count, then for each its length, its norm's length and its norm.
func (w *tableWriter) exceptions(table packedMap) error {
	keys := make([]string, 0, len(table))
	places := make(map[string]int)
	var pieces []byte
	for _, e := range table {
		key, ok := e.Key.(string)
		tokens, okTokens := e.Value.([]any)
		if !ok || !okTokens || len(tokens) == 0 || len(tokens) > 255 {
			return fmt.Errorf("exception %v: %v", e.Key, e.Value)
		}
		keys = append(keys, key)
		places[key] = len(pieces)
		pieces = append(pieces, byte(len(tokens)))
		rest := key
		for _, token := range tokens {
			text, norm, err := exceptionToken(token)
			if err != nil {
				return fmt.Errorf("exception %q: %w", key, err)
			}
			if rest, ok = strings.CutPrefix(rest, text); !ok {
				return fmt.Errorf("exception %q is not made of its tokens", key)
			}
			pieces = append(pieces, byte(len(text)), byte(len(norm)))
			pieces = append(pieces, norm...)
		}
		if rest != "" {
			return fmt.Errorf("exception %q is not made of its tokens", key)
		}
	}
	if err := w.words(keys, places); err != nil {
		return err
	}
	w.blob(pieces)
	return nil
}

// exceptionToken reads one token of an exception, a map by attribute number.
func exceptionToken(v any) (text, norm string, err error) {
	const orth, normAttr = 65, 67
	m, ok := v.(packedMap)
	if !ok {
		return "", "", fmt.Errorf("token is %T", v)
	}
	for _, e := range m {
		value, ok := e.Value.(string)
		switch {
		case ok && e.Key == any(int64(orth)):
			text = value
		case ok && e.Key == any(int64(normAttr)):
			norm = value
		default:
			return "", "", fmt.Errorf("token has attribute %v", e.Key)
		}
	}
	if text == "" || len(text) > 255 || len(norm) > 255 {
		return "", "", fmt.Errorf("token %q with norm %q", text, norm)
	}
	return text, norm, nil
}
