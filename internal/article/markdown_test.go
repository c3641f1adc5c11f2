package article

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseMarkdown(t *testing.T) {
	tests := []struct {
		name, in string
		want     Article
	}{
		{
			name: "front matter",
			in:   "---\nid: lugo-1\ntitle: \"Ana Ruiz: mayor\"\ndate: 2026-01-29\nauthors: [Bo Lind, Cy Park]\nurl: https://news.example/a\nlang: en\ntags: [x]\n---\n\nAna Ruiz became\nmayor of Lugo.\n\nShe won.\n",
			want: Article{ID: "lugo-1", Title: "Ana Ruiz: mayor", Date: "2026-01-29", Authors: []string{"Bo Lind", "Cy Park"}, URL: "https://news.example/a", Language: "en", Text: "Ana Ruiz became mayor of Lugo.\n\nShe won."},
		},
		{
			name: "no front matter, a heading",
			in:   "# New mayor *in* Lugo\n\nAna Ruiz won.",
			want: Article{Title: "New mayor in Lugo", Text: "Ana Ruiz won."},
		},
		{
			name: "heading underlined",
			in:   "New mayor\n=========\nAna Ruiz won.\n\nLater\n-----\nShe spoke.",
			want: Article{Title: "New mayor", Text: "Ana Ruiz won.\n\nLater\n\nShe spoke."},
		},
		{
			name: "heading that is not the title stays",
			in:   "---\ntitle: Lugo votes\n---\n# Count\n\nText.",
			want: Article{Title: "Lugo votes", Text: "Count\n\nText."},
		},
		{
			name: "lists and quotes are paragraphs",
			in:   "Seats:\n\n- Left: 4\n- Right: 3\n  of them new\n1. One\n\n> Quoted\n> twice.",
			want: Article{Text: "Seats:\n\nLeft: 4\n\nRight: 3 of them new\n\nOne\n\nQuoted twice."},
		},
		{
			name: "inline markup",
			in:   "The **port** of [Velmar](https://v.example \"x\") is _big_, `really`; see ![map](m.png) <https://e.example> and snake_case_name, 2 * 3 * 4, \\*stars\\*.[^1]\n\n[^1]: A note.\n\n[ref]: https://e.example",
			want: Article{Text: "The port of Velmar is big, really; see https://e.example and snake_case_name, 2 * 3 * 4, *stars*."},
		},
		{
			name: "code, comments, rules and tables",
			in:   "One.\n\n```go\nfunc x() {}\n```\n\n<!-- two\n\nlines -->\n***\n\n| Port | Ships |\n| --- | ---: |\n| Velmar | 40 |\n\nTwo<br/> and <b>three</b>.",
			want: Article{Text: "One.\n\nPort | Ships\n\nVelmar | 40\n\nTwo and three."},
		},
		{
			name: "hard line breaks",
			in:   "One.  \nTwo.\\\nThree.",
			want: Article{Text: "One.\n\nTwo.\n\nThree."},
		},
		{
			name: "Windows line ends",
			in:   "---\r\ntitle: T\r\n---\r\nOne\r\ntwo.\r\n\r\nThree.",
			want: Article{Title: "T", Text: "One two.\n\nThree."},
		},
		{
			name: "a rule in front is no front matter",
			in:   "---\n\nOne.",
			want: Article{Text: "One."},
		},
		{
			name: "empty front matter",
			in:   "---\n---\nOne.",
			want: Article{Text: "One."},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseMarkdown([]byte(tt.in), true)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("article (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFrontMatterErrors(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"syntax", "---\ntitle: T\nauthors: [a\n---\nText.", `"a.md":3: front matter: sequence end token ']' not found`},
		{"a list", "---\n- a\n---\nText.", `"a.md":1: front matter is a list, not a mapping`},
		{"anchors", "---\ntitle: T\na: &a [x,x]\nb: [*a,*a]\n---\nText.", `"a.md":3: front matter: anchors and aliases are not taken`},
		{"a tab", "---\ntitle: T\n\tid: x\n---\nText.", `"a.md":3: front matter: found character '	' that cannot start any token`},
		{"a key twice", "---\nid: a\nid: b\n---\nText.", `"a.md":3: front matter: mapping key "id" already defined at [1:1]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := outcome(t, files("a.md", tt.in), Options{}, "a.md")
			if diff := cmp.Diff("error "+tt.want+"\n", got); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMarkdownInLinearTime(t *testing.T) {
	for _, unit := range []string{"[", "![", "*", "_", "`", "<", "<!--", "> ", "# ", "[a](", "\\"} {
		start := time.Now()
		if _, err := parseMarkdown([]byte(strings.Repeat(unit, 200_000/len(unit))), true); err != nil {
			t.Errorf("%q: %v", unit, err)
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%q repeated takes %v", unit, took)
		}
	}
}

// FuzzMarkdown checks that paragraphs are what they promise.
func FuzzMarkdown(f *testing.F) {
	f.Add([]byte("---\ntitle: T\n---\n# T\n\nOne *two* [three](x).\n\n- a\n- b\n\n> q"))
	f.Add([]byte("Title\n=====\n\n```\ncode\n```\n| a | b |\n|---|---|"))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := parseMarkdown(b, true)
		if err != nil {
			return
		}
		if a.Text == "" {
			return
		}
		for _, paragraph := range strings.Split(a.Text, "\n\n") {
			if paragraph == "" || paragraph != oneLine(paragraph) {
				t.Errorf("paragraph %q", paragraph)
			}
		}
	})
}
