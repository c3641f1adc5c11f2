package article

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strings"

	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// readJSONLines reads an article a line. A bad line does not harm the others.
func readJSONLines(r *bufio.Reader) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		r = unmarked(r)
		for line := 1; ; line++ {
			b, err := readLine(r)
			if len(bytes.TrimSpace(b)) > 0 {
				a, problem := parseRecord(b)
				a.Line = line
				if problem != nil {
					problem.Line = line
					if !yield(Article{}, problem) {
						return
					}
				} else if !yield(a, nil) {
					return
				}
			}
			switch {
			case err == io.EOF:
				return
			case errors.Is(err, ErrTooLong):
				if !yield(Article{}, reject(line, ErrTooLong, "line is over the limit of %d MiB", maxFile>>20)) {
					return
				}
			case err != nil:
				yield(Article{}, readError(line, err))
				return
			}
		}
	}
}

// readLine gives the next line without its end. One over maxFile is passed over as a
// whole, with ErrTooLong.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxFile; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err != nil && !(long && err == io.EOF):
			return line, err
		case long:
			return nil, ErrTooLong
		}
		return line, nil
	}
}

// readJSON reads one object, a list of them, or several in a row. A value of the wrong
// kind does not harm the others; what follows a syntax error cannot be read.
func readJSON(r *bufio.Reader) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		in := &lineReader{r: unmarked(r), budget: maxFile}
		dec := json.NewDecoder(in)
		list, err := openList(in.r, dec)
		for n := 0; err == nil; n++ {
			if list && !dec.More() {
				if _, err = dec.Token(); err == io.EOF { // the closing bracket is missing
					err = io.ErrUnexpectedEOF
				}
				break
			}
			var raw json.RawMessage
			in.budget = maxFile
			if err = dec.Decode(&raw); err != nil {
				break
			}
			line := in.line(dec.InputOffset() - int64(len(raw)))
			a, problem := parseRecord(raw)
			if list || n > 0 || dec.More() {
				a.Line = line
			}
			if problem != nil {
				problem.Line = line
				if !yield(Article{}, problem) {
					return
				}
			} else if !yield(a, nil) {
				return
			}
		}
		if err != nil && err != io.EOF {
			yield(Article{}, in.problem(err, dec))
		}
	}
}

// openList takes the bracket that opens a list, if the next value is one.
func openList(r *bufio.Reader, dec *json.Decoder) (bool, error) {
	for {
		b, err := r.Peek(1)
		switch {
		case err != nil:
			return false, err // io.EOF: nothing there, which is no article but no error of JSON
		case b[0] == '[':
			_, err := dec.Token()
			return true, err
		case !bytes.ContainsAny(b, " \t\r\n"):
			return false, nil
		}
		r.Discard(1)
	}
}

// lineReader counts lines for a decoder that only knows offsets, and stops a value
// that would not fit in memory.
type lineReader struct {
	r      *bufio.Reader
	budget int     // bytes that may still be read for this value
	read   int64   // bytes so far
	breaks []int64 // offsets of the line breaks not yet counted
	lines  int     // those counted
}

func (in *lineReader) Read(p []byte) (int, error) {
	if in.budget <= 0 {
		return 0, ErrTooLong
	}
	n, err := in.r.Read(p[:min(len(p), in.budget)])
	in.budget -= n
	for i, c := range p[:n] {
		if c == '\n' {
			in.breaks = append(in.breaks, in.read+int64(i))
		}
	}
	in.read += int64(n)
	return n, err
}

// line is the number, from 1, of the line on which an offset lies. Offsets must not
// decrease from call to call.
func (in *lineReader) line(offset int64) int {
	n := 0
	for n < len(in.breaks) && in.breaks[n] < offset {
		n++
	}
	in.breaks = in.breaks[n:]
	in.lines += n
	return in.lines + 1
}

func (in *lineReader) problem(err error, dec *json.Decoder) *Error {
	var syntax *json.SyntaxError
	var damage *gzipError
	offset := dec.InputOffset()
	switch {
	case errors.Is(err, ErrTooLong):
		return reject(in.line(offset), ErrTooLong, "value is over the limit of %d MiB", maxFile>>20)
	case errors.As(err, &syntax):
		return reject(in.line(offset+errorOffset(dec.Buffered())), err, "broken JSON: %s", syntax)
	case errors.As(err, &damage):
		return readError(in.line(offset), err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return reject(in.line(in.read), err, "broken JSON: ends too early")
	}
	return readError(in.line(offset), err)
}

// errorOffset is where the next value breaks off. A decoder that has taken tokens
// before does not say it itself.
func errorOffset(r io.Reader) int64 {
	var raw json.RawMessage
	var syntax *json.SyntaxError
	if errors.As(json.NewDecoder(r).Decode(&raw), &syntax) {
		return syntax.Offset
	}
	return 0
}

// parseRecord reads one JSON object as an article.
func parseRecord(b []byte) (Article, *Error) {
	record, err := parseObject(b)
	if err != nil {
		return Article{}, err
	}
	a, err := record.article(true)
	if err == nil && isBlank(a.Text) {
		return a, reject(0, ErrNoText, "no text: none of %s is filled in", strings.Join(textNames, ", "))
	}
	return a, err
}

// parseObject decodes one JSON object, its numbers as written.
func parseObject(b []byte) (fields, *Error) {
	if len(b) > maxFile {
		return nil, reject(0, ErrTooLong, "value is over the limit of %d MiB", maxFile>>20)
	}
	dec := json.NewDecoder(strings.NewReader(DecodeUTF8(b)))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) || err == io.EOF {
			return nil, reject(0, err, "broken JSON: ends too early")
		}
		return nil, reject(0, err, "broken JSON: %s", err)
	}
	record, ok := v.(map[string]any)
	switch _, err := dec.Token(); {
	case !ok:
		return nil, reject(0, nil, "an article is a JSON object, not %s", kindOf(v))
	case err != io.EOF:
		return nil, reject(0, err, "broken JSON: more after the object")
	}
	return record, nil
}

// unmarked gives UTF-8 without a byte order mark.
func unmarked(r *bufio.Reader) *bufio.Reader {
	head, _ := r.Peek(1024) // an error comes again at the next read
	if order := utf16Order(head); order != nil {
		return bufio.NewReader(transform.NewReader(r, xunicode.UTF16(*order, xunicode.UseBOM).NewDecoder()))
	}
	if bytes.HasPrefix(head, utf8BOM) {
		r.Discard(len(utf8BOM))
	}
	return r
}
