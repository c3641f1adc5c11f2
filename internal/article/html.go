package article

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxElements bounds the main-text search, which is not linear in them. News pages
// have a few thousand.
const maxElements = 100_000

// parseHTML finds the main text of a page and what the page says about itself. The
// headline is the title and no part of the text. pageURL, or "", is where the page
// was got from.
func parseHTML(b []byte, pageURL string) (Article, *Error) {
	text, problem := decodeHTML(b)
	if problem != nil {
		return Article{}, problem
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return Article{}, reject(0, err, "broken HTML: %s", strings.TrimPrefix(err.Error(), "html: "))
	}
	page := readPage(doc)
	a := page.article(pageURL)
	a.Text = mainText(doc, a.URL)
	// Pages that build their text by script often hold it as data too.
	if len(a.Text) < len(page.body)/2 {
		a.Text = plainParagraphs(page.body)
	}
	a.Text = withoutFurniture(a.Text, a.Title)
	return a, nil
}

// mainText is the page's main content, or all its paragraphs where none stands out.
func mainText(doc *html.Node, pageURL string) string {
	base, err := url.Parse(pageURL)
	if err != nil {
		base = nil
	}
	parser := readability.NewParser()
	parser.MaxElemsToParse = maxElements
	found, err := parser.ParseDocument(doc, base)
	if err == nil && found.Node != nil {
		if text := blockText(found.Node); !isBlank(text) {
			return text
		}
	}
	var paragraphs []string
	for node := range doc.Descendants() {
		if node.DataAtom == atom.P {
			if text := blockText(node); text != "" {
				paragraphs = append(paragraphs, text)
			}
		}
	}
	if len(paragraphs) == 0 {
		return blockText(doc)
	}
	return strings.Join(paragraphs, "\n\n")
}

// withoutFurniture drops the paragraphs that belong to the page: the headline and the
// day on top, and labels that stand alone.
func withoutFurniture(text, title string) string {
	paragraphs := strings.Split(text, "\n\n")
	paragraphs = slices.DeleteFunc(paragraphs, func(s string) bool {
		return len(s) < 60 && furniture().MatchString(s) || len(s) < 160 && pointer().MatchString(s) && !endsSentence(s)
	})
	for len(paragraphs) > 1 && (paragraphs[0] == title || isPublished(paragraphs[0])) {
		paragraphs = paragraphs[1:]
	}
	return strings.Join(paragraphs, "\n\n")
}

var furniture = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:advertisement|advertising|sponsored(?: content)?|read more|read also|see also|more on this(?: story)?|related(?: (?:articles?|stories|topics|news))?|` +
		`share(?: this)?(?: (?:article|story|post|page|on))?|print(?: this)?(?: page)?|e-?mail|copy link|facebook|twitter|whatsapp|linkedin|telegram|comments?|leave a comment|` +
		`sign up(?: (?:here|now))?|subscribe(?: now)?|follow us|back to top|story continues below(?: advertisement)?|loading\W*|image(?: source)?|getty images|photo|continue reading(?: the main story)?|powered by \S+|tags)\s*[:.…>»]*$`)
})

// pointer begins a line that leads to another story.
var pointer = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:related|read more|read also|also read|see also|more|watch|listen|don't miss)\s*[:|]`)
})

var published = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:(?:first |last )?(?:published|posted|updated|released|created|date|time)(?: on| at)?\s*:?\s*)+`)
})

// isPublished says that a paragraph tells when the page was published, and no more.
func isPublished(s string) bool {
	if len(s) > 100 {
		return false
	}
	_, ok := ParseDate(published().ReplaceAllString(s, ""))
	return ok
}

// silent elements hold no text of the article. A figure's caption would stand between
// two paragraphs that it belongs to neither of.
var silent = map[atom.Atom]bool{
	atom.Head: true, atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true,
	atom.Figcaption: true, atom.Button: true, atom.Form: true, atom.Select: true, atom.Textarea: true,
	atom.Nav: true, atom.Svg: true, atom.Iframe: true, atom.Object: true, atom.Video: true, atom.Audio: true,
}

// inline elements do not end a paragraph; all others do.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true, atom.Cite: true,
	atom.Code: true, atom.Data: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true,
	atom.Img: true, atom.Ins: true, atom.Kbd: true, atom.Label: true, atom.Mark: true, atom.Q: true, atom.S: true,
	atom.Samp: true, atom.Small: true, atom.Span: true, atom.Strike: true, atom.Strong: true, atom.Sub: true,
	atom.Sup: true, atom.Time: true, atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true,
}

// blockText gives the text below a node, a blank line between blocks. White space is
// as a browser shows it; cells of a table row are apart by a tab.
func blockText(root *html.Node) string {
	var w blockWriter
	w.node(root)
	w.flush()
	return strings.Join(w.blocks, "\n\n")
}

type blockWriter struct {
	blocks []string
	line   strings.Builder
	links  int  // depth of links around
	plain  bool // the line has text outside of links
}

func (w *blockWriter) flush() {
	cells := strings.Split(w.line.String(), "\t")
	teaser := !w.plain
	w.line.Reset()
	w.plain = false
	for i, cell := range cells {
		cells[i] = oneLine(cell)
	}
	cells = slices.DeleteFunc(cells, func(s string) bool { return s == "" })
	// A paragraph that is a link and no sentence leads to another story.
	if text := strings.Join(cells, "\t"); text != "" && !(teaser && !endsSentence(text)) {
		w.blocks = append(w.blocks, text)
	}
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, "”’\"')]»")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。！？", r)
}

func (w *blockWriter) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.line.WriteString(spaces.Replace(n.Data))
		w.plain = w.plain || w.links == 0 && !isBlank(n.Data)
		return
	case html.CommentNode, html.DoctypeNode:
		return
	}
	if silent[n.DataAtom] || isHidden(n) {
		return
	}
	switch cell := n.DataAtom == atom.Td || n.DataAtom == atom.Th; {
	case cell:
		w.line.WriteByte('\t')
	case n.Type == html.ElementNode && !inline[n.DataAtom]:
		w.flush()
		defer w.flush()
	}
	if n.DataAtom == atom.A && attr(n, "href") != "" {
		w.links++
		defer func() { w.links-- }()
	}
	for child := range n.ChildNodes() {
		w.node(child)
	}
}

// spaces takes out what HTML uses to lay text out: soft hyphens and marks of no width
// go, white space of every kind is a space.
var spaces = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ", "\f", " ", "\u00A0", " ", "\u202F", " ", "\u00AD", "", "\u200B", "", "\uFEFF", "")

func isHidden(n *html.Node) bool {
	for _, attr := range n.Attr {
		switch attr.Key {
		case "hidden":
			return true
		case "aria-hidden":
			return attr.Val == "true"
		}
	}
	return false
}

// plainParagraphs makes each line of a text a paragraph.
func plainParagraphs(s string) string {
	var paragraphs []string
	for line := range strings.Lines(s) {
		if line = oneLine(line); line != "" {
			paragraphs = append(paragraphs, line)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}
