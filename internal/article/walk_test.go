package article

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func zipped(t *testing.T, s string) string {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestFiles(t *testing.T) {
	tests := []struct {
		name  string
		files []string // each of one word of text, except annotations and sidecars
		paths []string
		want  string
	}{
		{"sidecars of several kinds", []string{"d/a.html", "d/a.meta.json", "d/b.txt.gz", "d/b.meta.json", "d/c.md", "d/c.md.meta.json"}, []string{"d"},
			"d/a.html sidecar d/a.meta.json\nskip d/a.meta.json: sidecar\nskip d/b.meta.json: sidecar\nd/b.txt.gz sidecar d/b.meta.json\nd/c.md sidecar d/c.md.meta.json\nskip d/c.md.meta.json: sidecar\n"},
		{"sidecar without its article", []string{"d/a.meta.json"}, []string{"d"}, "skip d/a.meta.json: sidecar\n"},
		{"sidecar named alone", []string{"a.meta.json"}, []string{"a.meta.json"}, "error \"a.meta.json\": a sidecar without its article\n"},
		{"what a shell makes of *", []string{"a.txt", "a.meta.json", "a.jsonl"}, []string{"a.jsonl", "a.meta.json", "a.txt"},
			"skip a.jsonl: annotations\nskip a.meta.json: sidecar\na.txt sidecar a.meta.json\n"},
		{"JSON Lines named alone beside a text", []string{"a.txt", "a.jsonl"}, []string{"a.jsonl"}, "a.jsonl\n"},
		{"JSON Lines without a text", []string{"d/a.jsonl"}, []string{"d"}, "d/a.jsonl\n"},
		{"another kind named by itself", []string{"a.log"}, []string{"a.log"}, "a.log\n"},
		{"folders within folders", []string{"d/b/x.txt", "d/a.txt", "d/c.TXT"}, []string{"d"}, "d/a.txt\nd/b/x.txt\nd/c.TXT\n"},
		{"what speaks of the folder", []string{"d/README.md", "d/LICENSE.txt", "d/readme-first.txt"}, []string{"d"},
			"skip d/LICENSE.txt: about the folder\nskip d/README.md: about the folder\nd/readme-first.txt\n"},
		{"a pattern", []string{"d/a.txt", "d/b.txt", "d/b.meta.json", "d/c.pdf"}, []string{"d/*"}, "d/a.txt\nskip d/b.meta.json: sidecar\nd/b.txt sidecar d/b.meta.json\nskip d/c.pdf: other kind of file\n"},
		{"a pattern without a match", nil, []string{"d/*.txt"}, "error \"d/*.txt\": no file matches\n"},
		{"a broken pattern", nil, []string{"d/[.txt"}, "error \"d/[.txt\": syntax error in pattern\n"},
		{"a name that looks like a pattern", []string{"a[1].txt"}, []string{"a[1].txt"}, "a[1].txt\n"},
		{"names with a minus in front", []string{"d/-x.txt"}, []string{"d"}, "d/-x.txt\n"},
		{"a missing file", nil, []string{"x.txt"}, "error \"x.txt\": file does not exist\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for _, name := range tt.files {
				fsys[name] = &fstest.MapFile{Data: []byte("word")}
			}
			var got strings.Builder
			opts := Options{Skipped: func(path, why string) { got.WriteString("skip " + path + ": " + why + "\n") }}
			for f, err := range Files(t.Context(), fsys, tt.paths, opts) {
				switch {
				case err != nil:
					got.WriteString("error " + err.Error() + "\n")
				case f.sidecar != "":
					got.WriteString(f.Path + " sidecar " + f.sidecar + "\n")
				default:
					got.WriteString(f.Path + "\n")
				}
			}
			if diff := cmp.Diff(tt.want, got.String()); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDisk walks what only a real file system has: links, pipes, closed doors.
func TestDisk(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	text := write("d/a.txt", "One.")
	link(".", "d/again")
	link("b.txt", "d/c.txt")
	link("c.txt", "d/b.txt")
	link(text, "d/z.txt")
	if err := syscall.Mkfifo(filepath.Join(dir, "d/pipe.txt"), 0o644); err != nil {
		t.Fatal(err)
	}
	want := `read D/d/a.txt One.
skip D/d/again: link to a folder
error "D/d/b.txt": too many levels of symbolic links
error "D/d/c.txt": too many levels of symbolic links
skip D/d/pipe.txt: not a regular file
read D/d/z.txt One.
`
	got := strings.ReplaceAll(outcome(t, disk{}, Options{}, dir), dir, "D")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
	if os.Getuid() != 0 { // whom no door is closed to
		if err := os.Chmod(text, 0); err != nil {
			t.Fatal(err)
		}
		got := strings.ReplaceAll(outcome(t, disk{}, Options{}, text), dir, "D")
		if diff := cmp.Diff("error \"D/d/a.txt\": permission denied\n", got); diff != "" {
			t.Errorf("outcome (-want +got):\n%s", diff)
		}
	}
}

// TestPipe reads a pipe that the user names, as shells make them for <(command).
func TestPipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o644); err != nil {
		t.Skipf("no pipes here: %v", err)
	}
	go os.WriteFile(name, []byte("One."), 0o644)
	got := outcome(t, disk{}, Options{}, name)
	if diff := cmp.Diff("read "+name+" One.\n", got); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
}

// closedFS fails to open some files.
type closedFS struct {
	fstest.MapFS
	closed string
}

func (c closedFS) Open(name string) (fs.File, error) {
	if name == c.closed {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return c.MapFS.Open(name)
}

func TestUnreadable(t *testing.T) {
	fsys := files("a.txt", "One.", "b.txt", "Two.", "b.meta.json", `{"id":"x"}`, "c.txt", "Three.")
	for closed, want := range map[string]string{
		"b.txt":       "read a.txt One.\nerror \"b.txt\": permission denied\nread c.txt Three.\n",
		"b.meta.json": "read a.txt One.\nerror \"b.txt\": sidecar \"b.meta.json\": permission denied\nread c.txt Three.\n",
	} {
		got := outcome(t, closedFS{fsys, closed}, Options{}, "a.txt", "b.txt", "c.txt")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s closed: outcome (-want +got):\n%s", closed, diff)
		}
	}
	for a, err := range Read(t.Context(), closedFS{fsys, "b.txt"}, []string{"b.txt"}, Options{}) {
		if !errors.Is(err, fs.ErrPermission) {
			t.Errorf("read %v, error %v does not wrap its cause", a, err)
		}
	}
}

func TestGzip(t *testing.T) {
	whole := zipped(t, "One.")
	lines := zipped(t, strings.Repeat("{\"text\":\"Ana Ruiz won, and more so that it has some length\"}\n", 2000))
	tests := []struct{ name, file, data, want string }{
		{"text", "a.txt.gz", whole, "read a.txt.gz One.\n"},
		{"without its name", "a.txt", whole, "read a.txt One.\n"},
		{"name without it", "a.txt.gz", "One.", "error \"a.txt.gz\": not gzip data\n"},
		{"two members", "a.txt.gz", whole + whole, "read a.txt.gz One.One.\n"},
		{"cut short", "a.txt.gz", whole[:len(whole)-9], "error \"a.txt.gz\": broken gzip: ends too early\n"},
		{"header cut short", "a.txt.gz", whole[:6], "error \"a.txt.gz\": broken gzip: ends too early\n"},
		{"checksum", "a.txt.gz", whole[:len(whole)-8] + "\x00\x00\x00\x00" + whole[len(whole)-4:], "error \"a.txt.gz\": broken gzip: invalid checksum\n"},
		{"rubbish inside", "a.jsonl.gz", "\x1f\x8b\x07rubbish", "error \"a.jsonl.gz\": broken gzip: invalid header\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := outcome(t, files(tt.file, tt.data), Options{}, tt.file)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("lines before the damage are kept", func(t *testing.T) {
		got := outcome(t, files("a.jsonl.gz", lines[:len(lines)*2/3]), Options{}, "a.jsonl.gz")
		good := strings.Count(got, "read ")
		if good == 0 || good == 2000 || !strings.Contains(got, ": broken gzip: ends too early\n") {
			t.Errorf("%d articles, then %s", good, got[max(0, len(got)-100):])
		}
	})
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for _, err := range Read(ctx, files("a.jsonl", strings.Repeat("{\"text\":\"x\"}\n", 100)), []string{"a.jsonl"}, Options{}) {
		if n++; n == 3 {
			cancel()
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if n != 4 {
		t.Errorf("%d results, want 3 and an error", n)
	}
}
