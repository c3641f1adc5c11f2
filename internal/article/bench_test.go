package article

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkRead reads a story in each kind of file.
func BenchmarkRead(b *testing.B) {
	page, err := os.ReadFile(filepath.Join("testdata", "pages", "linked-data.html"))
	if err != nil {
		b.Fatal(err)
	}
	story := strings.Repeat("The port of Velmar reopened on Wednesday, harbour master Lena Okafor said.\n\n", 30)
	record := `{"id":"a","date":"2026-02-11","text":"` + strings.ReplaceAll(story, "\n", `\n`) + `"}`
	for _, c := range []struct{ name, data string }{
		{"a.txt", story}, {"a.md", "# Port\n\n" + story}, {"a.html", string(page)}, {"a.json", record}, {"a.jsonl", strings.Repeat(record+"\n", 10)},
	} {
		b.Run(strings.TrimPrefix(filepath.Ext(c.name), "."), func(b *testing.B) {
			fsys := files(c.name, c.data)
			b.SetBytes(int64(len(c.data)))
			b.ReportAllocs()
			for b.Loop() {
				for _, err := range Read(b.Context(), fsys, []string{c.name}, Options{}) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
