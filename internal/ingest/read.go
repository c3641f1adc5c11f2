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
	defer func() {
		if v := recover(); v != nil {
			readings, err = nil, fmt.Errorf("%s: internal error: %v at %s", place(a), v, panicPlace())
		}
	}()
	readings, err = x.Extract(ctx, extract.Input{Text: a.Text, Title: a.Title, Date: a.Date})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", place(a), err)
	}
	return readings, nil
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
