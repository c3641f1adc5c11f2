package nlp

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTokenize(t *testing.T) {
	p := pipeline(t)
	for _, tt := range []struct {
		name, in string
		want     []string // tokens, with the space that belongs to them
	}{
		{"nothing", "", nil},
		{"one word", "Yes", []string{"Yes"}},
		// white space
		{"a space belongs to the word before", "a b", []string{"a ", "b"}},
		{"a second space is a token", "a  b", []string{"a ", " ", "b"}},
		{"a space at the start", " a", []string{" ", "a"}},
		{"a space at the end", "a ", []string{"a "}},
		{"a run of white space", "a \n b", []string{"a ", "\n ", "b"}},
		{"a line feed is no space", "a\n b", []string{"a", "\n ", "b"}},
		{"separators of ASCII", "a\x1cb", []string{"a", "\x1c", "b"}},
		// affixes
		{"brackets and quotes", "(“Hello,” she", []string{"(", "“", "Hello", ",", "” ", "she"}},
		{"suffixes from the outside in", "word...!)", []string{"word", "...", "!", ")"}},
		{"amount", "US$5m", []string{"US$", "5", "m"}},
		{"an abbreviation keeps its stop", "the U.S.)", []string{"the ", "U.S.", ")"}},
		{"an address stays whole", "(see https://a.bc/d-e,f)", []string{"(", "see ", "https://a.bc/d-e,f", ")"}},
		{"an infix at the start", "--a-b", []string{"--a", "-", "b"}},
		// exceptions
		{"contraction", "can't", []string{"ca", "n't"}},
		{"contraction with affixes", "(can't)", []string{"(", "ca", "n't", ")"}},
		{"time of day", "10am", []string{"10", "am"}},
		{"smiley over two chunks' rules", "1:)", []string{"1", ":)"}},
		{"not with a space in it", ": )", []string{": ", ")"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := tokenized(t, p, tt.in)
			var got []string
			for _, tok := range doc.Tokens {
				text := tok.Text
				if tok.Space {
					text += " "
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			checkTiling(t, doc)
		})
	}
}

func TestNorm(t *testing.T) {
	p := pipeline(t)
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"can't", []string{"can", "not"}},
		{"ca", []string{"ca"}},
		{"The colour", []string{"the", "color"}},
		{"“quoted”", []string{`"`, "quoted", `"`}},
		{"£5", []string{"$", "5"}},
		{"A — B", []string{"a", "-", "b"}},
		{"wait…", []string{"wait", "..."}},
	} {
		t.Run(tt.in, func(t *testing.T) {
			var got []string
			for _, tok := range tokenized(t, p, tt.in).Tokens {
				got = append(got, tok.Norm)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("norms of %q (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestSpecialSequences(t *testing.T) {
	q := &pipeline(t).tokenizer.specials
	ends := 0
	for _, end := range q.ends {
		if end {
			ends++
		}
	}
	if ends != 366 || q.longest != 11 {
		t.Errorf("%d sequences of up to %d tokens, want 366 of up to 11", ends, q.longest)
	}
}

// TestChooseSequences checks the order in which overlapping sequences win.
func TestChooseSequences(t *testing.T) {
	for _, tt := range []struct {
		name   string
		places []Span
		want   []Span
	}{
		{"none", nil, nil},
		{"apart", []Span{{Start: 0, End: 1}, {Start: 2, End: 3}}, []Span{{Start: 0, End: 1}, {Start: 2, End: 3}}},
		{"the longer wins", []Span{{Start: 0, End: 2}, {Start: 1, End: 4}}, []Span{{Start: 1, End: 4}}},
		{"the earlier wins", []Span{{Start: 0, End: 2}, {Start: 1, End: 3}}, []Span{{Start: 0, End: 2}}},
		{
			"one that lost still blocks",
			[]Span{{Start: 0, End: 3}, {Start: 2, End: 5}, {Start: 4, End: 6}},
			[]Span{{Start: 0, End: 3}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var starts [][]int
			for _, place := range tt.places {
				for len(starts) <= place.End-place.Start {
					starts = append(starts, nil)
				}
				starts[place.End-place.Start] = append(starts[place.End-place.Start], place.Start)
			}
			got := new(sequences).choose(starts, 10)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestTokenizeConcurrently cuts texts on several goroutines that share the caches.
func TestTokenizeConcurrently(t *testing.T) {
	p := pipeline(t)
	cases := jsonLines[lexicalCase](t, "testdata/lexical.jsonl.gz")
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := worker; i < len(cases); i++ {
				var got []string
				for _, tok := range tokenized(t, p, cases[i].Text).Tokens {
					got = append(got, tok.Text)
				}
				if !slices.Equal(got, cases[i].Tokens) {
					t.Errorf("tokens of %q: %q, want %q", cases[i].Text, got, cases[i].Tokens)
				}
			}
		}()
	}
	wg.Wait()
}

// TestCache keeps and forgets.
func TestCache(t *testing.T) {
	c := newCache[string](2)
	if got := c.get("a"); got != nil {
		t.Errorf("get of an empty cache = %q", *got)
	}
	value := "A"
	if got := c.put("a", &value); *got != "A" || c.get("a") == nil {
		t.Errorf("put, then get: %q, %v", *got, c.get("a"))
	}
	long := strings.Repeat("a", maxCacheKey+1)
	if c.put(long, &value); c.get(long) != nil {
		t.Errorf("a key of %d bytes is kept", len(long))
	}
}
