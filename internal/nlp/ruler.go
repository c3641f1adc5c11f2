package nlp

import "slices"

// ruler is the attribute ruler: rules by tag, lower-case text and dependency label
// that set the coarse part of speech, the morphology, some lemmas and tags. It runs
// after the parser.
type ruler struct {
	patterns [rulerTests]map[string][]rulePattern // by one value that their first token has
	longest  int                                  // length in bytes of the longest rulerLower asked for
}

// rulePattern is a run of adjacent tokens and what is set on one of them.
type rulePattern struct {
	rule   int // rules are applied in this order
	tokens [][]tokenTest
	target int // index in tokens
	set    []rulerValue
}

// rulerValue is an attribute with a value.
type rulerValue struct {
	attr  rulerAttr
	value string
}

// tokenTest asks whether a token has one of the values, or with not, none of them.
type tokenTest struct {
	attr   rulerAttr
	not    bool
	values []string
}

// rulerAttr is an attribute of a token. The numbers are those of the model file; see
// package nlp/en/convert.
type rulerAttr byte

const (
	rulerTag rulerAttr = iota
	rulerLower
	rulerDep
	rulerSpace // white space or not: "1" or ""
	rulerPOS   // from here on set only
	rulerMorph
	rulerLemma

	rulerTests = rulerSpace + 1
	rulerAttrs = rulerLemma + 1
)

func decodeRuler(section []byte) (*ruler, error) {
	r := tableReader{rest: section}
	u := &ruler{}
	for attr := range u.patterns {
		u.patterns[attr] = make(map[string][]rulePattern)
	}
	for range r.count() {
		p := r.rulePattern()
		if r.bad {
			break
		}
		key, ok := keyTest(p.tokens[0])
		if !ok {
			r.bad = true
			break
		}
		for _, v := range key.values {
			u.patterns[key.attr][v] = append(u.patterns[key.attr][v], p)
		}
		u.longest = max(u.longest, p.longest())
	}
	return u, r.done("ruler")
}

// longest is the length in bytes of the longest rulerLower that the pattern asks for.
func (p *rulePattern) longest() int {
	n := 0
	for _, tests := range p.tokens {
		for _, test := range tests {
			if test.attr == rulerLower {
				for _, v := range test.values {
					n = max(n, len(v))
				}
			}
		}
	}
	return n
}

func (r *tableReader) rulePattern() rulePattern {
	p := rulePattern{rule: int(r.uint32()), target: int(r.uint32())}
	p.set = make([]rulerValue, r.count())
	for i := range p.set {
		p.set[i] = rulerValue{r.rulerAttr(rulerAttrs), r.text()}
	}
	p.tokens = make([][]tokenTest, r.count())
	for i := range p.tokens {
		p.tokens[i] = make([]tokenTest, r.count())
		for j := range p.tokens[i] {
			p.tokens[i][j] = tokenTest{r.rulerAttr(rulerTests), r.uint32() != 0, r.texts()}
		}
	}
	if p.target >= len(p.tokens) {
		r.bad = true
	}
	return p
}

func (r *tableReader) rulerAttr(end rulerAttr) rulerAttr {
	v := r.uint32()
	if v >= uint32(end) {
		r.bad = true
		return 0
	}
	return rulerAttr(v)
}

// keyTest picks the test that fewest tokens pass: patterns are looked up by it.
func keyTest(tests []tokenTest) (tokenTest, bool) {
	for _, attr := range []rulerAttr{rulerLower, rulerTag, rulerDep, rulerSpace} {
		for _, test := range tests {
			if test.attr == attr && !test.not {
				return test, true
			}
		}
	}
	return tokenTest{}, false
}

// rulerMatch is a pattern that matched and the token that it sets.
type rulerMatch struct {
	token   int
	pattern *rulePattern
}

// apply sets the attributes of the tokens that rules match. All rules see the tokens
// as they were before the first; of two that set the same attribute the later wins.
func (u *ruler) apply(doc *Doc) {
	var matches []rulerMatch
	for i := range doc.Tokens {
		matches = u.match(matches, doc.Tokens, i)
		// No pattern that begins further on looks at token i, so it can be set now.
		slices.SortStableFunc(matches, func(a, b rulerMatch) int {
			if a.token != b.token {
				return a.token - b.token
			}
			return a.pattern.rule - b.pattern.rule
		})
		done := 0
		for done < len(matches) && matches[done].token == i {
			for _, s := range matches[done].pattern.set {
				doc.Tokens[i].assign(s)
			}
			done++
		}
		matches = append(matches[:0], matches[done:]...)
	}
}

// match appends the matches that begin at token i.
func (u *ruler) match(matches []rulerMatch, toks []Token, i int) []rulerMatch {
	seen := u.look(&toks[i])
	for attr, value := range seen {
		patterns := u.patterns[attr][value]
		for j := range patterns {
			if p := &patterns[j]; u.matches(p, &seen, toks[i:]) {
				matches = append(matches, rulerMatch{i + p.target, p})
			}
		}
	}
	return matches
}

// matches tells whether a pattern matches the first tokens of toks. What tests see of
// the first is given.
func (u *ruler) matches(p *rulePattern, seen *[rulerTests]string, toks []Token) bool {
	if len(p.tokens) > len(toks) || !passes(seen, p.tokens[0]) {
		return false
	}
	for i := 1; i < len(p.tokens); i++ {
		next := u.look(&toks[i])
		if !passes(&next, p.tokens[i]) {
			return false
		}
	}
	return true
}

func passes(seen *[rulerTests]string, tests []tokenTest) bool {
	for i := range tests {
		if slices.Contains(tests[i].values, seen[tests[i].attr]) == tests[i].not {
			return false
		}
	}
	return true
}

// maxLowerShrink is how many times longer in bytes a text can be than its lower case: a
// Kelvin sign has three bytes, a k one.
const maxLowerShrink = 3

// look gives what the tests see of a token.
func (u *ruler) look(tok *Token) [rulerTests]string {
	seen := [rulerTests]string{rulerTag: tok.Tag, rulerLower: tok.Text, rulerDep: tok.Dep}
	if len(tok.Text) <= maxLowerShrink*u.longest {
		seen[rulerLower] = lower(tok.Text)
	}
	if isSpaceText(tok.Text) {
		seen[rulerSpace] = "1"
	}
	return seen
}

func (tok *Token) assign(v rulerValue) {
	switch v.attr {
	case rulerTag:
		tok.Tag = v.value
	case rulerDep:
		tok.Dep = v.value
	case rulerPOS:
		tok.POS = v.value
	case rulerMorph:
		tok.Morph = v.value
	case rulerLemma:
		tok.Lemma = v.value
	}
}
