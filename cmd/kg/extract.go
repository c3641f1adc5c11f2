package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/article"
	"kg/internal/extract"
	"kg/internal/ingest"
)

type extractOptions struct {
	articleOptions
	confidenceOption
	format string
	out    string
	force  bool

	coverage bool
	examples int
}

// statementFormats: nquads comes with the graph that the articles would give.
var statementFormats = append(slices.Clone(rowFormats), "nquads")

func newExtractCommand(a *app) *cobra.Command {
	var o extractOptions
	cmd := &cobra.Command{
		Use:   "extract PATH...",
		Short: "Print what articles state, without a database",
		Long: `Print what articles state, without a database: subject, predicate, object and
qualifiers, with the characters of the sentence that says it.

--coverage prints instead why sentences gave no statement, of those whose subject is a
name or stands for one:
  hidden       its statements are less sure than --min-confidence
  repeated     another sentence is quoted for what it says
  denied       it says that something is not so, or did not come about
  conditional  it says what could be, or asks
  unfit        its ends are not what the relation joins
  doubted      its likeliest statement is not sure enough to be one
  quoted       it is a quotation, or says only that somebody spoke
  no object    nothing beside the subject is offered as an end
  no relation  no relation fits what it offers`,
		Example: `  kg extract article.txt
  kg extract --format table news/
  kg extract --min-confidence 0.8 news/
  kg extract --out statements/ news/
  kg extract --coverage news/
  kg extract --coverage --examples 3 news/
  kg extract --format nquads article.html > article.nq`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.runExtract(cmd.Context(), args, &o) },
	}
	o.articleOptions.addFlags(cmd)
	o.confidenceOption.addFlags(cmd, 0)
	addFormatFlag(cmd, &o.format, statementFormats, "table on a terminal, jsonl in a pipe")
	cmd.Flags().StringVarP(&o.out, "out", "o", "", "write ID.jsonl for each article into this `folder` instead")
	cmd.Flags().BoolVar(&o.coverage, "coverage", false, "count the sentences that gave no statement, by reason")
	cmd.Flags().IntVar(&o.examples, "examples", 0, "with --coverage: show the first `N` sentences of each reason")
	cmd.Flags().BoolVar(&o.force, "force", false, "take texts that are not English too")
	return cmd
}

func (a *app) runExtract(ctx context.Context, args []string, o *extractOptions) error {
	if err := o.confidenceOption.check(); err != nil {
		return err
	}
	if o.examples < 0 || o.examples > 0 && !o.coverage {
		return usagef("--examples %d: wants --coverage and a number from 1", o.examples)
	}
	if o.coverage {
		return a.runCoverage(ctx, args, o)
	}
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
	err = a.extractInto(ctx, sink, extractAll(ctx, sureExtractor{x, o.minConfidence}, articles, o))
	return worst(err, sink.close())
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
		if err := sink.article(&res); err != nil {
			return err
		}
	}
	return cmp.Or(ctx.Err(), count.err())
}

// extracted is what one article states, as lines of JSON, or why it could not be read.
type extracted struct {
	id       string
	lines    []byte
	silences []silence // with --coverage, in place of lines
	counts   extract.CoverageCounts
	err      error
}

type readArticle struct {
	article article.Article
	err     error
}

// extractAll reads statements from several articles at a time, in their order.
func extractAll(ctx context.Context, x ingest.Extractor, articles iter.Seq2[article.Article, error], o *extractOptions) iter.Seq[extracted] {
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
		if err := ingest.CheckLanguage(art); err != nil && !o.force {
			return extracted{err: withHint(err, "--force reads it all the same")}
		}
		if o.coverage {
			return cover(ctx, x, art)
		}
		readings, err := ingest.Extract(ctx, x, art)
		if err != nil {
			return extracted{err: err}
		}
		var lines bytes.Buffer
		err = extract.WriteJSONL(&lines, art.ID, readings)
		return extracted{id: art.ID, lines: lines.Bytes(), err: err}
	})
}

// statementSink takes the statements of one article after the other.
type statementSink interface {
	article(res *extracted) error
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

// lineColumns are the fields of a statement's line.
var lineColumns = []string{"article", "s", "p", "o", "q", "start", "end", "by", "rule", "confidence"}

// folderSink writes a file an article; there is one for an article without statements
// too, so that it can be told from an article that was not read.
type folderSink string

func (dir folderSink) article(res *extracted) error {
	return writeFile(filepath.Join(string(dir), fileName(res.id)+".jsonl"), func(w io.Writer) error {
		_, err := w.Write(res.lines)
		return err
	})
}

func (folderSink) close() error { return nil }

// rowSink writes rows; in JSON the lines stay as they are.
type rowSink struct{ w rowWriter }

func (s rowSink) article(res *extracted) error {
	j, isJSON := s.w.(*jsonWriter)
	for line := range bytes.Lines(res.lines) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		if isJSON {
			j.object(line)
		} else if err := s.row(line); err != nil {
			return err
		}
	}
	if isJSON {
		return j.w.Flush() // whoever reads the pipe has the article's statements now
	}
	return nil
}

func (s rowSink) row(line []byte) error {
	var l struct {
		Article, S, P, O string
		Q                map[string]string
		Start, End       int
		By, Rule         string
		Confidence       float64
	}
	if err := json.Unmarshal(line, &l); err != nil {
		return err
	}
	return s.w.Write(l.Article, l.S, l.P, l.O, qualifierText(l.Q), l.Start, l.End, l.By, l.Rule, l.Confidence)
}

func (s rowSink) close() error { return s.w.Close() }

// qualifierText writes qualifiers on a line: "currency=CNY, period=2025".
func qualifierText(q map[string]string) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(q)) {
		parts = append(parts, key+"="+q[key])
	}
	return strings.Join(parts, ", ")
}
