package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/article"
	"kg/internal/eval"
	"kg/internal/extract"
	"kg/internal/ingest"
)

type extractOptions struct {
	articleOptions
	format string
	out    string
	force  bool
}

// statementFormats: nquads comes with the graph that the articles would give.
var statementFormats = append(slices.Clone(rowFormats), "nquads")

func newExtractCommand(a *app) *cobra.Command {
	var o extractOptions
	cmd := &cobra.Command{
		Use:   "extract PATH...",
		Short: "Print what articles state, without a database",
		Long: `Print what articles state, without a database: subject, predicate, object and
qualifiers, with the characters of the sentence that says it.`,
		Example: `  kg extract article.txt
  kg extract --format table news/
  kg extract --out statements/ news/
  kg extract --format nquads article.html > article.nq`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.runExtract(cmd.Context(), args, &o) },
	}
	o.addFlags(cmd)
	addFormatFlag(cmd, &o.format, statementFormats, "table on a terminal, jsonl in a pipe")
	cmd.Flags().StringVarP(&o.out, "out", "o", "", "write ID.jsonl for each article into this `folder` instead")
	cmd.Flags().BoolVar(&o.force, "force", false, "take texts that are not English too")
	return cmd
}

func (a *app) runExtract(ctx context.Context, args []string, o *extractOptions) error {
	if o.format == "nquads" {
		return a.extractQuads(ctx, args, o)
	}
	articles, err := a.eachArticle(ctx, args, &o.articleOptions)
	if err != nil {
		return err
	}
	sink, err := a.statementSink(o)
	if err != nil {
		return err
	}
	x, err := a.extractor()
	if err != nil {
		return err
	}
	err = a.extractInto(ctx, sink, extractAll(ctx, x, articles, o))
	return errors.Join(err, sink.close())
}

// extractInto prints statements as they come and failures beside them.
func (a *app) extractInto(ctx context.Context, sink statementSink, results iter.Seq[extracted]) error {
	var count tally
	for res := range results {
		if err := ctx.Err(); err != nil {
			return err
		}
		if res.err != nil {
			a.fail(res.err)
			count.failed++
			continue
		}
		count.done++
		if err := sink.article(res.id, res.readings); err != nil {
			return err
		}
	}
	return cmp.Or(ctx.Err(), count.err())
}

// extracted is what one article states, or why it could not be read.
type extracted struct {
	id       string
	readings []eval.Line
	err      error
}

type readArticle struct {
	article article.Article
	err     error
}

// extractAll reads statements from several articles at a time, in their order.
func extractAll(ctx context.Context, x *extract.Extractor, articles iter.Seq2[article.Article, error], o *extractOptions) iter.Seq[extracted] {
	items := func(yield func(readArticle) bool) {
		for art, err := range articles {
			if !yield(readArticle{art, err}) {
				return
			}
		}
	}
	return ingest.Map(ctx, o.processors(), items, func(ctx context.Context, item readArticle) extracted {
		if item.err != nil {
			return extracted{err: item.err}
		}
		art := &item.article
		if code, sure := article.Language(art.Text); sure && code != "en" && !o.force {
			return extracted{err: notEnglish(art, code)}
		}
		readings, err := x.Extract(ctx, extract.Input{Text: art.Text, Title: art.Title, Date: art.Date})
		if err != nil {
			return extracted{err: fmt.Errorf("%q: %w", art.Path, err)}
		}
		lines := make([]eval.Line, len(readings))
		for i := range readings {
			lines[i] = eval.NewLine(art.ID, readings[i])
		}
		return extracted{id: art.ID, readings: lines}
	})
}

// notEnglish refuses an article.
func notEnglish(art *article.Article, code string) error {
	return withHint(fmt.Errorf("%q: not in English (language: %s)", art.Path, code), "--force reads it all the same")
}

// statementSink takes the statements of one article after the other.
type statementSink interface {
	article(id string, lines []eval.Line) error
	close() error
}

func (a *app) statementSink(o *extractOptions) (statementSink, error) {
	if o.out != "" {
		if o.format != "" && o.format != "jsonl" {
			return nil, usagef("--out writes jsonl alone")
		}
		return folderSink(o.out), os.MkdirAll(o.out, 0o777)
	}
	format := formatOption{o.format}
	w, err := format.writer(a.stdout, lineColumns...)
	return rowSink{w}, err
}

// lineColumns are the fields of eval.Line.
var lineColumns = []string{"article", "s", "p", "o", "q", "start", "end", "by", "rule", "confidence"}

// folderSink writes a file an article; there is one for an article without statements
// too, so that it can be told from an article that was not read.
type folderSink string

func (dir folderSink) article(id string, lines []eval.Line) error {
	return writeFile(filepath.Join(string(dir), fileName(id)+".jsonl"), func(w io.Writer) error {
		for _, line := range lines {
			b, err := jsonValue(line)
			if err != nil {
				return err
			}
			if _, err := w.Write(append(b, '\n')); err != nil {
				return err
			}
		}
		return nil
	})
}

func (folderSink) close() error { return nil }

// rowSink writes rows, in JSON as eval reads them.
type rowSink struct{ w rowWriter }

func (s rowSink) article(_ string, lines []eval.Line) error {
	for _, l := range lines {
		if err := s.line(l); err != nil {
			return err
		}
	}
	if j, ok := s.w.(*jsonWriter); ok {
		return j.w.Flush() // whoever reads the pipe has the article's statements now
	}
	return nil
}

func (s rowSink) line(l eval.Line) error {
	j, ok := s.w.(*jsonWriter)
	if !ok {
		return s.w.Write(l.Article, l.S, l.P, l.O, qualifierText(l.Q), l.Start, l.End, l.By, l.Rule, l.Confidence)
	}
	b, err := jsonValue(l)
	if err == nil {
		j.object(b)
	}
	return err
}

func (s rowSink) close() error { return s.w.Close() }

// qualifierText writes qualifiers on a line: "currency=CNY period=2025".
func qualifierText(q map[string]string) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(q)) {
		parts = append(parts, key+"="+q[key])
	}
	return strings.Join(parts, ", ")
}
