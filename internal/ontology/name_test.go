package ontology

import (
	"testing"
	"unicode/utf8"
)

func TestNameKey(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Zhang Jingsong", "zhang jingsong"},
		{"the Department of Commerce", "department of commerce"},
		{"José Ibáñez-Ortiz", "jose ibanez ortiz"},
		{"Łódź", "lodz"},
		{"Straße", "strasse"},
		{"U.S.", "us"},
		{"Lindqvist & Co.", "lindqvist and co"},
		{"O’Brien", "obrien"},
		{"Ελλάδα", "ελλαδα"},
		{"广东省", "广东省"},
		{"हिन्दी", "हिन्दी"},
		{"José Muñoz", "jose munoz"},
		{"JOSE MUÑOZ", "jose munoz"},
		{"Jose\u0301", "jose"},
		{"The Hague", "hague"},
		{"Åse-Marie  Ødegård", "ase marie odegard"},
		{"Владимир Ёлкин", "владимир елкин"},
		{"北京", "北京"},
		{"İstanbul", "istanbul"},
		{"Ａｃｍｅ", "acme"},
		{"AT&T", "at and t"},
		{"ﬁnance", "finance"},
		{"—", ""},
		{"", ""},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			if got := NameKey(tt.in); got != tt.want {
				t.Errorf("NameKey(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// FuzzNameKey checks that a folded name folds to itself, unless it is so long that a
// hash ends it.
func FuzzNameKey(f *testing.F) {
	for _, s := range []string{"the The Hague", "José & Łódź", "İstanbul", "A.B.-C", "ǅ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := NameKey(s)
		if len(key) > 100 || !utf8.ValidString(s) { // names are valid: quads hold nothing else
			return
		}
		if again := NameKey(key); again != key {
			t.Errorf("NameKey(%q) = %q, again %q", s, key, again)
		}
	})
}
