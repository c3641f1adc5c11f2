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
