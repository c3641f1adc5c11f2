// Package article reads news articles: plain text, Markdown with front matter, HTML
// pages, JSON and JSON Lines, each also compressed with gzip.
//
// Most callers range over [Read]. Those that read in parallel range over [Files] and
// hand each [File] to a worker, which ranges over [File.Articles]. [Language] tells
// whether a text is worth giving to an English pipeline.
//
// The package does not touch the operating system: paths are opened through an fs.FS
// that is given them exactly as the user wrote them, absolute or with "..", so for
// files on disk its Open, Stat and ReadDir are os.Open, os.Stat and os.ReadDir. It
// does not fetch pages, and it takes no date from a file's time.
package article

import (
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// MaxLength is the longest text accepted, in code points.
const MaxLength = 1_000_000

// Article is one text with what is known about it.
type Article struct {
	// ID names the article in IRIs and file names: see [CleanID]. It is never empty in
	// what this package reads.
	ID string

	URL      string // absolute, or empty
	Title    string
	Date     string // of publication: ISO 8601, "2026-01-29", "2026-01" or "2026", or empty
	Source   string // the publisher's name, or its host
	Language string // as declared, a BCP 47 tag; [Language] judges the text itself
	Authors  []string

	// Text is valid UTF-8. Of plain text and of "text" in JSON it is what was given,
	// character for character; else paragraphs with a blank line between.
	Text string

	Path string // the file it was read from, as the user named it; "-" for standard input
	Line int    // line of Path on which it starts, from 1, in files of several articles; else 0

	// Warnings say what was found and left aside, as a date that is none.
	Warnings []string
}

// Conditions that callers may want to tell apart; an [*Error] wraps them.
var (
	ErrNoText  = errors.New("no text")
	ErrTooLong = errors.New("text too long")
	ErrBinary  = errors.New("not a text file")
)

// Error says why something could not be read, and where.
type Error struct {
	Path   string
	Line   int // from 1; 0 where the whole file is meant
	Reason string
	Err    error // the cause, or nil
}

func (e *Error) Error() string {
	place := strconv.Quote(e.Path)
	if e.Line > 0 {
		place += ":" + strconv.Itoa(e.Line)
	}
	return place + ": " + e.Reason
}

func (e *Error) Unwrap() error { return e.Err }

// reject is an Error without its place, which the reader that knows it fills in.
func reject(line int, err error, format string, args ...any) *Error {
	return &Error{Line: line, Reason: fmt.Sprintf(format, args...), Err: err}
}

// checkText refuses a text that no stage could use.
func checkText(text string) *Error {
	if isBlank(text) {
		return reject(0, ErrNoText, "no text")
	}
	// Bytes bound code points from above, so that most texts need no count.
	if len(text) > MaxLength {
		if n := utf8.RuneCountInString(text); n > MaxLength {
			return reject(0, ErrTooLong, "text of %d characters is over the limit of %d", n, MaxLength)
		}
	}
	return nil
}
