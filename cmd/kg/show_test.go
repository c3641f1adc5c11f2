package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kg/internal/graph"
)

func TestQuoteMarksTheSentence(t *testing.T) {
	quote := &graph.Quote{
		Title: "Harbour", Before: "It was a grey day. ", Text: "Bo Chen spoke\nat length on Monday.", After: " Rain fell.",
	}
	for _, tt := range []struct {
		name   string
		colour bool
		want   []string
	}{
		{"signs", false, []string{
			"", "    Harbour:", "    It was a grey day. **Bo", "    Chen spoke at length on", "    Monday.** Rain fell.", "",
		}},
		{"colour", true, []string{
			"", "    Harbour:", "    It was a grey day. <Bo>", "    <Chen spoke at length on>", "    <Monday.> Rain fell.", "",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			newPagePrinter(&b, tt.colour, 28).quote(quote)
			got := strings.NewReplacer("\x1b[1;33m", "<", "\x1b[0m", ">").Replace(b.String())
			if diff := cmp.Diff(tt.want, strings.Split(got, "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		in    string
		width int
		want  []string
	}{
		{"", 10, nil},
		{"   ", 10, nil},
		{"one two three", 7, []string{"one two", "three"}},
		{"one  two", 7, []string{"one", "two"}}, // spaces within a line are kept, and count
		{"incomprehensible word", 7, []string{"incomprehensible", "word"}},
		{"東京 都庁", 6, []string{"東京", "都庁"}}, // wide characters take two places
	} {
		var got []string
		for _, line := range wrap([]rune(tt.in), tt.width) {
			got = append(got, string([]rune(tt.in)[line[0]:line[1]]))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q at %d (-want +got):\n%s", tt.in, tt.width, diff)
		}
	}
}
