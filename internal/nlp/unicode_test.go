package nlp

import (
	"strings"
	"testing"
	"unicode"
)

// The tables of unicode.go were held against Go's for this version. A newer one has
// more code points: add them to sinceUnicode14, then change this.
func TestUnicodeVersion(t *testing.T) {
	if unicode.Version != "15.0.0" {
		t.Errorf("unicode.Version = %s: sinceUnicode14 must be extended", unicode.Version)
	}
}

// TestRuneProperties counts the runes of each property as Python 3.11 has them.
func TestRuneProperties(t *testing.T) {
	for _, tt := range []struct {
		name string
		is   func(rune) bool
		want int
	}{
		{"isalpha", isLetter, 131756},
		{"isdecimal", isDecimal, 660},
		{"isdigit", isDigit, 788},
		{"isspace", isSpace, 29},
		{"word", isWord, 133548},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := 0
			for r := rune(0); r <= unicode.MaxRune; r++ {
				if tt.is(r) {
					got++
				}
			}
			if got != tt.want {
				t.Errorf("%d runes, want %d", got, tt.want)
			}
		})
	}
}

func TestLower(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing to do", "naïve 日本", "naïve 日本"},
		{"ASCII", "U.K. can'T", "u.k. can't"},
		{"outside of ASCII", "ÉCOLE Ж Ⅷ Ⓐ ǅ", "école ж ⅷ ⓐ ǆ"},
		{"one rune becomes two", "İstanbul", "i\u0307stanbul"},
		{"length in bytes changes", "ȺK", "ⱥk"},
		{"no sharp s", "STRASSE ẞ", "strasse ß"},
		// final sigma
		{"sigma at the end of a word", "ὈΔΥΣΣΕΎΣ", "ὀδυσσεύς"},
		{"sigma alone", "Σ", "σ"},
		{"sigma before a letter", "ΣΑΣΑ", "σασα"},
		{"case-ignorable runes are passed over", "A.Σ' b", "a.ς' b"},
		{"and a cased one after them", "A.Σ'b", "a.σ'b"},
		{"a mark of Unicode 15 is not passed over", "aΣ\U0001e4edb", "aς\U0001e4edb"},
		{"a mark of Unicode 14 is", "aΣ\u0301b", "aσ\u0301b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := lower(tt.in); got != tt.want {
				t.Errorf("lower(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestShape(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Apple", "Xxxxx"},
		{"Apples", "Xxxxx"},
		{"NASA's", "XXXX'x"},
		{"12345678", "dddd"},
		{"U.K.", "X.X."},
		{"don't", "xxx'x"},
		{"......", "...."},
		{"²", "d"},
		{"Ⅷ", "Ⅷ"},
		{"ǅ", "x"},
		{"日本", "xx"},
		{"\U0001f600a", "\U0001f600x"},
		{strings.Repeat("a", 99), "xxxx"},
		{strings.Repeat("é", 99), "xxxx"},
		{strings.Repeat("é", 100), "LONG"},
	} {
		t.Run(tt.in, func(t *testing.T) {
			if got := shape(tt.in); got != tt.want {
				t.Errorf("shape(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}
