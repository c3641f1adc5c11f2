package link

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
		{"—", ""},
		{"", ""},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			if got := nameKey(tt.in); got != tt.want {
				t.Errorf("nameKey(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestIsBareBody(t *testing.T) {
	tests := []struct {
		in   string
		want bool
	}{
		{"Department of Commerce", true},
		{"Ministry of Foreign Affairs", true},
		{"the Supreme Court", true},
		{"House of Representatives", true},
		{"Central Bank", true},
		{"Senate", true},
		{"Bank of Uganda", false},
		{"Guangdong Department of Commerce", false},
		{"European Commission", false},
		{"ASEAN", false},
		{"", false},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			if got := isBareBody(nameKey(tt.in)); got != tt.want {
				t.Errorf("isBareBody(%q) = %v, want %v", tt.in, got, tt.want)
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
		key := nameKey(s)
		if len(key) > 100 || !utf8.ValidString(s) { // names are valid: quads hold nothing else
			return
		}
		if again := nameKey(key); again != key {
			t.Errorf("nameKey(%q) = %q, again %q", s, key, again)
		}
	})
}
