package article

import (
	"regexp"
	"sync"
)

// leadingDate is how a plain text may begin: "date 2026-01-29", with or without a
// colon, before anything else.
var leadingDate = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*(?i:date)\s*:?[ \t]+(\d{4}-\d{2}-\d{2})\b`)
})

// parseText takes the whole decoded file as the text, so that offsets are the file's:
// a date in front is read and stays where it is.
func parseText(b []byte, guess bool) (Article, *Error) {
	text, warning, err := decodeText(b, guess)
	if err != nil {
		return Article{}, err
	}
	a := Article{Text: text}
	a.warnOf(warning)
	if m := leadingDate().FindStringSubmatch(text[:min(len(text), 256)]); m != nil {
		a.Date, _ = ParseDate(m[1])
	}
	return a, nil
}
