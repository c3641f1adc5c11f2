package nlp

import (
	"iter"
	"slices"
	"strings"
)

// lemmatizer gives words their base forms by rules for endings, lists of irregular
// forms and an index of known base forms. It runs after the attribute ruler.
//
// It decides as spaCy up to 3.8.7 does, with which the model was published. From 3.8.8
// on spaCy prefers forms of the index over the order of the rules, which changes
// "hoping" from hope to hop.
type lemmatizer struct {
	tables map[string]*lemmaTable // by coarse part of speech, as "NOUN"
}

// lemmaTable holds the rules and words of one part of speech.
type lemmaTable struct {
	rules      []lemmaRule
	index      wordTable // base forms
	exceptions wordTable // irregular forms; the number is where in forms their bases begin
	forms      string    // a count, then each base's length and bytes
}

// lemmaRule replaces the ending old by new.
type lemmaRule struct{ old, new string }

// lemmaPOS are the parts of speech that may have a table; the model file knows them by
// the ids of their lower-case names.
var lemmaPOS = []string{"NOUN", "VERB", "ADJ", "ADV", "PUNCT", "PROPN", "PRON", "AUX", "DET", "NUM", "ADP",
	"PART", "CCONJ", "SCONJ", "INTJ", "SYM", "X"}

func decodeLemmas(section []byte) (*lemmatizer, error) {
	r := tableReader{rest: section}
	l := &lemmatizer{tables: make(map[string]*lemmaTable)}
	for range r.count() {
		id := uint64(r.uint32()) | uint64(r.uint32())<<32
		t := &lemmaTable{rules: make([]lemmaRule, r.count())}
		for i := range t.rules {
			t.rules[i] = lemmaRule{r.text(), r.text()}
		}
		t.index, t.exceptions, t.forms = r.wordTable(), r.wordTable(), r.text()
		r.bad = r.bad || !t.fits()
		i := slices.IndexFunc(lemmaPOS, func(pos string) bool { return stringID(strings.ToLower(pos)) == id })
		if i < 0 {
			r.bad = true
			break
		}
		l.tables[lemmaPOS[i]] = t
	}
	return l, r.done("lemmas")
}

// fits tells whether the base forms of each irregular form are whole.
func (t *lemmaTable) fits() bool {
	for _, at := range t.exceptions.all() {
		if int64(at) >= int64(len(t.forms)) {
			return false
		}
		count, rest := int(t.forms[at]), t.forms[at+1:]
		for range count {
			if rest == "" || len(rest) < 1+int(rest[0]) {
				return false
			}
			rest = rest[1+int(rest[0]):]
		}
	}
	return true
}

// apply fills in the Lemma of each token that the attribute ruler gave none. It reads
// Text, POS and Morph.
func (l *lemmatizer) apply(doc *Doc) {
	for i := range doc.Tokens {
		if tok := &doc.Tokens[i]; tok.Lemma == "" {
			tok.Lemma = l.lemma(tok.Text, tok.POS, tok.Morph)
		}
	}
}

func (l *lemmatizer) lemma(text, pos, morph string) string {
	table := l.tables[pos]
	switch {
	case pos == "", pos == "EOL", pos == "SPACE", isBaseForm(pos, morph):
		return lower(text)
	case table == nil && pos == "PROPN":
		return text
	case table == nil:
		return lower(text)
	}
	if form := table.base(lower(text)); form != "" {
		return form
	}
	return text
}

// isBaseForm tells whether the morphology says that a word is its own lemma.
func isBaseForm(pos, morph string) bool {
	switch pos {
	case "NOUN":
		if feature(morph, "Number") == "Sing" {
			return true
		}
	case "VERB":
		if feature(morph, "VerbForm") == "Fin" && feature(morph, "Tense") == "Pres" && feature(morph, "Number") == "" {
			return true
		}
	}
	form := feature(morph, "VerbForm")
	return form == "Inf" || form == "None" || feature(morph, "Degree") == "Pos"
}

// feature gives the value of a feature in a morphology like "Number=Sing|Person=3".
func feature(morph, name string) string {
	for morph != "" {
		var pair string
		pair, morph, _ = strings.Cut(morph, "|")
		if value, ok := strings.CutPrefix(pair, name); ok && strings.HasPrefix(value, "=") {
			return value[1:]
		}
	}
	return ""
}

// base gives the base form of a lower-case word: an irregular one, else the first form
// by rule that is in the index, else the first form by rule at all, else "".
func (t *lemmaTable) base(word string) string {
	forms, unknown := t.byRule(word)
	for irregular := range t.irregular(word) {
		if !slices.Contains(forms, irregular) {
			forms = slices.Insert(forms, 0, irregular)
		}
	}
	if len(forms) > 0 {
		return forms[0]
	}
	return unknown
}

// byRule gives the forms by rule that are in the index, or hold something other than
// letters, and the first of those that are not.
func (t *lemmaTable) byRule(word string) (forms []string, unknown string) {
	for _, rule := range t.rules {
		stem, ok := strings.CutSuffix(word, rule.old)
		if !ok {
			continue
		}
		switch form := stem + rule.new; {
		case form == "":
		case t.index.has(form) || !isAlpha(form):
			if !slices.Contains(forms, form) {
				forms = append(forms, form)
			}
		case unknown == "":
			unknown = form
		}
	}
	return forms, unknown
}

// irregular gives the base forms that the list of irregular words has for word.
func (t *lemmaTable) irregular(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		at, ok := t.exceptions.find(word)
		if !ok {
			return
		}
		count, rest := int(t.forms[at]), t.forms[at+1:]
		for range count {
			n := 1 + int(rest[0])
			if !yield(rest[1:n]) {
				return
			}
			rest = rest[n:]
		}
	}
}
