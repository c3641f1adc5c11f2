package article

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page is what the head of a page and its structured data say.
type page struct {
	meta     map[string]string // by lower-case name, property or itemprop; the first wins
	authors  []string          // from meta elements, in order
	links    map[string]string // by rel
	linked   []fields          // articles of JSON-LD
	body     string            // articleBody of JSON-LD
	title    string            // the title element
	headline string            // the only h1, or what microdata calls so
	above    string            // date of a time element above the headline, in the article's element
	below    string            // date between the headline and the text
	language string
}

// Names of meta elements, best first.
var (
	metaURL      = []string{"og:url", "twitter:url", "parsely-link"}
	metaTitle    = []string{"og:title", "twitter:title", "parsely-title", "dc.title", "dcterms.title", "headline", "sailthru.title", "articletitle"}
	metaDate     = []string{"article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "article.published", "dcterms.created", "dcterms.issued", "dc.date.issued", "dc.date", "dcterms.date", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "article_date_original", "cxenseparse:recs:publishtime", "datecreated", "date"}
	metaSource   = []string{"og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "application-name", "contentsource", "source"}
	metaAuthor   = []string{"author", "article:author", "byl", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"}
	metaLanguage = []string{"og:locale", "language", "content-language", "dc.language"}
)

// readPage gathers metadata before the search for the main text changes the tree.
func readPage(doc *html.Node) page {
	p := page{meta: map[string]string{}, links: map[string]string{}}
	headlines, marked := 0, ""
	place := aboveHeadline
	for node := range doc.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		switch node.DataAtom {
		case atom.Html:
			p.language = attr(node, "lang")
		case atom.Meta:
			p.readMeta(node)
		case atom.Link:
			for rel := range strings.FieldsSeq(strings.ToLower(attr(node, "rel"))) {
				if p.links[rel] == "" {
					p.links[rel] = attr(node, "href")
				}
			}
		case atom.Title:
			if p.title == "" && node.Parent != nil && node.Parent.DataAtom == atom.Head {
				p.title = oneLine(rawText(node))
			}
		case atom.H1:
			headlines++
			p.headline = oneLine(rawText(node))
			place = max(place, belowHeadline)
		case atom.P:
			if place == belowHeadline && len(rawText(node)) > longParagraph {
				place = inText
			}
		case atom.Script:
			if strings.EqualFold(attr(node, "type"), "application/ld+json") {
				p.readLinkedData(rawText(node))
			}
		}
		if marked == "" && strings.EqualFold(attr(node, "itemprop"), "headline") && node.DataAtom != atom.Meta {
			marked = oneLine(rawText(node))
			place = max(place, belowHeadline)
		}
		p.readItem(node)
		p.readDate(node, place)
	}
	if marked != "" {
		p.headline = marked
	} else if headlines != 1 {
		p.headline = ""
	}
	return p
}

// Where in a page a date stands tells whether it is the article's: other stories' stand
// around it, and events' in its text.
const (
	aboveHeadline = iota
	belowHeadline
	inText
)

// longParagraph is more than a teaser or byline has, in bytes.
const longParagraph = 200

// readDate takes the first date that is the article's by its place.
func (p *page) readDate(node *html.Node, place int) {
	when := ""
	if _, ok := ParseDate(attr(node, "datetime")); ok && node.DataAtom == atom.Time {
		when = attr(node, "datetime")
	}
	switch {
	case place == aboveHeadline && p.above == "" && isInArticle(node):
		p.above = when
	case place == belowHeadline && p.below == "":
		p.below = firstOf(when, dateline(node))
	}
}

func isInArticle(node *html.Node) bool {
	for n := range node.Ancestors() {
		if n.DataAtom == atom.Article || n.DataAtom == atom.Main {
			return true
		}
	}
	return false
}

func (p *page) readMeta(node *html.Node) {
	content := strings.TrimSpace(attr(node, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		for name := range strings.FieldsSeq(strings.ToLower(attr(node, key))) {
			if p.meta[name] == "" {
				p.meta[name] = content
			}
			if name == "author" || name == "article:author" {
				p.addAuthor(content)
			}
		}
	}
}

// readItem takes microdata.
func (p *page) readItem(node *html.Node) {
	when := attr(node, "datetime")
	switch strings.ToLower(attr(node, "itemprop")) {
	case "datepublished":
		if when == "" {
			when = attr(node, "content")
		}
		if when == "" {
			when = rawText(node)
		}
		if p.meta["datepublished"] == "" {
			p.meta["datepublished"] = strings.TrimSpace(when)
		}
	case "author":
		if node.DataAtom != atom.Meta {
			p.addAuthor(microdataName(node))
		}
	}
}

// dateline is the date in an element whose class or id says that it holds one.
func dateline(node *html.Node) string {
	name := strings.ToLower(attr(node, "class") + " " + attr(node, "id"))
	if !dateClass().MatchString(name) {
		return ""
	}
	text := oneLine(rawText(node))
	if len(text) > 160 { // a container of more than its date
		return ""
	}
	for _, m := range writtenDate().FindAllString(text, -1) {
		if date, ok := ParseDate(m); ok {
			return date
		}
	}
	return ""
}

var (
	dateClass = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^|[^a-z])(?:(?:pub|publish|published|post|posted|article|news|entry)?(?:date|time)|dateline|datetime|timestamp|published|posted|byline|info|meta|source)(?:$|[^a-z])`)
	})
	writtenDate = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}(?:st|nd|rd|th)? \pL{3,9}\.?,? \d{4}|\pL{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}`)
	})
)

