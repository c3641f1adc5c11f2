package main

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseAlternative(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want alternative
		err  bool
	}{
		{in: `US\$`, want: alternative{shape: "literal", text: "US$"}},
		{in: `…`, want: alternative{shape: "literal", text: "…"}},
		{in: `\.\.+`, want: alternative{shape: `\.\.+`}},
		{in: `[a-c\-\u00e9\U0001F600x-]`, want: alternative{
			shape: "[]",
			sets:  []runeSet{{{'a', 'c'}, {'-', '-'}, {'é', 'é'}, {'😀', '😀'}, {'x', 'x'}, {'-', '-'}}},
		}},
		{in: `[|(?:]`, want: alternative{shape: "[]", sets: []runeSet{{{'|', '|'}, {'(', '('}, {'?', '?'}, {':', ':'}}}}},
		{in: `(?<=[0-9])(?:\$|km)`, want: alternative{
			shape: `(?<=[])(?:)`, sets: []runeSet{{{'0', '9'}}}, choices: []string{"$", "km"},
		}},
		{in: `\d`, want: alternative{shape: `\d`}},
		{in: `[a`, err: true},
		{in: `[z-a]`, err: true},
		{in: `[\d]`, err: true},
		{in: `[\u12]`, err: true},
		{in: `(?:a`, err: true},
		{in: `(?:a+)`, err: true},
	} {
		t.Run(tt.in, func(t *testing.T) {
			got, err := parseAlternative(tt.in)
			if tt.err {
				if err == nil {
					t.Errorf("%q: no error, got %v", tt.in, got)
				}
				return
			}
			if err != nil {
				t.Errorf("%q: %v", tt.in, err)
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(alternative{})); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestSplitOutside(t *testing.T) {
	got := splitOutside(`a|[|b]|(?:c|d)|\||e`, '|')
	want := []string{"a", "[|b]", "(?:c|d)", `\|`, "e"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReadAlternativesRejects(t *testing.T) {
	shapes := map[string]shape{
		"literal": {anyNumber, always},
		"[]":      {1, func(alt alternative) bool { return alt.sets[0].is("ab") }},
	}
	for _, tt := range []struct {
		name, pattern string
		ok            bool
	}{
		{"as it should be", "^x|^[ba]|^y", true},
		{"not anchored", "^x|[ab]", false},
		{"another class", "^[abc]", false},
		{"an unknown shape", "^[ab]|^x+", false},
		{"a shape is missing", "^x", false},
		{"a shape too many", "^[ab]|^[ab]", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := readAlternatives(tt.pattern, "^", "", shapes); (err == nil) != tt.ok {
				t.Errorf("error %v", err)
			}
		})
	}
}

func FuzzParseAlternative(f *testing.F) {
	for _, seed := range []string{`US\$`, `[a-c\-\u00e9]`, `(?<=[0-9])(?:\$|km)`, `\`, `[`, `(?:`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		alt, err := parseAlternative(pattern)
		if err == nil && alt.shape == "literal" && alt.text == "" {
			t.Errorf("%q is an empty literal", pattern)
		}
	})
}
