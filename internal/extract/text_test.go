package extract

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestParagraphs(t *testing.T) {
	long := strings.Repeat("word ", 30)
	for _, tt := range []struct {
		name, text string
		want       []string // text of paragraphs, "# " before headings
	}{
		{"blank lines", "One is here.\n\nTwo is here.", []string{"One is here.", "Two is here."}},
		{"wrapped lines are one", "One is here and goes on for a while until the\nline ends.", []string{"One is here and goes on for a while until the line ends."}},
		{"long lines are their own", long + "one.\n" + long + "two.", []string{strings.TrimSpace(long + "one."), strings.TrimSpace(long + "two.")}},
		{"headline", "Talks begin in Oslo\n\nThey met.", []string{"# Talks begin in Oslo", "They met."}},
		{"feed header", " date 2026-01-29 They met.", []string{"They met."}},
		{"dateline", "OSLO, Norway (NTB) — They met.", []string{"They met."}},
		{"date alone", "Wednesday, January 16, 2019\n\nThey met.", []string{"They met."}},
		{"quotes", "“It’s here”, she said.", []string{`"It's here", she said.`}},
		{"nothing", " \n\t\n", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range paragraphs(tt.text) {
				if p.heading {
					p.text = "# " + p.text
				}
				got = append(got, p.text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Code points of a paragraph are those of the article, one for one.
func FuzzParagraphs(f *testing.F) {
	for _, s := range []string{"a\n\nb", " date 2026-01-29 “é” x.", "OSLO — é’s\u2028x", "\xff\n\n\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\uFFFD")
		runes := []rune(text)
		end := 0
		for _, p := range paragraphs(text) {
			if p.start < end {
				t.Fatalf("paragraph at %d starts before %d", p.start, end)
			}
			n := utf8.RuneCountInString(p.text)
			end = p.start + n
			if end > len(runes) {
				t.Fatalf("paragraph ends at %d of %d", end, len(runes))
			}
			k := 0
			for offset, r := range p.text {
				at := p.runes(offset)
				if at != p.start+k {
					t.Fatalf("byte %d is code point %d, want %d", offset, at, p.start+k)
				}
				if want := plain(runes[at]); r != want {
					t.Fatalf("code point %d is %q, want %q", at, r, want)
				}
				k++
			}
		}
	})
}