// microdataName is the name of an item: that of its part called name, else its text.
func microdataName(node *html.Node) string {
	for child := range node.Descendants() {
		if strings.EqualFold(attr(child, "itemprop"), "name") {
			if child.DataAtom == atom.Meta {
				return attr(child, "content")
			}
			return rawText(child)
		}
	}
	return rawText(node)
}

func (p *page) addAuthor(name string) {
	name = cleanName(name)
	if name == "" || len(name) > 100 {
		return
	}
	for _, known := range p.authors {
		if strings.EqualFold(known, name) {
			return
		}
	}
	p.authors = append(p.authors, name)
}

// readLinkedData keeps the articles of a JSON-LD block. Broken blocks are common and
// say nothing.
func (p *page) readLinkedData(text string) {
	var v any
	if json.Unmarshal([]byte(strings.TrimSpace(text)), &v) != nil {
		return
	}
	p.addLinkedData(v, 0)
}

func (p *page) addLinkedData(v any, depth int) {
	if depth > 3 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			p.addLinkedData(one, depth+1)
		}
	case map[string]any:
		if isArticleType(v["@type"]) {
			p.linked = append(p.linked, v)
			if body, ok := v["articleBody"].(string); ok && p.body == "" {
				p.body = unescaped(body)
			}
		}
		p.addLinkedData(v["@graph"], depth+1)
		p.addLinkedData(v["mainEntity"], depth+1)
	}
}

// isArticleType takes NewsArticle, ReportageNewsArticle, BlogPosting and their like.
func isArticleType(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || strings.HasSuffix(v, "BlogPosting")
	case []any:
		for _, one := range v {
			if isArticleType(one) {
				return true
			}
		}
	}
	return false
}

// article chooses among what the page says, structured data first.
func (p *page) article(pageURL string) Article {
	var a Article
	if len(p.linked) > 0 {
		a, _ = p.linked[0].article(false) // an error concerns the text alone
		a.ID, a.Warnings = "", nil
		a.Title, a.Source = unescaped(a.Title), unescaped(a.Source)
		if isHomePage(a.URL) || !strings.Contains(a.URL, "://") {
			a.URL = ""
		}
	}
	own := Article{
		URL:      p.address(),
		Title:    firstOf(p.headlineIn(p.first(metaTitle)), p.headline, p.title),
		Source:   p.first(metaSource),
		Language: firstOf(p.language, p.first(metaLanguage)),
		Authors:  p.authors,
		Date:     p.pageDate(),
	}
	if len(own.Authors) == 0 {
		own.Authors = people(p.first(metaAuthor))
	}
	if _, ok := ParseDate(a.Date); !ok {
		a.Date = ""
	}
	// A canonical link is meant to identify the page; addresses in structured data
	// often are the home page's.
	if own.URL != "" {
		a.URL = ""
	}
	a.merge(own)
	a.Title = withoutSite(a.Title, a.Source)
	a.URL = resolve(a.URL, pageURL)
	if a.Date == "" {
		a.Date = dateInPath(a.URL)
	}
	return a
}

// address is the canonical address, or the one for sharing. Sites that name their home
// page on every page would make one article of all of them.
func (p *page) address() string {
	for _, s := range []string{p.links["canonical"], p.first(metaURL)} {
		if s != "" && !isHomePage(s) {
			return s
		}
	}
	return ""
}

func isHomePage(s string) bool {
	u, err := url.Parse(strings.TrimSpace(s))
	return err == nil && (u.Path == "" || u.Path == "/") && u.RawQuery == ""
}

// pageDate is the first date that can be read.
func (p *page) pageDate() string {
	for _, name := range metaDate {
		if date, ok := ParseDate(p.meta[name]); ok {
			return date
		}
	}
	return firstOf(p.below, p.above)
}

var pathDate = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`/(\d{4})[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?:[/.-]|$)`)
})

// dateInPath is the day that many sites put in the address of a story, or "".
func dateInPath(address string) string {
	m := pathDate().FindStringSubmatch(address)
	if m == nil {
		return ""
	}
	date, ok := ParseDate(m[3] + " " + m[2] + " " + m[1]) // the month as a word
	if !ok {
		date, _ = ParseDate(m[1] + "-" + m[2] + "-" + m[3])
	}
	return date
}

// headlineIn prefers the page's one heading to a title that only adds the site's name.
func (p *page) headlineIn(title string) string {
	if p.headline != "" && strings.HasPrefix(title, p.headline) {
		return p.headline
	}
	return title
}

// withoutSite cuts the site's name, and what separates it, off the end of a title.
func withoutSite(title, site string) string {
	rest, ok := strings.CutSuffix(title, site)
	if bare := strings.TrimRight(rest, " |–—-:·»"); ok && site != "" && bare != "" && bare != rest {
		return bare
	}
	return title
}

func (p *page) first(names []string) string {
	for _, name := range names {
		if v := p.meta[name]; v != "" {
			return v
		}
	}
	return ""
}

// resolve makes an address absolute against the page's.
func resolve(ref, base string) string {
	b, err := url.Parse(base)
	if err != nil {
		return ref
	}
	u, err := b.Parse(strings.TrimSpace(ref))
	if err != nil || cleanURL(u.String()) == "" {
		return cleanURL(base)
	}
	return u.String()
}

func firstOf(values ...string) string {
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			return v
		}
	}
	return ""
}

func attr(node *html.Node, key string) string {
	for _, a := range node.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// rawText is all text below a node as it stands.
func rawText(node *html.Node) string {
	var out strings.Builder
	for child := range node.Descendants() {
		if child.Type == html.TextNode {
			out.WriteString(child.Data)
		}
	}
	return out.String()
}

// unescaped undoes entities, which sites put into JSON-LD though JSON has none.
func unescaped(s string) string { return html.UnescapeString(s) }
