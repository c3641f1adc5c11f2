package nlp

import (
	"context"
	"slices"
	"strings"
)

// sequences are the exceptions that the affix rules would cut apart, or that hold a
// space, each as the tokens it is cut into. Where such tokens follow each other in a
// text, they are the exception after all: "1:)" is first cut into "1", ":" and ")",
// then becomes "1" and ":)".
//
// The sequences form a tree. Node 0 is its root; a child is found by its parent and
// the number of the next token's text.
type sequences struct {
	words   map[string]uint16 // the token texts that occur, numbered from 1
	first   [256]bool         // the first bytes of words
	child   map[[2]uint16]uint16
	ends    []bool // by node: a sequence ends here
	longest int    // in tokens
}

func newSequences(t *tokenizer) sequences {
	q := sequences{words: make(map[string]uint16), child: make(map[[2]uint16]uint16), ends: []bool{false}}
	plain := splitter{tokenizer: t, plain: true}
	for key := range t.exceptions.keys.all() {
		if t.affixes.cuts(key) || strings.Contains(key, " ") {
			toks, _ := plain.tokens(context.Background(), key) // which never ends early
			q.add(toks)
		}
	}
	return q
}

func (q *sequences) add(toks []Token) {
	node := uint16(0)
	for i := range toks {
		word, ok := q.words[toks[i].Text]
		if !ok {
			word = uint16(len(q.words) + 1)
			q.words[toks[i].Text] = word
			q.first[toks[i].Text[0]] = true
		}
		next, ok := q.child[[2]uint16{node, word}]
		if !ok {
			next = uint16(len(q.ends))
			q.child[[2]uint16{node, word}] = next
			q.ends = append(q.ends, false)
		}
		node = next
	}
	q.ends[node] = true
	q.longest = max(q.longest, len(toks))
}

// join replaces the tokens of each special sequence by the pieces of its exception.
func (q *sequences) join(t *tokenizer, text string, toks []Token) []Token {
	var out []Token
	last := 0
	for _, s := range q.choose(q.find(toks), len(toks)) {
		final := &toks[s.End-1]
		key := text[toks[s.Start].Start:final.End()]
		pieces, ok := t.exceptions.appendPieces(nil, key, toks[s.Start].Start)
		if !ok {
			continue // a space within the sequence is not one of the exception
		}
		out = append(out, toks[last:s.Start]...)
		from := toks[s.Start].Start
		for _, p := range pieces {
			out = append(out, Token{Text: text[from:p.end], Start: from, Norm: p.norm})
			from = p.end
		}
		out[len(out)-1].Space = final.Space
		last = s.End
	}
	if last == 0 {
		return toks
	}
	return append(out, toks[last:]...)
}

// find gives the places where a sequence stands, by length in tokens, each list in
// text order.
func (q *sequences) find(toks []Token) [][]int {
	var starts [][]int
	for i := range toks {
		node := uint16(0)
		for j := i; j < len(toks); j++ {
			text := toks[j].Text
			if !q.first[text[0]] {
				break
			}
			next, ok := q.child[[2]uint16{node, q.words[text]}]
			if !ok {
				break
			}
			node = next
			if q.ends[node] {
				if starts == nil {
					starts = make([][]int, q.longest+1)
				}
				starts[j+1-i] = append(starts[j+1-i], i)
			}
		}
	}
	return starts
}

// choose picks from overlapping places: the longer first, then the earlier. A place
// passed over still blocks later ones. The result is in text order.
func (q *sequences) choose(starts [][]int, toks int) []Span {
	if starts == nil {
		return nil
	}
	var chosen []Span
	seen := make([]bool, toks)
	for n := len(starts) - 1; n > 0; n-- {
		for _, start := range starts[n] {
			if !seen[start] && !seen[start+n-1] {
				chosen = append(chosen, Span{Start: start, End: start + n})
			}
			for i := range n {
				seen[start+i] = true
			}
		}
	}
	slices.SortFunc(chosen, func(a, b Span) int { return a.Start - b.Start })
	return chosen
}
