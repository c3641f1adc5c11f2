package article

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestLimits(t *testing.T) {
	long := strings.Repeat("é", MaxLength)
	tests := []struct {
		name, file, data, want string
	}{
		{"at the limit", "a.txt", long, ""},
		{"over the limit", "a.txt", long + ".", `"a.txt": text of 1000001 characters is over the limit of 1000000`},
		{"ten megabytes", "a.txt", strings.Repeat("Ana Ruiz won. ", 10<<20/14), `"a.txt": text of 10485748 characters is over the limit of 1000000`},
		{"over all limits", "a.txt", strings.Repeat("x", maxFile+1), `"a.txt": file is over the limit of 32 MiB`},
		{"in a line", "a.jsonl", `{"text":"` + long + `."}`, `"a.jsonl":1: text of 1000001 characters is over the limit of 1000000`},
		{"a line over all limits", "a.jsonl", strings.Repeat("x", maxFile+1), `"a.jsonl":1: line is over the limit of 32 MiB`},
		{"a value over all limits", "a.json", `[{"text":"` + strings.Repeat("x", maxFile+1) + `"}]`, `"a.json":1: value is over the limit of 32 MiB`},
		{"in a page", "a.html", "<p>" + long + "</p><p>x</p>", `"a.html": text of 1000003 characters is over the limit of 1000000`},
		{"nothing", "a.txt", "", `"a.txt": no text`},
		{"white space of every kind", "a.txt", "\uFEFF \t\r\n\u00A0\u200B\u2028", `"a.txt": no text`},
		{"nothing but front matter", "a.md", "---\ntitle: x\n---\n", `"a.md": no text`},
		{"a page without text", "a.html", "<html><script>x</script>", `"a.html": no text`},
		{"an empty page", "a.html", "", `"a.html": no text`},
		{"a picture", "a.txt", "\x89PNG\r\n\x1a\n\x00", `"a.txt": not a text file`},
		{"a picture named as a page", "a.html", "\x89PNG\r\n\x1a\n\x00", `"a.html": not a text file`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, err := range Read(t.Context(), files(tt.file, tt.data), []string{tt.file}, Options{}) {
				if err != nil {
					got = append(got, err.Error())
					var placed *Error
					if !errors.As(err, &placed) || placed.Path != tt.file {
						t.Errorf("error %#v does not name its file", err)
					}
				}
			}
			if all := strings.Join(got, "\n"); all != tt.want {
				t.Errorf("errors %q, want %q", all, tt.want)
			}
		})
	}
}

func TestErrorKinds(t *testing.T) {
	fsys := files("none.txt", " ", "long.txt", strings.Repeat("x", MaxLength+1), "binary.txt", "a\x00b\x00\x01c")
	for name, want := range map[string]error{"none.txt": ErrNoText, "long.txt": ErrTooLong, "binary.txt": ErrBinary} {
		for _, err := range Read(t.Context(), fsys, []string{name}, Options{}) {
			if !errors.Is(err, want) {
				t.Errorf("%s: error %v, want %v", name, err, want)
			}
		}
	}
}

// TestHostilePages reads pages made to take for ever or to overflow the stack.
func TestHostilePages(t *testing.T) {
	pages := map[string]string{
		"deep":             strings.Repeat("<div>", 500_000),
		"deep with text":   strings.Repeat("<div>a ", 50_000),
		"deep inline":      strings.Repeat("<b>a ", 50_000),
		"deep tables":      strings.Repeat("<table><tr><td>a", 20_000),
		"many paragraphs":  strings.Repeat("<p>Ana Ruiz, the mayor, said so. </p>", 20_000),
		"many attributes":  "<p " + strings.Repeat("a=b ", 200_000) + ">text",
		"many links":       strings.Repeat(`<a href="/x">Ana Ruiz</a> `, 50_000),
		"many breaks":      "<div>" + strings.Repeat("Ana Ruiz said so.<br><br>", 30_000) + "</div>",
		"open comment":     "<!--" + strings.Repeat("-", 1<<20),
		"open script":      "<script>" + strings.Repeat("<script>", 100_000),
		"misnested":        strings.Repeat("<a><b><p></a></b>", 20_000) + "text",
		"linked data deep": `<script type="application/ld+json">` + strings.Repeat("[", 200_000) + "</script><p>text",
		"one long word":    "<p>" + strings.Repeat("a", 900_000),
		"dates":            "<h1>T</h1>" + strings.Repeat(`<i class=date>2026-13-99</i>`, 30_000) + "<p>text",
		"nested dates":     "<h1>T</h1>" + strings.Repeat(`<i class=date>x`, 20_000) + "<p>text",
		"nested authors":   strings.Repeat(`<i itemprop=author>x`, 20_000) + "<p>text",
	}
	for name, data := range pages {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			for _, err := range Read(t.Context(), files("a.html", data), []string{"a.html"}, Options{}) {
				if err != nil {
					t.Logf("error: %v", err)
				}
			}
			took := time.Since(start)
			t.Logf("%v for %d KB", took, len(data)>>10)
			if took > time.Minute { // far from linear
				t.Errorf("takes %v", took)
			}
		})
	}
}
