package nlp

import "testing"

func TestLemma(t *testing.T) {
	p := pipeline(t)
	for _, tt := range []struct {
		name             string
		text, pos, morph string
		want             string
	}{
		// by rule
		{"plural", "Dogs", "NOUN", "Number=Plur", "dog"},
		{"ending ies", "countries", "NOUN", "Number=Plur", "country"},
		{"verb", "hitting", "VERB", "VerbForm=Ger", "hit"},
		{"the first rule wins, as in spaCy 3.8.7", "hoping", "VERB", "VerbForm=Ger", "hope"},
		{"unknown verb", "googled", "VERB", "Tense=Past|VerbForm=Fin", "google"},
		{"comparative", "larger", "ADJ", "Degree=Cmp", "large"},
		{"something other than letters", "F-16s", "NOUN", "Number=Plur", "f-16"},
		{"quote", "”", "PUNCT", "", `"`},
		{"nothing is left", "s", "NOUN", "Number=Plur", "s"},
		{"no rule fits, case is kept", "QE", "NOUN", "Number=Plur", "QE"},
		// by list
		{"irregular plural", "children", "NOUN", "Number=Plur", "child"},
		{"irregular verb", "went", "VERB", "Tense=Past|VerbForm=Fin", "go"},
		{"irregular before rule", "better", "ADJ", "Degree=Cmp", "well"},
		// base forms
		{"singular", "Means", "NOUN", "Number=Sing", "means"},
		{"infinitive", "Bring", "VERB", "VerbForm=Inf", "bring"},
		{"present, not third person", "Does", "VERB", "Mood=Ind|Tense=Pres|VerbForm=Fin", "does"},
		{"third person", "Brings", "VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "bring"},
		{"positive", "Nicer", "ADJ", "Degree=Pos", "nicer"},
		// no table
		{"proper noun", "Vietnam", "PROPN", "Number=Sing", "Vietnam"},
		{"pronoun", "They", "PRON", "", "they"},
		{"no part of speech", "Foo", "", "", "foo"},
		{"white space", "\n", "SPACE", "", "\n"},
		{"unknown part of speech", "Foo", "FOO", "", "foo"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := p.lemmas.lemma(tt.text, tt.pos, tt.morph); got != tt.want {
				t.Errorf("lemma of %q %s %s is %q, want %q", tt.text, tt.pos, tt.morph, got, tt.want)
			}
		})
	}
}

func TestFeature(t *testing.T) {
	for _, tt := range []struct{ morph, name, want string }{
		{"", "Number", ""},
		{"Number=Sing", "Number", "Sing"},
		{"Case=Nom|Number=Plur|Person=3", "Number", "Plur"},
		{"Case=Nom|Number=Plur|Person=3", "Person", "3"},
		{"NumType=Card", "Num", ""},
		{"NumType=Card", "Type", ""},
	} {
		t.Run(tt.name+" of "+tt.morph, func(t *testing.T) {
			if got := feature(tt.morph, tt.name); got != tt.want {
				t.Errorf("feature(%q, %q) = %q, want %q", tt.morph, tt.name, got, tt.want)
			}
		})
	}
}
