package article

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestPages reads pages of the shapes that news sites have and compares all that is
// taken from them with the golden file beside each.
func TestPages(t *testing.T) {
	names, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(names) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".html"), func(t *testing.T) {
			var got strings.Builder
			for a, err := range Read(t.Context(), disk{}, []string{name}, Options{}) {
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&got, "url: %s\ntitle: %s\ndate: %s\nsource: %s\nlanguage: %s\nauthors: %s\nwarnings: %s\n\n%s\n",
					a.URL, a.Title, a.Date, a.Source, a.Language, strings.Join(a.Authors, "; "), strings.Join(a.Warnings, "; "), a.Text)
			}
			golden := strings.TrimSuffix(name, ".html") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("page (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDateInPath(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://news.example/2026/01/29/port-reopens", "2026-01-29"},
		{"https://news.example/world/2026/jan/29/port-reopens", "2026-01-29"},
		{"https://news.example/2026-01-29/port", "2026-01-29"},
		{"https://news.example/a/2026/1/9.html", "2026-01-09"},
		{"https://news.example/2026/01/port-reopens", ""},
		{"https://news.example/2026/13/29/port", ""},
		{"https://news.example/1/2026", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := dateInPath(tt.in); got != tt.want {
			t.Errorf("dateInPath(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestPageAddress reads the address by which a page is known again.
func TestPageAddress(t *testing.T) {
	tests := []struct{ name, head, given, want string }{
		{"canonical", `<link rel=canonical href="https://news.example/a"><meta property=og:url content="https://news.example/b">`, "", "https://news.example/a"},
		{"canonical is the home page", `<link rel=canonical href="https://news.example/"><meta property=og:url content="https://news.example/b">`, "", "https://news.example/b"},
		{"nothing but the home page", `<link rel=canonical href="https://news.example">`, "", ""},
		{"home page with a story's number", `<link rel=canonical href="https://news.example/?p=17">`, "", "https://news.example/?p=17"},
		{"relative, with the page's address given", `<link rel=canonical href="/a">`, "https://news.example/x?y", "https://news.example/x?y"},
		{"structured data", `<script type="application/ld+json">{"@type":"NewsArticle","url":"https://news.example/c"}</script>`, "", "https://news.example/c"},
		{"given alone", "", "https://news.example/d", "https://news.example/d"},
		{"no web address", `<link rel=canonical href="javascript:void(0)">`, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			page := "<html><head>" + tt.head + "</head><body><p>Ana Ruiz won.</p>"
			for a, err := range Read(t.Context(), files("a.html", page), []string{"a.html"}, Options{URL: tt.given}) {
				if err != nil {
					t.Fatal(err)
				}
				if a.URL != tt.want || len(a.Warnings) > 0 {
					t.Errorf("url %q, warnings %q; want %q", a.URL, a.Warnings, tt.want)
				}
			}
		})
	}
}
