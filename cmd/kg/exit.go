package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode"

	"kg/internal/graph"
)

// Exit codes, as the help of kg lists them.
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 2
	exitPartial     = 3
	exitInterrupted = 130
)

// errPartial ends a run that went on after failures, all of which it has named.
var errPartial = errors.New("some articles were not read")

// errReported ends a command that has already said why it failed.
var errReported = errors.New("failed")

// usageError is a mistake in the words of the command, as opposed to what they name.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// hintError adds the next step to an error.
type hintError struct {
	err  error
	hint string
}

func (e *hintError) Error() string { return e.err.Error() }
func (e *hintError) Unwrap() error { return e.err }
func (e *hintError) Hint() string  { return e.hint }

func withHint(err error, format string, args ...any) error {
	return &hintError{err, fmt.Sprintf(format, args...)}
}

// tally tells whether a run over many articles is done, done in part, or failed.
type tally struct{ done, failed int }

func (t tally) err() error {
	switch {
	case t.failed == 0:
		return nil
	case t.done == 0:
		return errReported
	}
	return errPartial
}

// worst is the error to end with, of several things that were done: one that has not
// been told yet before errPartial and errReported, then the first.
func worst(errs ...error) error {
	var told error
	for _, err := range errs {
		switch {
		case err == nil:
		case !errors.Is(err, errPartial) && !errors.Is(err, errReported):
			return err
		case told == nil:
			told = err
		}
	}
	return told
}

// childExit is the code of a child process that has said itself what went wrong.
type childExit int

func (e childExit) Error() string { return fmt.Sprintf("child process ended with code %d", int(e)) }

// exitCode is the one place that maps errors to exit codes.
func exitCode(ctx context.Context, err error) int {
	var usage *usageError
	var child childExit
	switch {
	case err == nil:
		return exitOK
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.As(err, &child):
		return int(child)
	case errors.As(err, &usage):
		return exitUsage
	case errors.Is(err, errPartial):
		return exitPartial
	}
	return exitFailure
}

// report says what went wrong, with a hint where there is one, and gives the exit code.
func report(stderr io.Writer, ctx context.Context, err error) int {
	code := exitCode(ctx, err)
	var child childExit
	switch {
	case err == nil, errors.As(err, &child), errors.Is(err, errPartial), errors.Is(err, errReported):
		return code
	case code == exitInterrupted:
		fmt.Fprintln(stderr, "kg: interrupted")
		return code
	}
	say(stderr, err)
	return code
}

// say writes an error on a line, and its hint on another.
func say(stderr io.Writer, err error) {
	fmt.Fprintf(stderr, "kg: %s\n", clean(message(err)))
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) && hinted.Hint() != "" {
		fmt.Fprintf(stderr, "kg: hint: %s\n", clean(hinted.Hint()))
	}
}

// message drops the system call's name from errors of the file system: a user reads
// `"x.nq": no such file or directory`, not "open x.nq: ...".
//
// Damage is told without what was being done: it is the database that matters.
func message(err error) string {
	var damaged *graph.DamageError
	if errors.As(err, &damaged) {
		return damaged.Error()
	}
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) && err == error(pathErr) {
		return fmt.Sprintf("%q: %v", pathErr.Path, pathErr.Err)
	}
	var linkErr *os.LinkError
	if errors.As(err, &linkErr) && err == error(linkErr) {
		return fmt.Sprintf("%q: %v", linkErr.New, linkErr.Err)
	}
	return err.Error()
}

// clean keeps what articles and file names hold from steering the terminal and from
// spreading a message over lines. Tabs and line breaks become spaces.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return '�'
		}
		return r
	}, s)
}
