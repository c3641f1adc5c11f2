package nlp

import (
	"slices"
	"testing"
)

// TestWordTables looks up every word of the model's tables, and words beside them.
func TestWordTables(t *testing.T) {
	p := pipeline(t)
	for _, tt := range []struct {
		name  string
		table wordTable
		want  int
	}{
		{"exceptions", p.tokenizer.exceptions.keys, 1347},
		{"after digits", p.tokenizer.affixes.afterDigit, 143},
		{"noun index", p.lemmas.tables["NOUN"].index, 57528},
		{"verb index", p.lemmas.tables["VERB"].index, 8700},
		{"adjective index", p.lemmas.tables["ADJ"].index, 20993},
		{"adverb index", p.lemmas.tables["ADV"].index, 3775},
		{"punctuation index", p.lemmas.tables["PUNCT"].index, 0},
		{"irregular nouns", p.lemmas.tables["NOUN"].exceptions, 2050},
		{"irregular verbs", p.lemmas.tables["VERB"].exceptions, 2401},
		{"irregular adjectives", p.lemmas.tables["ADJ"].exceptions, 1489},
		{"irregular adverbs", p.lemmas.tables["ADV"].exceptions, 25},
	} {
		t.Run(tt.name, func(t *testing.T) {
			words := make(map[string]uint32)
			for word, number := range tt.table.all() {
				words[word] = number
			}
			if len(words) != tt.want {
				t.Errorf("%d words, want %d", len(words), tt.want)
			}
			for word, number := range words {
				if got, ok := tt.table.find(word); !ok || got != number {
					t.Fatalf("find(%q) = %d, %v, want %d", word, got, ok, number)
				}
				for _, other := range []string{word + "\x00", word[1:], "\x00" + word} {
					if _, ok := words[other]; ok != tt.table.has(other) {
						t.Fatalf("has(%q) = %v", other, !ok)
					}
				}
			}
		})
	}
}

// FuzzDecodeLexical reads damaged tables: they are refused, or can be used.
func FuzzDecodeLexical(f *testing.F) {
	model := readModel(f)
	names := []string{"tokenizer", "norms", "ruler", "lemmas"}
	for i, name := range names {
		section := model[name]
		f.Add(byte(i), 0, byte(0), section[:min(len(section), 1<<17)])
	}
	f.Fuzz(func(t *testing.T, kind byte, at int, flip byte, data []byte) {
		data = slices.Clone(data)
		if len(data) > 0 {
			data[uint(at)%uint(len(data))] ^= flip
		}
		doc := &Doc{Text: "(They can't go.) I'm 10am :) “x”"}
		for i, word := range []string{"They", "went", "churches"} {
			doc.Tokens = append(doc.Tokens, Token{Text: word, Tag: "NN", Dep: "aux", POS: []string{"PUNCT", "VERB", "NOUN"}[i]})
		}
		switch names[int(kind)%len(names)] {
		case "tokenizer":
			if tok, err := decodeTokenizer(data); err == nil {
				if err := tok.tokenize(t.Context(), doc); err != nil {
					t.Fatal(err)
				}
				checkTiling(t, doc)
			}
		case "norms":
			if n, err := decodeNorms(data); err == nil {
				n.apply(doc)
			}
		case "ruler":
			if r, err := decodeRuler(data); err == nil {
				r.apply(doc)
			}
		case "lemmas":
			if l, err := decodeLemmas(data); err == nil {
				l.apply(doc)
			}
		}
	})
}

// TestDecodeLexicalShort cuts each section short at every small length, and at some of
// the larger ones.
func TestDecodeLexicalShort(t *testing.T) {
	model := readModel(t)
	for _, tt := range []struct {
		name   string
		decode func([]byte) error
	}{
		{"tokenizer", func(b []byte) error { _, err := decodeTokenizer(b); return err }},
		{"norms", func(b []byte) error { _, err := decodeNorms(b); return err }},
		{"ruler", func(b []byte) error { _, err := decodeRuler(b); return err }},
		{"lemmas", func(b []byte) error { _, err := decodeLemmas(b); return err }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			whole := model[tt.name]
			if err := tt.decode(whole); err != nil {
				t.Fatal(err)
			}
			for n := 0; n < len(whole); n += 1 + n/8 {
				if err := tt.decode(whole[:n]); err == nil {
					t.Errorf("%d of %d bytes are taken for the whole", n, len(whole))
				}
			}
			if err := tt.decode(append(slices.Clone(whole), 0)); err == nil {
				t.Error("a byte too many is not noticed")
			}
		})
	}
}
