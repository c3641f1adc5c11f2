package article

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"strings"
)

// Names under which JSON, sidecars and front matter hold each field, the first that is
// filled in wins: ours, then news-please's, then schema.org's and those of common
// feeds and site generators.
var (
	idNames       = []string{"id"}
	urlNames      = []string{"url", "link", "canonical_url", "canonical"}
	titleNames    = []string{"title", "headline"}
	dateNames     = []string{"date", "date_publish", "datePublished", "published", "published_at", "publish_date", "pubDate"}
	sourceNames   = []string{"source", "source_domain", "publisher", "site"}
	languageNames = []string{"language", "lang", "inLanguage"}
	authorNames   = []string{"authors", "author", "byline"}
	textNames     = []string{"text", "maintext", "articleBody", "content", "body"}
)

// fields is a decoded JSON object or YAML mapping.
type fields map[string]any

// article takes from a record what is known about a text, and the text where withText
// says so. Unknown names are left alone. A text of the wrong kind is an error; any
// other value of a wrong kind becomes a warning.
func (f fields) article(withText bool) (Article, *Error) {
	var a Article
	for _, one := range []struct {
		names []string
		to    *string
	}{
		{idNames, &a.ID}, {urlNames, &a.URL}, {titleNames, &a.Title}, {dateNames, &a.Date},
		{sourceNames, &a.Source}, {languageNames, &a.Language},
	} {
		name, v := f.first(one.names)
		if v == nil {
			continue
		}
		s, ok := scalar(v)
		if !ok {
			a.warn("%s is %s: left aside", name, kindOf(v))
			continue
		}
		*one.to = s
	}
	_, v := f.first(authorNames)
	a.Authors = people(v)
	if withText {
		name, v := f.first(textNames)
		text, ok := v.(string)
		if v != nil && !ok {
			return a, reject(0, nil, "%q is %s, not a string", name, kindOf(v))
		}
		if (name == "maintext" || name == "articleBody") && !strings.Contains(text, "\n\n") {
			text = plainParagraphs(text) // news-please and schema.org break lines between paragraphs alone
		}
		a.Text = text
	}
	return a, nil
}

// first is the first of the names whose value is not empty.
func (f fields) first(names []string) (string, any) {
	for _, name := range names {
		switch v := f[name].(type) {
		case nil:
		case string:
			if strings.TrimSpace(v) != "" {
				return name, v
			}
		case []any:
			if len(v) > 0 {
				return name, v
			}
		default:
			return name, v
		}
	}
	return "", nil
}

// scalar is a string, a number as written, or the name of what is named.
func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case int64, uint64, int, bool:
		return fmt.Sprint(v), true
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return fmt.Sprintf("%.0f", v), true
		}
		return fmt.Sprint(v), true
	case map[string]any:
		name, ok := v["name"].(string)
		return name, ok
	case []any:
		if len(v) > 0 {
			return scalar(v[0])
		}
	}
	return "", false
}

// people lists the names in a value that is a name, a list of them, or objects that
// have one.
func people(v any) []string {
	var names []string
	add := func(v any) {
		name, _ := scalar(v)
		if name = cleanName(name); name != "" {
			names = append(names, name)
		}
	}
	if list, ok := v.([]any); ok {
		for _, one := range list {
			add(one)
		}
	} else {
		add(v)
	}
	return names
}

// cleanName drops the "By" of a byline; an address is no name.
func cleanName(s string) string {
	s = oneLine(s)
	if len(s) > 3 && strings.EqualFold(s[:3], "by ") {
		s = strings.TrimSpace(s[3:])
	}
	if strings.Contains(s, "://") {
		return ""
	}
	return s
}

func kindOf(v any) string {
	switch v.(type) {
	case string:
		return "a string"
	case bool:
		return "true or false"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	case nil:
		return "null"
	}
	return "a number"
}

// merge fills in what a lacks from b.
func (a *Article) merge(b Article) {
	for _, one := range []struct {
		to   *string
		from string
	}{
		{&a.ID, b.ID}, {&a.URL, b.URL}, {&a.Title, b.Title}, {&a.Date, b.Date},
		{&a.Source, b.Source}, {&a.Language, b.Language},
	} {
		if *one.to == "" {
			*one.to = one.from
		}
	}
	if len(a.Authors) == 0 {
		a.Authors = b.Authors
	}
	a.Warnings = append(a.Warnings, b.Warnings...)
}

// normalise brings the metadata into the forms that Article promises.
func (a *Article) normalise() {
	a.ID = strings.TrimSpace(a.ID)
	a.Title, a.Source, a.Language = oneLine(a.Title), oneLine(a.Source), oneLine(a.Language)
	if given := strings.TrimSpace(a.URL); given != "" {
		if a.URL = cleanURL(given); a.URL == "" {
			a.warn("url %q is no web address: left aside", shorten(given))
		}
	}
	if given := strings.TrimSpace(a.Date); given != "" {
		date, ok := ParseDate(given)
		if !ok {
			a.warn("date %q is not understood: left aside", shorten(given))
		}
		a.Date = date
	}
	if a.Source == "" && a.URL != "" {
		if u, err := url.Parse(a.URL); err == nil {
			a.Source = strings.TrimPrefix(u.Hostname(), "www.")
		}
	}
}

func (a *Article) warn(format string, args ...any) {
	a.Warnings = append(a.Warnings, fmt.Sprintf(format, args...))
}

// warnOf adds a warning that may be none.
func (a *Article) warnOf(warning string) {
	if warning != "" {
		a.warn("%s", warning)
	}
}

// oneLine writes every run of white space as one space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// shorten keeps a message to one readable line.
func shorten(s string) string {
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:57]) + "..."
	}
	return s
}
