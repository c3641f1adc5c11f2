package ingest

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"kg/internal/article"
	"kg/internal/extract"
	"kg/internal/ontology"
)

// Extractor reads statements; it must be safe for concurrent use.
type Extractor interface {
	Extract(ctx context.Context, in extract.Input) ([]ontology.Reading, error)
}

// Coverer is an [Extractor] that also says which sentences gave no statement. It leaves out
// what is less sure than minConfidence.
type Coverer interface {
	Cover(ctx context.Context, in extract.Input, minConfidence float64) ([]ontology.Reading, extract.Coverage, error)
}

// CheckLanguage refuses an article that surely is not in English.
func CheckLanguage(a *article.Article) error {
	if code, sure := article.Language(a.Text); sure && code != "en" {
		return fmt.Errorf("%s: not in English (language: %s)", place(a), code)
	}
	return nil
}

// Extract reads the statements of an article. Its errors name the article's place. One
// article must not end a run, whatever is wrong with the program: a panic is an error,
// too.
func Extract(ctx context.Context, x Extractor, a *article.Article) (readings []ontology.Reading, err error) {
	err = guard(a, func(in extract.Input) (err error) {
		readings, err = x.Extract(ctx, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	return readings, nil
}

// Cover is [Extract] that also tells which sentences gave nothing, where x is a [Coverer].
func Cover(ctx context.Context, x Extractor, a *article.Article) (readings []ontology.Reading, cov extract.Coverage, err error) {
	c, ok := x.(Coverer)
	if !ok {
		readings, err = Extract(ctx, x, a)
		return readings, cov, err
	}
	err = guard(a, func(in extract.Input) (err error) {
		readings, cov, err = c.Cover(ctx, in, 0)
		return err
	})
	if err != nil {
		return nil, extract.Coverage{}, err
	}
	return readings, cov, nil
}

// guard calls read with an article, and names the article in its error; a panic is one, too.
func guard(a *article.Article, read func(extract.Input) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%s: internal error: %v at %s", place(a), v, panicPlace())
		}
	}()
	if err := read(extract.Input{Text: a.Text, Title: a.Title, Date: a.Date}); err != nil {
		return fmt.Errorf("%s: %w", place(a), err)
	}
	return nil
}

// place is where an article was read, as errors of package article name it.
func place(a *article.Article) string {
	if a.Line > 0 {
		return fmt.Sprintf("%q:%d", a.Path, a.Line)
	}
	return fmt.Sprintf("%q", a.Path)
}

// panicPlace is the line of our code that panicked.
func panicPlace() string {
	for line := range strings.Lines(string(debug.Stack())) {
		if line = strings.TrimSpace(line); strings.Contains(line, ".go:") &&
			!strings.Contains(line, "/ingest/read.go:") && !strings.Contains(line, "runtime/") {
			line, _, _ = strings.Cut(line, " +0x")
			return line[strings.LastIndexByte(line, '/')+1:]
		}
	}
	return "an unknown place"
}
