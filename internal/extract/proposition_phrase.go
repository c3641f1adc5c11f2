package extract

import (
	"slices"
	"strings"
)

// phrase is the subtree of token i without the subtrees of the tokens that leave says
// yes to, trimmed.
func (s *sentence) phrase(i int, leave func(k int) bool) []int {
	var tokens []int
	var walk func(i int)
	walk = func(i int) {
		tokens = append(tokens, i)
		for _, k := range s.children(i) {
			if leave == nil || !leave(k) {
				walk(k)
			}
		}
	}
	walk(i)
	slices.Sort(tokens)
	return s.requote(s.trim(s.closeGaps(tokens)))
}

// nominalPhrase is a noun phrase as readers draw it: without what says something of
// its own about the noun.
func (s *sentence) nominalPhrase(i int) []int { return s.phrase(i, s.apart) }

// apart says that the subtree of k says something of its own about the noun that it
// hangs on: relative clauses, and appositions and participles after a mark.
func (s *sentence) apart(k int) bool {
	switch s.dep(k) {
	case "relcl", "parataxis", "discourse", "intj":
		return true
	case "appos": // but "the word 'X'", "X, Jr."
		if s.art.word("person-suffixes").Has(s.lower(k)) {
			return false
		}
		first, _ := s.subtree(k)
		switch s.word(first - 1) {
		case ",", "(", ":", ";", "-", "--", "–", "—":
			return true
		}
		return s.head(k) > k
	case "acl":
		first, _ := s.subtree(k)
		return s.word(first-1) == ","
	}
	return false
}

// closeGaps drops the marks that are left where something between them was left out:
// empty brackets, the first of two commas.
func (s *sentence) closeGaps(tokens []int) []int {
	var out []int
	for _, i := range tokens {
		if len(out) > 0 {
			last := s.tok(out[len(out)-1]).Text
			switch text := s.tok(i).Text; {
			case last == "(" && text == ")", last == "[" && text == "]":
				out = out[:len(out)-1]
				continue
			case last == "," && (text == "," || text == "."):
				out = out[:len(out)-1]
			}
		}
		out = append(out, i)
	}
	return out
}

// trim drops marks and joining words at both ends, but quotation marks and brackets
// that have their partner among the tokens.
func (s *sentence) trim(tokens []int) []int {
	for len(tokens) > 0 && s.loose(tokens, 0) {
		tokens = tokens[1:]
	}
	for len(tokens) > 0 && s.loose(tokens, len(tokens)-1) {
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}

// loose says that the first or last token does not belong to the phrase.
func (s *sentence) loose(tokens []int, at int) bool {
	i := tokens[at]
	switch s.tok(i).Text {
	case ",", ";", ":", ".", "--", "—", "–", "-", "?", "!", "...":
		return true
	case `"`, "''", "``":
		return s.quoteMarks(tokens)%2 == 1
	case ")", "]", "}":
		return at == 0 || !s.holds(tokens, "(", "[", "{")
	case "(", "[", "{":
		return at > 0 || !s.holds(tokens, ")", "]", "}")
	}
	return s.pos(i) == "CCONJ" && (at == 0 || s.dep(i) == "cc") || blank(s.tok(i).Text)
}

func (s *sentence) holds(tokens []int, texts ...string) bool {
	return slices.ContainsFunc(tokens, func(i int) bool { return slices.Contains(texts, s.tok(i).Text) })
}

// except is the tokens of a that are not in b, trimmed.
func (s *sentence) except(a, b []int) []int {
	out := slices.DeleteFunc(slices.Clone(a), func(i int) bool { return slices.Contains(b, i) })
	return s.trim(out)
}

// phraseText is tokens as the article writes them, with a space between two but within
// what readers take for one word: "cross-border", "10km".
func (s *sentence) phraseText(tokens []int) string {
	var b strings.Builder
	last := -1
	for _, i := range tokens {
		text := squeeze(s.asWritten(i, i+1))
		if text == "" {
			continue
		}
		if last >= 0 && !s.glued(last, i) {
			b.WriteByte(' ')
		}
		b.WriteString(text)
		last = i
	}
	return b.String()
}

// glued says that token b goes on the word that token a belongs to.
func (s *sentence) glued(a, b int) bool {
	if b != a+1 || s.para.runes(s.tok(a).End()) != s.para.runes(s.tok(b).Start) {
		return false
	}
	if joint(s.tok(a).Text) || joint(s.tok(b).Text) {
		return true
	}
	switch s.pos(b) {
	case "PUNCT", "SYM", "AUX", "VERB", "PART":
		return false
	}
	return s.tok(b).Text != "%" && s.pos(a) != "PUNCT" && s.pos(a) != "SYM" && s.dep(b) != "neg" && !strings.HasPrefix(s.tok(b).Text, "'")
}

// joint finds the marks that stand within a word.
func joint(text string) bool {
	switch text {
	case "-", "–", "/", "_", "~", ".":
		return true
	}
	return false
}

// requote takes quotation marks around a phrase into it where both stand there, and the
// partner of one within it that stands right beside it.
func (s *sentence) requote(tokens []int) []int {
	if len(tokens) == 0 {
		return tokens
	}
	first, last := tokens[0]-1, tokens[len(tokens)-1]+1
	if s.has(last) && (s.word(last) == "," || s.word(last) == ".") {
		last++
	}
	opens, closes := s.quoteMark(first), s.quoteMark(last)
	marks := s.quoteMarks(tokens)
	switch {
	case marks%2 == 0 && opens && closes:
		return slices.Concat([]int{first}, tokens, []int{last})
	case marks%2 == 1 && closes:
		return append(slices.Clone(tokens), last)
	case marks%2 == 1 && opens:
		return append([]int{first}, tokens...)
	}
	return tokens
}

// quoteMarks counts the double quotation marks among tokens.
func (s *sentence) quoteMarks(tokens []int) int {
	n := 0
	for _, i := range tokens {
		if s.quoteMark(i) {
			n++
		}
	}
	return n
}

func (s *sentence) quoteMark(i int) bool {
	switch s.at(i).Text {
	case `"`, "''", "``":
		return true
	}
	return false
}
