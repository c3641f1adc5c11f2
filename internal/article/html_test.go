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
