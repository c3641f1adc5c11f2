package nlp

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// The wanted texts are those of Python's bytes.decode("utf-8", "replace").
func TestValidText(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"valid", "naïve 日本 😀 \ufffd", "naïve 日本 😀 \ufffd"},
		{"a byte that begins nothing", "a\xffb", "a\ufffdb"},
		{"continuation bytes alone", "\x80\xbf", "\ufffd\ufffd"},
		{"overlong in two bytes", "\xc0\x80\xc1\xbf", "\ufffd\ufffd\ufffd\ufffd"},
		{"overlong in three bytes", "\xe0\x80\x80", "\ufffd\ufffd\ufffd"},
		{"overlong in four bytes", "\xf0\x80\x80\x80", "\ufffd\ufffd\ufffd\ufffd"},
		{"a surrogate", "\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
		{"above U+10FFFF", "\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd"},
		{"no lead byte", "\xf5\x80", "\ufffd\ufffd"},
		{"two of two bytes cut", "\xc3(", "\ufffd("},
		{"two of three bytes", "\xe6\x97a", "\ufffda"},
		{"three of four bytes", "\xf0\x9f\x98a", "\ufffda"},
		{"three of four bytes at the end", "a\xf0\x9f\x98", "a\ufffd"},
		{"one cut character after another", "\xf0\x9f\xf0\x9f\xe6", "\ufffd\ufffd\ufffd"},
		{"a whole one after a cut one", "\xf0\x9f\xc3\xa9", "\ufffdé"},
		{"Latin-1", "caf\xe9 cr\xe8me", "caf\ufffd cr\ufffdme"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := ValidText(tt.in); got != tt.want {
				t.Errorf("ValidText(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzValidText(f *testing.F) {
	for _, seed := range []string{"a", "é", "\xf0\x9f\x98", "\xe0\x80", "\xed\xa0\x80", "\xf4\x90", "\xc3\xff"} {
		f.Add(seed, "\x80")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		got := ValidText(a)
		if !utf8.ValidString(got) || ValidText(got) != got {
			t.Errorf("ValidText(%q) = %q is not valid", a, got)
		}
		if utf8.ValidString(a) && got != a {
			t.Errorf("ValidText(%q) = %q changes a valid text", a, got)
		}
		// An ASCII byte ends whatever was begun.
		if got, want := ValidText(a+"|"+b), ValidText(a)+"|"+ValidText(b); got != want {
			t.Errorf("ValidText(%q) = %q, want %q", a+"|"+b, got, want)
		}
		// Each broken part has at least one byte and at most three.
		broken := strings.Count(got, "\ufffd") - strings.Count(a, "\ufffd")
		if kept := len(got) - 3*strings.Count(got, "\ufffd") + 3*strings.Count(a, "\ufffd"); kept+broken > len(a) || kept+3*broken < len(a) {
			t.Errorf("ValidText(%q) = %q replaces %d parts", a, got, broken)
		}
	})
}
