package article

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"
)

// FuzzRead reads the same bytes as every kind of file. Whatever they are, each result
// is an article that keeps its promises or an error that names its place.
func FuzzRead(f *testing.F) {
	pages, err := filepath.Glob("testdata/pages/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range pages {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("---\ntitle: T\ndate: 2026-01-29\n---\n# T\n\nOne."))
	f.Add([]byte("date 2026-01-29\nOne."))
	f.Add([]byte("[{\"text\":\"One.\"},\n{\"maintext\":\"Two.\",\"authors\":[{\"name\":\"x\"}]}]"))
	f.Add([]byte("{\"id\":\"a/b\",\"text\":\"One.\"}\n{\"text\":7}\n"))
	f.Add([]byte("\xFF\xFEO\x00n\x00e\x00"))
	f.Add([]byte("\x1f\x8b\x08\x00rubbish"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.unknown", "a.txt.gz"} {
			for a, err := range Read(t.Context(), files(name, string(data)), []string{name}, Options{}) {
				var placed *Error
				switch {
				case err == nil:
					checkArticle(t, &a)
				case !errors.As(err, &placed) || placed.Path != name || placed.Reason == "":
					t.Errorf("%s: error %#v without its place", name, err)
				}
			}
		}
	})
}

func checkArticle(t *testing.T, a *Article) {
	for what, s := range map[string]string{"text": a.Text, "title": a.Title, "id": a.ID, "url": a.URL, "source": a.Source} {
		if !utf8.ValidString(s) {
			t.Errorf("%s: %s %q is not valid UTF-8", a.Path, what, s)
		}
	}
	if a.ID == "" || CleanID(a.ID) != a.ID {
		t.Errorf("%s: id %q", a.Path, a.ID)
	}
	if isBlank(a.Text) || utf8.RuneCountInString(a.Text) > MaxLength {
		t.Errorf("%s: text of %d bytes", a.Path, len(a.Text))
	}
	if date, _ := ParseDate(a.Date); date != a.Date {
		t.Errorf("%s: date %q", a.Path, a.Date)
	}
	if a.URL != "" && cleanURL(a.URL) != a.URL {
		t.Errorf("%s: url %q", a.Path, a.URL)
	}
}
