package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/ontology"
)

type showOptions struct {
	sourceOptions
	confidenceOption
	format string
}

func newShowCommand(a *app) *cobra.Command {
	var o showOptions
	cmd := &cobra.Command{
		Use:   "show ENTITY|STATEMENT|ARTICLE",
		Short: "Show all that is known about a thing, each sentence in its paragraph",
		Long: `Show all that is known about an entity (its name or IRI), a statement (its IRI or the
hash in it) or an article (its id, address or IRI), each sentence marked in its paragraph. What
kg doubts to have understood is counted only; --min-confidence 0 shows it, too.`,
		Example: `  kg show Guangdong
  kg show "Department of Commerce"
  kg show Guangdong --min-confidence 0
  kg show guangdong-trade-2026 --format json`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runShow(cmd.Context(), strings.Join(args, " "), &o)
		},
	}
	o.sourceOptions.addFlags(cmd)
	o.confidenceOption.addFlags(cmd, graph.DefaultConfidence)
	addFormatFlag(cmd, &o.format, showFormats, "text")
	return cmd
}

var showFormats = []string{"text", "json"}

func (a *app) runShow(ctx context.Context, what string, o *showOptions) error {
	if err := o.confidenceOption.check(); err != nil {
		return err
	}
	format, err := checkFormat(o.format, "text", showFormats)
	if err != nil {
		return err
	}
	return a.withSource(ctx, &o.sourceOptions, func(st *graph.Store) error {
		opts := graph.ShowOptions{MinConfidence: o.minConfidence}
		page, err := st.Show(ctx, what, opts)
		if err != nil {
			if iri, findErr := findArticle(ctx, st, what); findErr == nil {
				page, err = st.Show(ctx, iri, opts)
			}
		}
		if err != nil {
			return a.queryError(err)
		}
		if format == "json" {
			return a.showJSON(page)
		}
		return a.writeOutput("", func(w io.Writer) error {
			p := newPagePrinter(w, colour(a.stdout), tableWidth(a.stdout))
			p.page(page)
			return nil // the buffer below keeps its first error
		})
	})
}

// pagePrinter writes a page for the eye.
type pagePrinter struct {
	w           io.Writer
	width       int
	start, end  string // around what is marked
	bold, plain string
}

// proseWidth is the most characters on a line of running text.
const proseWidth = 100

func newPagePrinter(w io.Writer, colour bool, width int) *pagePrinter {
	p := &pagePrinter{w: w, width: min(width, proseWidth), start: "**", end: "**"}
	if colour {
		p.start, p.end = "\x1b[1;33m", "\x1b[0m"
		p.bold, p.plain = "\x1b[1m", "\x1b[0m"
	}
	return p
}

func (p *pagePrinter) page(page *graph.Page) {
	switch {
	case page.Entity != nil:
		p.entity(page.Entity)
	case page.Article != nil:
		p.article(page.Article)
	}
	for i := range page.Facts {
		if i > 0 || page.Entity != nil || page.Article != nil {
			p.printf("\n")
		}
		p.fact(&page.Facts[i])
	}
	if page.Hidden > 0 {
		p.printf("\n%s\n", lessSure(page.Hidden, "statement"))
	}
}

func (p *pagePrinter) printf(format string, args ...any) { fmt.Fprintf(p.w, format, args...) }

func (p *pagePrinter) heading(title, kind string) {
	p.printf("%s%s%s", p.bold, clean(title), p.plain)
	if kind != "" {
		p.printf("  (%s)", clean(kind))
	}
	p.printf("\n")
}

func (p *pagePrinter) field(name, value string) {
	if value != "" {
		p.printf("  %s: %s\n", name, clean(value))
	}
}

func (p *pagePrinter) entity(e *graph.Hit) {
	p.heading(e.Label, e.Class)
	p.field("also", strings.Join(e.Aliases, "; "))
	p.field("iri", string(e.IRI))
}

func (p *pagePrinter) article(a *graph.ArticleInfo) {
	title := a.Title
	if title == "" {
		title = a.ID
	}
	p.heading(title, "Article")
	p.field("date", a.Date)
	p.field("source", a.Source)
	p.field("authors", strings.Join(a.Authors, "; "))
	p.field("url", a.URL)
	p.field("iri", string(a.IRI))
	if a.Versions > 0 {
		p.field("earlier texts", fmt.Sprint(a.Versions))
	}
}

func (p *pagePrinter) fact(f *graph.Fact) {
	p.heading(strings.TrimSpace(f.Subject.Text()+" "+f.Label+" "+f.Object.Text()), statusNote(f.Status))
	for _, q := range f.Qualifiers {
		p.field(q.Key, q.Value.Text())
	}
	p.field("statement", statementID(f.IRI))
	for i := range f.Quotes {
		p.quote(&f.Quotes[i])
	}
}

// statusNote leaves out what goes without saying.
func statusNote(status string) string {
	if status == ontology.Asserted {
		return ""
	}
	return status
}

// statementID is what kg show takes for a statement: the hash that ends its IRI.
func statementID(iri quad.IRI) string {
	_, id, ok := strings.Cut(string(iri), "/statement/")
	if !ok {
		return string(iri)
	}
	return id
}

func (p *pagePrinter) quote(q *graph.Quote) {
	where := articleName(q)
	if q.By.Value != nil {
		where += ", citing " + q.By.Text()
	}
	if q.Superseded {
		where += " (earlier text)"
	}
	p.printf("\n    %s:\n", clean(where))
	before, sentence := []rune(clean(q.Before)), []rune(clean(q.Text))
	paragraph := slices.Concat(before, sentence, []rune(clean(q.After)))
	start, end := len(before), len(before)+len(sentence)
	for _, line := range wrap(paragraph, p.width-4) {
		p.printf("    %s\n", p.mark(paragraph, line, start, end))
	}
}

