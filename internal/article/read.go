package article

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// maxFile bounds what is held of a file that is read whole, and of one record of a
// file of many, in bytes after decompression. A text of MaxLength with every
// character escaped stays under it.
const maxFile = 32 << 20

// Options say how to read; the zero value reads what the files themselves tell.
type Options struct {
	Stdin io.Reader // what "-" reads

	// Given for a text that does not say it itself, or to overrule it. They apply to
	// every article read, so ID and URL make sense for a single one.
	ID, URL, Date, Title, Source string

	// UTF8 takes text that declares nothing for UTF-8 even where another character set
	// would explain it: what is invalid is replaced as in [DecodeUTF8].
	UTF8 bool

	// Skipped is called, if set, for each file that is passed over on purpose: no kind
	// of article, a sidecar, annotations, a link to a folder.
	Skipped func(path, reason string)
}

// Read gives the articles of all paths, in the order of [Files] and within a file in
// that of the file. An error, always an [*Error] unless ctx ended it, concerns one
// file or record: reading goes on after it.
func Read(ctx context.Context, fsys fs.FS, paths []string, opts Options) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		for file, err := range Files(ctx, fsys, paths, opts) {
			if err != nil {
				if !yield(Article{}, err) {
					return
				}
				continue
			}
			for a, err := range file.Articles(ctx) {
				if !yield(a, err) {
					return
				}
			}
		}
	}
}

// Articles reads one file. It may run beside the reading of other files.
func (f File) Articles(ctx context.Context) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		fail := func(err error) bool { return yield(Article{}, f.place(err)) }
		known, err := f.known()
		if err != nil {
			fail(err)
			return
		}
		r, err := f.open()
		if err != nil {
			fail(err)
			return
		}
		defer r.Close()
		for a, err := range f.parse(r.Reader) {
			if ctxErr := ctx.Err(); ctxErr != nil {
				yield(Article{}, ctxErr)
				return
			}
			if err == nil {
				a, err = f.finish(a, known)
			}
			if err != nil {
				if !fail(err) {
					return
				}
				continue
			}
			if !yield(a, nil) {
				return
			}
		}
	}
}

// finish joins what the document says with what is known beside it, and checks the whole.
func (f File) finish(a, known Article) (Article, error) {
	if a.Line > 0 { // one of several: what tells articles apart is not for all of them
		known.ID, known.URL, known.Title, known.Date = "", "", "", ""
	}
	o := f.opts
	all := Article{ID: o.ID, URL: o.URL, Date: o.Date, Title: o.Title, Source: o.Source}
	all.merge(known)
	all.merge(a)
	all.Text, all.Line, all.Path = a.Text, a.Line, f.Path
	all.normalise()
	if err := checkText(all.Text); err != nil {
		err.Line = a.Line
		return Article{}, err
	}
	all.identify()
	return all, nil
}

// place names the file in an error.
func (f File) place(err error) error {
	var e *Error
	if errors.As(err, &e) {
		if e.Path == "" {
			e.Path = f.Path
		}
		return e
	}
	return &Error{Path: f.Path, Reason: reason(err), Err: err}
}

// reason is an error's own words, without the operation and path that fs puts before.
func reason(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err.Error()
	}
	return err.Error()
}

// parse gives the articles of an open file by its kind.
func (f File) parse(r *bufio.Reader) iter.Seq2[Article, error] {
	kind := f.kind
	if kind == unknownKind {
		var err *Error
		if kind, err = sniffKind(r); err != nil {
			return func(yield func(Article, error) bool) { yield(Article{}, err) }
		}
	}
	switch kind {
	case jsonKind:
		return readJSON(r)
	case jsonLinesKind:
		return readJSONLines(r)
	}
	return func(yield func(Article, error) bool) {
		b, err := readWhole(r)
		if err != nil {
			yield(Article{}, err)
			return
		}
		// The parsers return a typed nil for success, which is no nil error.
		a, problem := Article{}, (*Error)(nil)
		switch kind {
		case htmlKind:
			a, problem = parseHTML(b, f.opts.URL)
		case markdownKind:
			a, problem = parseMarkdown(b, !f.opts.UTF8)
		default:
			a, problem = parseText(b, !f.opts.UTF8)
		}
		if problem != nil {
			yield(Article{}, problem)
			return
		}
		yield(a, nil)
	}
}

// readWhole reads a file up to the limit.
func readWhole(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, readError(0, err)
	}
	if len(b) > maxFile {
		return nil, reject(0, ErrTooLong, "file is over the limit of %d MiB", maxFile>>20)
	}
	return b, nil
}

// readError names damage to compressed data as such.
func readError(line int, err error) *Error {
	var damage *gzipError
	if errors.As(err, &damage) {
		return reject(line, err, "broken gzip: %s", gzipReason(damage.err))
	}
	return reject(line, err, "%s", reason(err))
}

func gzipReason(err error) string {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "ends too early"
	}
	return strings.TrimPrefix(err.Error(), "gzip: ")
}

// gzipError marks errors of decompression, apart from those of the file below.
type gzipError struct{ err error }

func (e *gzipError) Error() string { return "gzip: " + e.err.Error() }
func (e *gzipError) Unwrap() error { return e.err }

type gzipReader struct{ z *gzip.Reader }

func (r gzipReader) Read(p []byte) (int, error) {
	n, err := r.z.Read(p)
	if err != nil && err != io.EOF {
		err = &gzipError{err}
	}
	return n, err
}

// openFile is a file, decompressed and buffered; closing it closes the file below.
type openFile struct {
	*bufio.Reader
	io.Closer
}

// open opens the file; compressed data is told by its first bytes, whatever its name.
func (f File) open() (*openFile, error) {
	var raw io.Reader
	closer := io.Closer(io.NopCloser(nil))
	if f.Path == stdinPath {
		if raw = f.opts.Stdin; raw == nil {
			return nil, errors.New("no standard input")
		}
	} else {
		file, err := f.fsys.Open(f.Path)
		if err != nil {
			return nil, err
		}
		raw, closer = file, file
	}
	r, err := decompress(raw, strings.HasSuffix(strings.ToLower(f.Path), ".gz"))
	if err != nil {
		closer.Close()
		return nil, err
	}
	return &openFile{r, closer}, nil
}

func decompress(raw io.Reader, named bool) (*bufio.Reader, error) {
	r := bufio.NewReaderSize(raw, 64<<10)
	magic, err := r.Peek(2)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if !bytes.Equal(magic, []byte{0x1F, 0x8B}) {
		if named {
			return nil, errors.New("not gzip data")
		}
		return r, nil
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, readError(0, &gzipError{err})
	}
	return bufio.NewReaderSize(gzipReader{z}, 64<<10), nil
}
