package article

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"strings"
	"sync"
)

// stdinPath is the path that means standard input.
const stdinPath = "-"

// File is something to read articles from.
type File struct {
	Path string // as the user named it, or found in a folder that the user named

	fsys    fs.FS
	kind    kind
	sidecar string // path of its .meta.json, or ""
	opts    Options
}

// kind is a format of articles.
type kind int

const (
	unknownKind kind = iota // told by the content
	textKind
	markdownKind
	htmlKind
	jsonKind
	jsonLinesKind
	sidecarKind
)

var kindByExtension = map[string]kind{
	".txt": textKind, ".text": textKind,
	".md": markdownKind, ".markdown": markdownKind,
	".html": htmlKind, ".htm": htmlKind, ".xhtml": htmlKind, ".shtml": htmlKind,
	".json": jsonKind, ".jsonl": jsonLinesKind, ".ndjson": jsonLinesKind,
}

const sidecarExtension = ".meta.json"

// kindOfName tells a kind by the file's name, without a ".gz".
func kindOfName(name string) kind {
	name = strings.ToLower(strings.TrimSuffix(path.Base(name), ".gz"))
	if strings.HasSuffix(name, sidecarExtension) {
		return sidecarKind
	}
	return kindByExtension[path.Ext(name)]
}

// stem is a path without ".gz" and extension: what a file shares with its sidecar.
func stem(name string) string {
	name = strings.TrimSuffix(name, ".gz")
	return strings.TrimSuffix(name, path.Ext(name))
}

// Files gives the files that the paths mean, each once, in the order of the paths and,
// within a folder, by name. A path is a file, a folder, which is walked, a pattern as
// path.Match has them, or "-".
//
// In a folder, files of other kinds, hidden ones and links to folders are passed over.
// X.meta.json tells about X.txt (or X.html ...), and X.jsonl beside X.txt holds
// annotations: neither is an article. A file named by itself is read whatever its
// name, also one that is no regular file, as /dev/fd/63.
func Files(ctx context.Context, fsys fs.FS, paths []string, opts Options) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		w := walk{ctx: ctx, fsys: fsys, opts: opts, seen: map[string]bool{}, named: map[string]bool{}, yield: yield}
		for _, name := range paths {
			w.named[path.Clean(name)] = true
		}
		for _, name := range paths {
			if !w.path(name) {
				return
			}
		}
	}
}

// walk is the state of one call of Files. Its methods return false to stop.
type walk struct {
	ctx   context.Context
	fsys  fs.FS
	opts  Options
	seen  map[string]bool // cleaned paths given so far
	named map[string]bool // cleaned paths that the user wrote
	yield func(File, error) bool
}

func (w *walk) fail(name string, err error) bool {
	return w.yield(File{}, File{Path: name}.place(err))
}

func (w *walk) skip(name, why string) bool {
	if w.opts.Skipped != nil && !w.seen[path.Clean(name)] {
		w.seen[path.Clean(name)] = true
		w.opts.Skipped(name, why)
	}
	return true
}

// path takes one path that the user wrote.
func (w *walk) path(name string) bool {
	if name == stdinPath {
		return w.file(File{Path: name, kind: unknownKind})
	}
	info, err := fs.Stat(w.fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(name, "*?["):
		return w.pattern(name)
	case err != nil:
		return w.fail(name, err)
	case info.IsDir():
		return w.folder(name)
	}
	return w.candidate(name, true)
}

// pattern expands a pattern that no shell has expanded.
func (w *walk) pattern(pattern string) bool {
	names, err := fs.Glob(w.fsys, pattern)
	if err == nil && len(names) == 0 {
		err = errors.New("no file matches")
	}
	if err != nil {
		return w.fail(pattern, err)
	}
	for _, name := range names {
		w.named[path.Clean(name)] = true
	}
	for _, name := range names {
		if info, err := fs.Stat(w.fsys, name); err == nil && info.IsDir() {
			if !w.folder(name) {
				return false
			}
			continue
		}
		if !w.candidate(name, false) {
			return false
		}
	}
	return true
}

// folder walks a folder by name, depth first. A link to a folder is not followed: it
// might lead back here.
func (w *walk) folder(dir string) bool {
	if err := w.ctx.Err(); err != nil {
		w.yield(File{}, err)
		return false
	}
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil && !w.fail(dir, err) {
		return false
	}
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		if !w.entry(name, entry) {
			return false
		}
	}
	return true
}

func (w *walk) entry(name string, entry fs.DirEntry) bool {
	if strings.HasPrefix(entry.Name(), ".") {
		return w.skip(name, "hidden")
	}
	mode := entry.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := fs.Stat(w.fsys, name)
		if err != nil {
			return w.fail(name, err)
		}
		if info.IsDir() {
			return w.skip(name, "link to a folder")
		}
		mode = info.Mode().Type()
	}
	switch {
	case mode.IsDir():
		return w.folder(name)
	case !mode.IsRegular():
		return w.skip(name, "not a regular file")
	}
	return w.candidate(name, false)
}

