package nlp

import (
	"flag"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var rulesFile = flag.String("rules", "testdata/rules.jsonl.gz", "tagged words with what spaCy's ruler and lemmatizer make of them")

// TestRulesAndLemmas runs ruler and lemmatizer over words with random tags and labels
// and holds the result against spaCy's.
func TestRulesAndLemmas(t *testing.T) {
	p := pipeline(t)
	type sentence struct {
		Words, Tags, Deps []string
		Want              [][5]string // tag, pos, morph, lemma, dep
	}
	tokens, bad := 0, 0
	for _, c := range jsonLines[sentence](t, *rulesFile) {
		var doc Doc
		for i, word := range c.Words {
			doc.Tokens = append(doc.Tokens, Token{Text: word, Tag: c.Tags[i], Dep: c.Deps[i]})
		}
		p.ruler.apply(&doc)
		p.lemmas.apply(&doc)
		for i := range doc.Tokens {
			tok := &doc.Tokens[i]
			got := [5]string{tok.Tag, tok.POS, tok.Morph, tok.Lemma, tok.Dep}
			if diff := cmp.Diff(c.Want[i], got); diff != "" {
				if bad++; bad <= 20 {
					t.Errorf("%q %s %s in %q (-want +got):\n%s", c.Words[i], c.Tags[i], c.Deps[i], c.Words, diff)
				}
			}
			tokens++
		}
	}
	t.Logf("%d tokens, %d differ", tokens, bad)
}

func TestRuler(t *testing.T) {
	p := pipeline(t)
	type tokens = []Token
	for _, tt := range []struct {
		name     string
		in, want tokens
	}{
		{"nothing", nil, nil},
		{
			"tag alone",
			tokens{{Text: "dog", Tag: "NN"}},
			tokens{{Text: "dog", Tag: "NN", POS: "NOUN", Morph: "Number=Sing"}},
		},
		{
			"a later rule wins",
			tokens{{Text: "Been", Tag: "VBN", Dep: "ROOT"}},
			tokens{{Text: "Been", Tag: "VBN", POS: "AUX", Morph: "Tense=Past|VerbForm=Part", Lemma: "be", Dep: "ROOT"}},
		},
		{
			"rules by label come last",
			tokens{{Text: "does", Tag: "VBZ", Dep: "ROOT"}},
			tokens{{
				Text: "does", Tag: "VBZ", POS: "VERB", Lemma: "do", Dep: "ROOT",
				Morph: "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
			}},
		},
		{
			"the second token of two is set",
			tokens{{Text: "Let", Tag: "NN"}, {Text: "'s", Tag: "NN"}},
			tokens{
				{Text: "Let", Tag: "NN", POS: "NOUN", Morph: "Number=Sing"},
				{Text: "'s", Tag: "NN", POS: "NOUN", Morph: "Number=Sing", Lemma: "us"},
			},
		},
		{
			"no second token",
			tokens{{Text: "let", Tag: "NN"}},
			tokens{{Text: "let", Tag: "NN", POS: "NOUN", Morph: "Number=Sing"}},
		},
		{
			"white space",
			tokens{{Text: "\n", Tag: "NN", Dep: "ROOT"}},
			tokens{{Text: "\n", Tag: "_SP", POS: "SPACE", Dep: "dep"}},
		},
		{
			"the tag of white space on a word",
			tokens{{Text: "a", Tag: "_SP", Dep: "det"}},
			tokens{{Text: "a", Tag: "_SP", POS: "X", Dep: "det"}},
		},
		{
			"case is folded outside of ASCII too: a Kelvin sign",
			tokens{{Text: "AS\u212a", Tag: "IN"}},
			tokens{{Text: "AS\u212a", Tag: "IN", POS: "SCONJ"}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := &Doc{Tokens: tt.in}
			p.ruler.apply(doc)
			if diff := cmp.Diff(tt.want, doc.Tokens); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
