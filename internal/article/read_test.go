package article

import (
	"context"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// disk opens paths as the operating system has them.
type disk struct{}

func (disk) Open(name string) (fs.File, error)          { return os.Open(name) }
func (disk) Stat(name string) (fs.FileInfo, error)      { return os.Stat(name) }
func (disk) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }

// files makes a file system of names and contents.
func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1]), Mode: 0o644}
	}
	return m
}

// outcome is what a reading gave: a line for each article, error and skipped file.
func outcome(t *testing.T, fsys fs.FS, opts Options, paths ...string) string {
	t.Helper()
	var out strings.Builder
	opts.Skipped = func(path, why string) { out.WriteString("skip " + path + ": " + why + "\n") }
	for a, err := range Read(context.Background(), fsys, paths, opts) {
		if err != nil {
			out.WriteString("error " + err.Error() + "\n")
			continue
		}
		line := ""
		if a.Line > 0 {
			line = ":" + strconv.Itoa(a.Line)
		}
		out.WriteString("read " + a.Path + line + " " + oneLine(a.Text) + "\n")
	}
	return out.String()
}

func TestRead(t *testing.T) {
	story := "Ana Ruiz became mayor of Lugo."
	tests := []struct {
		name  string
		files fstest.MapFS
		paths []string
		opts  Options
		want  string
	}{
		{
			name:  "a folder, by name, with its sidecars and annotations",
			files: files("d/b.txt", story, "d/b.meta.json", `{}`, "d/b.jsonl", `{"s":"x"}`, "d/a.md", "# T\n\nText.", "d/x.pdf", "%PDF", "d/.git/x.txt", "no"),
			paths: []string{"d"},
			want:  "skip d/.git: hidden\nread d/a.md Text.\nskip d/b.jsonl: annotations\nskip d/b.meta.json: sidecar\nread d/b.txt " + story + "\nskip d/x.pdf: other kind of file\n",
		},
		{
			name:  "a bad file between good ones",
			files: files("1.txt", "One.", "2.txt", " \n", "3.txt", "Three."),
			paths: []string{"1.txt", "2.txt", "3.txt", "4.txt"},
			want:  "read 1.txt One.\nerror \"2.txt\": no text\nread 3.txt Three.\nerror \"4.txt\": file does not exist\n",
		},
		{
			name:  "a broken sidecar",
			files: files("1.txt", "One.", "1.meta.json", "{\n\"id\": }", "2.txt", "Two.", "2.meta.json", "[]"),
			paths: []string{"1.txt", "2.txt"},
			want: "error \"1.txt\": sidecar \"1.meta.json\": broken JSON: invalid character '}' looking for beginning of value\n" +
				"error \"2.txt\": sidecar \"2.meta.json\": an article is a JSON object, not a list\n",
		},
		{
			name:  "a bad line between good ones",
			files: files("a.jsonl", "{\"text\":\"One.\"}\n{\"text\":\n\n{\"text\":4}\n[]\n{\"title\":\"x\"}\n{\"text\":\"Six.\"}"),
			paths: []string{"a.jsonl"},
			want: "read a.jsonl:1 One.\nerror \"a.jsonl\":2: broken JSON: ends too early\nerror \"a.jsonl\":4: \"text\" is a number, not a string\n" +
				"error \"a.jsonl\":5: an article is a JSON object, not a list\nerror \"a.jsonl\":6: no text: none of text, maintext, articleBody, content, body is filled in\nread a.jsonl:7 Six.\n",
		},
		{
			name:  "a file given twice",
			files: files("d/a.txt", "One."),
			paths: []string{"d/a.txt", "d", "d/a.txt"},
			want:  "read d/a.txt One.\n",
		},
		{
			name:  "standard input",
			paths: []string{"-", "-"},
			opts:  Options{Stdin: strings.NewReader("<!DOCTYPE html><p>" + story)},
			want:  "read - " + story + "\n",
		},
		{
			name:  "a list, with a value of another kind",
			files: files("a.json", "[\n{\"text\":\"One.\"},\n5,\n{\"text\":\"Two.\"}\n]"),
			paths: []string{"a.json"},
			want:  "read a.json:2 One.\nerror \"a.json\":3: an article is a JSON object, not a number\nread a.json:4 Two.\n",
		},
		{
			name:  "a list that breaks off",
			files: files("a.json", "[{\"text\":\"One.\"},\n{\"text\":\"Tw"),
			paths: []string{"a.json"},
			want:  "read a.json:1 One.\nerror \"a.json\":2: broken JSON: ends too early\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := outcome(t, tt.files, tt.opts, tt.paths...)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSniff(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"text", "Ana Ruiz won.", "read - Ana Ruiz won.\n"},
		{"text with an angle bracket", "<3 is what she wrote", "read - <3 is what she wrote\n"},
		{"page", " \n<!doctype HTML><p>Ana Ruiz won.", "read - Ana Ruiz won.\n"},
		{"page after comments", "<!-- a --><!-- b -->\n<html><p>Ana Ruiz won.", "read - Ana Ruiz won.\n"},
		{"part of a page", "<div class=x><p>Ana Ruiz won.</div>", "read - Ana Ruiz won.\n"},
		{"page in XML", "<?xml version=\"1.0\"?>\n<html><body><p>Ana Ruiz won.</p></body></html>", "read - Ana Ruiz won.\n"},
		{"feed", "<?xml version=\"1.0\"?><rss><channel/></rss>", "error \"-\": XML that is no page (a feed?) is not read\n"},
		{"archive", "WARC/1.0\r\nWARC-Type: warcinfo\r\n", "error \"-\": web archives (WARC) are not read\n"},
		{"JSON", "{\"text\":\"Ana Ruiz won.\"}", "read - Ana Ruiz won.\n"},
		{"JSON Lines", "{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n", "read -:1 One.\nread -:2 Two.\n"},
		{"Markdown", "---\ntitle: T\n---\nAna *Ruiz* won.", "read - Ana Ruiz won.\n"},
		{"gzip", zipped(t, "<html><p>Ana Ruiz won."), "read - Ana Ruiz won.\n"},
		{"nothing", "", "error \"-\": no text\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := outcome(t, fstest.MapFS{}, Options{Stdin: strings.NewReader(tt.in)}, "-")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
		})
	}
}
