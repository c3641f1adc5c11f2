package main

import (
	"fmt"
	"slices"
)

// The attributes that the attribute ruler tests and sets, with their numbers in package
// nlp.
var rulerAttrs = map[string]int{
	"TAG": 0, "LOWER": 1, "DEP": 2, "IS_SPACE": 3,
	"POS": 4, "MORPH": 5, "LEMMA": 6,
}

// rulerTests is how many of the attributes, the first, can be tested.
const rulerTests = 4

// rulerRegexes are the regular expressions that occur, each as the texts that it
// matches in full.
var rulerRegexes = map[string][]string{
	`^n'?t$`:       {"nt", "n't"},
	`^n[ou]thin'$`: {"nothin'", "nuthin'"},
	`^y'?$`:        {"y", "y'"},
}

// encodeRuler writes the attribute ruler's patterns: for each its rule, the token that
// is set, what is set, and the tests of its tokens.
func encodeRuler(file any) ([]byte, error) {
	rules, ok := file.([]any)
	if !ok {
		return nil, fmt.Errorf("%T where a list is expected", file)
	}
	var w tableWriter
	count := 0
	for number, v := range rules {
		n, err := w.rule(number, v)
		if err != nil {
			return nil, fmt.Errorf("rule %d: %w", number, err)
		}
		count += n
	}
	var head tableWriter
	head.uint32(count)
	return append(head.out, w.out...), nil
}

// rule writes one rule, a pattern for each of its alternatives, and counts them.
func (w *tableWriter) rule(number int, v any) (int, error) {
	rule, ok := v.(packedMap)
	if !ok || len(rule) != 3 {
		return 0, fmt.Errorf("%v", v)
	}
	index, _ := rule.at("index")
	patterns, _ := rule.at("patterns")
	alternatives, ok := patterns.([]any)
	if !ok {
		return 0, fmt.Errorf("patterns are %T", patterns)
	}
	attrs, err := mapAt(rule, "attrs")
	if err != nil {
		return 0, err
	}
	for _, v := range alternatives {
		tokens, ok := v.([]any)
		target, okTarget := index.(int64)
		if !ok || !okTarget || target < 0 || int(target) >= len(tokens) {
			return 0, fmt.Errorf("pattern %v with index %v", v, index)
		}
		w.uint32(number)
		w.uint32(int(target))
		if err := w.settings(attrs); err != nil {
			return 0, err
		}
		w.uint32(len(tokens))
		for _, token := range tokens {
			if err := w.tests(token); err != nil {
				return 0, err
			}
		}
	}
	return len(alternatives), nil
}

// settings writes what a rule sets.
func (w *tableWriter) settings(attrs packedMap) error {
	w.uint32(len(attrs))
	for _, e := range attrs {
		name, _ := e.Key.(string)
		attr, known := rulerAttrs[name]
		value, ok := e.Value.(string)
		if !known || !ok || name == "LOWER" || name == "IS_SPACE" {
			return fmt.Errorf("attribute %v = %v", e.Key, e.Value)
		}
		if name == "MORPH" && value == "_" {
			value = ""
		}
		w.uint32(attr)
		w.text(value)
	}
	return nil
}

// tests writes what a pattern asks of one token.
func (w *tableWriter) tests(v any) error {
	token, ok := v.(packedMap)
	if !ok || len(token) == 0 {
		return fmt.Errorf("token %v", v)
	}
	w.uint32(len(token))
	for _, e := range token {
		name, _ := e.Key.(string)
		attr, known := rulerAttrs[name]
		values, not, err := testValues(e.Value)
		if err != nil || !known || attr >= rulerTests {
			return fmt.Errorf("test %v: %v", e.Key, e.Value)
		}
		w.uint32(attr)
		w.uint32(not)
		w.texts(values)
	}
	return nil
}

// testValues gives the values that a test asks for, or with not 1, those that it
// forbids. White space is "1", all else "".
func testValues(v any) (values []string, not int, err error) {
	switch v := v.(type) {
	case string:
		return []string{v}, 0, nil
	case bool:
		if v {
			return []string{"1"}, 0, nil
		}
		return []string{""}, 0, nil
	case packedMap:
		if len(v) != 1 {
			break
		}
		switch v[0].Key {
		case "IN":
			values, err = stringsOf(v[0].Value)
			return values, 0, err
		case "NOT_IN":
			values, err = stringsOf(v[0].Value)
			return values, 1, err
		case "REGEX":
			text, _ := v[0].Value.(string)
			if values, ok := rulerRegexes[text]; ok {
				return slices.Clone(values), 0, nil
			}
		}
	}
	return nil, 0, fmt.Errorf("unknown operator")
}