// candidate decides whether a file is an article. One that the user named is, unless
// it belongs to another that is read with it.
func (w *walk) candidate(name string, explicit bool) bool {
	k := kindOfName(name)
	switch {
	case k == sidecarKind:
		if explicit && !w.besides(name) {
			return w.fail(name, errors.New("a sidecar without its article"))
		}
		return w.skip(name, "sidecar")
	case !explicit && isReadme(name):
		return w.skip(name, "about the folder")
	case k == unknownKind && !explicit:
		return w.skip(name, "other kind of file")
	case k == jsonLinesKind && w.annotates(name, explicit):
		return w.skip(name, "annotations")
	}
	return w.file(File{Path: name, kind: k, sidecar: w.sidecarOf(name)})
}

// isReadme tells the files that speak of the folder they stand in.
func isReadme(name string) bool {
	base := strings.ToUpper(path.Base(stem(name)))
	return base == "README" || base == "LICENSE" || base == "LICENCE"
}

// besides says whether the article of a sidecar exists.
func (w *walk) besides(name string) bool {
	base := strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), sidecarExtension)
	if w.exists(base) {
		return true
	}
	for ext := range kindByExtension {
		if w.exists(base+ext) || w.exists(base+ext+".gz") {
			return true
		}
	}
	return false
}

// annotates says whether X.jsonl stands beside X.txt. Named by the user alone it is
// taken for articles all the same.
func (w *walk) annotates(name string, explicit bool) bool {
	for _, ext := range []string{".txt", ".txt.gz"} {
		text := stem(name) + ext
		if w.exists(text) && (!explicit || w.named[path.Clean(text)]) {
			return true
		}
	}
	return false
}

// sidecarOf is the path of X.txt.meta.json or X.meta.json, or "".
func (w *walk) sidecarOf(name string) string {
	for _, base := range []string{strings.TrimSuffix(name, ".gz"), stem(name)} {
		if side := base + sidecarExtension; side != name && w.exists(side) {
			return side
		}
	}
	return ""
}

func (w *walk) exists(name string) bool {
	info, err := fs.Stat(w.fsys, name)
	return err == nil && !info.IsDir()
}

// file gives a file unless it was given before.
func (w *walk) file(f File) bool {
	if err := w.ctx.Err(); err != nil {
		w.yield(File{}, err)
		return false
	}
	key := path.Clean(f.Path)
	if w.seen[key] {
		return true
	}
	w.seen[key] = true
	f.fsys, f.opts = w.fsys, w.opts
	return w.yield(f, nil)
}

// known reads the sidecar.
func (f File) known() (Article, error) {
	if f.sidecar == "" {
		return Article{}, nil
	}
	a, err := readSidecar(f.fsys, f.sidecar)
	if err != nil { // without it the article would get another identity
		return a, reject(0, err, "sidecar %v", File{Path: f.sidecar}.place(err))
	}
	return a, nil
}

func readSidecar(fsys fs.FS, name string) (Article, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return Article{}, err
	}
	defer file.Close()
	b, err := readWhole(file)
	if err != nil {
		return Article{}, err
	}
	text, _, problem := decodeText(b, true)
	if problem != nil {
		return Article{}, problem
	}
	record, problem := parseObject([]byte(text))
	if problem != nil {
		return Article{}, problem
	}
	a, problem := record.article(false)
	if problem != nil {
		return Article{}, problem
	}
	return a, nil
}

// sniffKind tells by its first bytes what came without a telling name.
func sniffKind(r *bufio.Reader) (kind, *Error) {
	head, _ := r.Peek(4096) // an error comes again at the next read
	if order := utf16Order(head); order != nil {
		head = []byte(decodeUTF16(head[:len(head)&^1], *order))
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, utf8BOM), " \t\r\n\f")
	lower := bytes.ToLower(head)
	starts := func(prefix string) bool { return bytes.HasPrefix(lower, []byte(prefix)) }
	switch {
	case starts("{"), starts("[{"):
		return jsonKind, nil // takes several values in a row, so JSON Lines too
	case starts("---\n"), starts("---\r\n"):
		return markdownKind, nil
	case starts("warc/"):
		return unknownKind, reject(0, nil, "web archives (WARC) are not read")
	case htmlStart().Match(lower), starts("<?xml") && bytes.Contains(lower, []byte("<html")):
		return htmlKind, nil
	case starts("<?xml"), starts("<rss"), starts("<feed"), starts("<rdf:rdf"):
		return unknownKind, reject(0, nil, "XML that is no page (a feed?) is not read")
	}
	return textKind, nil
}

var htmlStart = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:<!--(?s:.*?)-->\s*)*<(?:!doctype html|(?:html|head|meta|title|link|script|style|body|main|article|header|section|div|table|center|font|h[1-6]|p|span)[\s/>])`)
})