// mark gives a line of a paragraph with the sentence [start, end) marked: in colour as
// far as it is on the line, else with signs where it starts and ends.
func (p *pagePrinter) mark(paragraph []rune, line [2]int, start, end int) string {
	from, to := max(line[0], start), min(line[1], end)
	if from >= to {
		return string(paragraph[line[0]:line[1]])
	}
	opening, closing := p.start, p.end
	if p.plain == "" && from > start {
		opening = ""
	}
	if p.plain == "" && to < end {
		closing = ""
	}
	return string(paragraph[line[0]:from]) + opening + string(paragraph[from:to]) + closing + string(paragraph[to:line[1]])
}

// wrap cuts a text at spaces into lines of at most width characters, as far as its
// words allow; lines are half-open ranges, without the spaces around them.
func wrap(s []rune, width int) [][2]int {
	var lines [][2]int
	used := 0 // characters on the last line
	for i := 0; i < len(s); {
		if s[i] == ' ' {
			i++
			continue
		}
		end := i
		for end < len(s) && s[end] != ' ' {
			end++
		}
		n := text.StringWidthWithoutEscSequences(string(s[i:end]))
		if last := len(lines) - 1; last >= 0 && used+(i-lines[last][1])+n <= width {
			used += i - lines[last][1] + n
			lines[last][1] = end
		} else {
			lines = append(lines, [2]int{i, end})
			used = n
		}
		i = end
	}
	return lines
}

// articleName is an article's title and date, or the end of its IRI.
func articleName(q *graph.Quote) string {
	name := q.Title
	if name == "" {
		_, name, _ = strings.Cut(string(q.Article), "/article/")
	}
	if q.Date != "" {
		name += ", " + q.Date
	}
	return name
}

// showJSON prints the page as one object.
func (a *app) showJSON(page *graph.Page) error {
	out := pageJSON{Facts: []factJSON{}, LessSure: page.Hidden}
	if e := page.Entity; e != nil {
		out.Entity = &entityJSON{string(e.IRI), e.Label, e.Class, list(e.Aliases)}
	}
	if art := page.Article; art != nil {
		out.Article = &articleJSON{string(art.IRI), art.ID, art.URL, art.Title, art.Date, art.Source, art.Language, list(art.Authors), art.Versions}
	}
	for i := range page.Facts {
		out.Facts = append(out.Facts, newFactJSON(&page.Facts[i]))
	}
	b, err := jsonValue(out)
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(append(b, '\n'))
	return err
}

type pageJSON struct {
	Entity  *entityJSON  `json:"entity,omitempty"`
	Article *articleJSON `json:"article,omitempty"`
	Facts   []factJSON   `json:"facts"`

	LessSure int `json:"less_sure,omitempty"` // how many facts are left out
}

type entityJSON struct {
	IRI     string   `json:"iri"`
	Label   string   `json:"label"`
	Class   string   `json:"class"`
	Aliases []string `json:"aliases"`
}

type articleJSON struct {
	IRI      string   `json:"iri"`
	ID       string   `json:"id"`
	URL      string   `json:"url,omitempty"`
	Title    string   `json:"title,omitempty"`
	Date     string   `json:"date,omitempty"`
	Source   string   `json:"source,omitempty"`
	Language string   `json:"language,omitempty"`
	Authors  []string `json:"authors"`
	Versions int      `json:"versions"`
}

type factJSON struct {
	Statement  string          `json:"statement"`
	Subject    graph.Cell      `json:"subject"`
	Relation   string          `json:"relation"`
	Object     graph.Cell      `json:"object"`
	Qualifiers []qualifierJSON `json:"qualifiers"`
	Status     string          `json:"status"`
	Quotes     []quoteJSON     `json:"quotes"`
}

type qualifierJSON struct {
	Key   string     `json:"key"`
	Value graph.Cell `json:"value"`
}

type quoteJSON struct {
	Article    string      `json:"article"`
	Title      string      `json:"title,omitempty"`
	Date       string      `json:"date,omitempty"`
	Start      int         `json:"start"` // code points of the article's text, half-open
	End        int         `json:"end"`
	Before     string      `json:"before"` // of the paragraph
	Text       string      `json:"text"`
	After      string      `json:"after"`
	By         *graph.Cell `json:"by,omitempty"`
	Rule       string      `json:"rule"`
	Confidence string      `json:"confidence"`
	Superseded bool        `json:"superseded,omitempty"`
}

func newFactJSON(f *graph.Fact) factJSON {
	out := factJSON{
		Statement: string(f.IRI), Subject: f.Subject, Relation: f.Relation, Object: f.Object,
		Qualifiers: []qualifierJSON{}, Status: f.Status, Quotes: []quoteJSON{},
	}
	for _, q := range f.Qualifiers {
		out.Qualifiers = append(out.Qualifiers, qualifierJSON(q))
	}
	for _, q := range f.Quotes {
		quote := quoteJSON{
			Article: string(q.Article), Title: q.Title, Date: q.Date, Start: q.Start, End: q.End,
			Before: q.Before, Text: q.Text, After: q.After, Rule: q.Rule, Confidence: q.Confidence, Superseded: q.Superseded,
		}
		if q.By.Value != nil {
			quote.By = &q.By
		}
		out.Quotes = append(out.Quotes, quote)
	}
	return out
}
