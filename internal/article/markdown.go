package article

import (
	"errors"
	"regexp"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

// maxFrontMatter bounds the front matter in bytes; a real one has a few hundred.
const maxFrontMatter = 64 << 10

// parseMarkdown reads front matter and takes the markup off: what is left are the
// paragraphs, headings and list items, each a paragraph. A heading of the first level
// in front is the title, and no part of the text, if it is the only one given or says
// the same.
func parseMarkdown(b []byte, guess bool) (Article, *Error) {
	text, warning, err := decodeText(b, guess)
	if err != nil {
		return Article{}, err
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	matter, body, found := frontMatter(text)
	var a Article
	if found {
		record, err := parseYAML(matter)
		if err != nil {
			return Article{}, err
		}
		if a, err = record.article(false); err != nil {
			return Article{}, err
		}
	}
	a.warnOf(warning)
	blocks := markdownBlocks(body)
	if len(blocks) > 0 && blocks[0].level == 1 {
		if a.Title == "" {
			a.Title = blocks[0].text
		}
		if oneLine(a.Title) == oneLine(blocks[0].text) {
			blocks = blocks[1:]
		}
	}
	paragraphs := make([]string, len(blocks))
	for i, one := range blocks {
		paragraphs[i] = one.text
	}
	a.Text = strings.Join(paragraphs, "\n\n")
	return a, nil
}

// frontMatter cuts off what stands between a first line "---" and the next such line.
func frontMatter(text string) (matter, body string, found bool) {
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return "", text, false
	}
	head := rest[:min(len(rest), maxFrontMatter)]
	for at := 0; at < len(head); {
		line, _, more := strings.Cut(head[at:], "\n")
		if end := strings.TrimRight(line, " \t"); end == "---" || end == "..." {
			return head[:at], strings.TrimPrefix(rest[at+len(line):], "\n"), true
		}
		if !more {
			break
		}
		at += len(line) + 1
	}
	return "", text, false
}

// parseYAML decodes a mapping. Anchors are refused: a few lines of them can stand for
// gigabytes.
func parseYAML(matter string) (fields, *Error) {
	const above = 1 // the opening "---"
	if line := anchorLine(matter); line > 0 {
		return nil, reject(line+above, nil, "front matter: anchors and aliases are not taken")
	}
	var v any
	if err := yaml.Unmarshal([]byte(matter), &v); err != nil {
		line, why := 0, err.Error()
		var placed yaml.Error
		if errors.As(err, &placed) {
			why = placed.GetMessage()
			if tok := placed.GetToken(); tok != nil && tok.Position != nil {
				line = tok.Position.Line
			}
		}
		return nil, reject(line+above, err, "front matter: %s", why)
	}
	switch v := v.(type) {
	case nil:
		return nil, nil
	case map[string]any:
		return v, nil
	}
	return nil, reject(above, nil, "front matter is %s, not a mapping", kindOf(v))
}

var anchor = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)(?:^|[:\-\[,{])\s*[&*][A-Za-z0-9_]`)
})

// anchorLine is the line, from 1, of the first anchor or alias, or 0.
func anchorLine(matter string) int {
	at := anchor().FindStringIndex(matter)
	if at == nil {
		return 0
	}
	return strings.Count(matter[:at[1]], "\n") + 1
}

// block is a paragraph of Markdown; a heading has a level.
type block struct {
	text  string
	level int
}

// markdownBlocks splits a body into blocks and takes their markup off. Code blocks,
// tables' rules, images, comments and link definitions give no text.
func markdownBlocks(body string) []block {
	r := blockReader{markdownMarkup: markup()}
	for line := range strings.Lines(r.comment.ReplaceAllString(body, "")) {
		r.line(strings.TrimRight(line, "\n"))
	}
	r.flush(0)
	return r.blocks
}

// blockReader collects the lines of one block at a time.
type blockReader struct {
	*markdownMarkup
	blocks []block
	lines  []string
	fence  string // what ends the code block that it is in, or ""
}

// flush ends the block.
func (r *blockReader) flush(level int) {
	if text := oneLine(r.inline(strings.Join(r.lines, " "))); text != "" {
		r.blocks = append(r.blocks, block{text, level})
	}
	r.lines = r.lines[:0]
}

// whole makes one line a block.
func (r *blockReader) whole(line string, level int) {
	r.flush(0)
	r.lines = append(r.lines, line)
	r.flush(level)
}

func (r *blockReader) line(line string) {
	bare := strings.TrimSpace(line)
	switch {
	case r.fence != "":
		if strings.HasPrefix(bare, r.fence) {
			r.fence = ""
		}
		return
	case strings.HasPrefix(bare, "```"), strings.HasPrefix(bare, "~~~"):
		r.flush(0)
		r.fence = bare[:3]
		return
	}
	bare = r.quote.ReplaceAllString(bare, "")
	underline := r.underline.MatchString(bare)
	switch heading := r.heading.FindStringSubmatch(bare); {
	case bare == "" || r.definition.MatchString(bare):
		r.flush(0)
	case heading != nil:
		r.whole(heading[2], len(heading[1]))
	case underline && len(r.lines) > 0:
		r.flush(1 + strings.Count(bare[:1], "-")) // "=" below the first level, "-" below the second
	case underline || r.rule.MatchString(bare):
		r.flush(0)
	case r.item.MatchString(bare):
		r.flush(0)
		r.lines = append(r.lines, r.item.ReplaceAllString(bare, ""))
	case strings.HasPrefix(bare, "|"):
		r.whole(strings.Trim(bare, "|"), 0)
	case strings.HasSuffix(line, "  "), strings.HasSuffix(line, `\`): // a hard break
		r.lines = append(r.lines, strings.TrimSuffix(bare, `\`))
		r.flush(0)
	default:
		r.lines = append(r.lines, bare)
	}
}

// markdownMarkup holds the patterns of Markdown's marks.
type markdownMarkup struct {
	comment, quote, heading, underline, rule, item, definition, escape *regexp.Regexp
	inlines                                                            []inlineMark
}

// inlineMark replaces a mark by what it leaves.
type inlineMark struct {
	pattern *regexp.Regexp
	by      string
}

var markup = sync.OnceValue(func() *markdownMarkup {
	re := regexp.MustCompile
	return &markdownMarkup{
		comment:    re(`(?s)<!--.*?-->`),
		quote:      re(`^(?:>\s?)+`),
		heading:    re(`^(#{1,6})\s+(.*?)\s*#*$`),
		underline:  re(`^(?:=+|-+)$`),
		rule:       re(`^(?:(?:\*\s*){3,}|(?:_\s*){3,}|(?:-\s*){3,}|[|:\s-]*\|[|:\s-]*)$`),
		item:       re(`^(?:[-*+]|\d{1,3}[.)])\s+`),
		definition: re(`^\[[^\]]+\]:\s*\S`),
		escape:     re(`\\[!-/:-@\[-\x60{-~]`),
		inlines: []inlineMark{
			{re(`!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])`), ""},
			{re(`\[([^\]]*)\]\([^)]*\)`), "$1"},
			{re(`\[([^\]]+)\]\[[^\]]*\]`), "$1"},
			{re(`\[\^[^\]]+\]`), ""},
			{re(`<(https?://[^>\s]+)>`), "$1"},
			{re(`</?[A-Za-z][^<>]*>`), ""},
			{re("`+([^`]+)`+"), "$1"},
			{re(`\*{1,3}([^\s*](?:[^*]*[^\s*])?)\*{1,3}`), "$1"},
			{re(`(^|[^\pL\pN_])_{1,3}([^\s_](?:[^_]*[^\s_])?)_{1,3}($|[^\pL\pN_])`), "$1$2$3"},
			{re(`~~([^~]+)~~`), "$1"},
		},
	}
})

// hidden is where escaped characters wait, out of reach of the patterns: a private
// range that no text uses.
const hidden = 0x10FF00

func (m *markdownMarkup) inline(s string) string {
	s = m.escape.ReplaceAllStringFunc(s, func(e string) string { return string(hidden + rune(e[1])) })
	for _, mark := range m.inlines {
		s = mark.pattern.ReplaceAllString(s, mark.by)
	}
	return strings.Map(func(r rune) rune {
		if r > hidden && r < hidden+0x80 {
			return r - hidden
		}
		return r
	}, s)
}
