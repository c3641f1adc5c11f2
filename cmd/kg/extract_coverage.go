package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"kg/internal/article"
	"kg/internal/extract"
	"kg/internal/ingest"
)

// runCoverage prints why sentences gave no statement, the most frequent reason first.
func (a *app) runCoverage(ctx context.Context, args []string, o *extractOptions) error {
	if o.out != "" {
		return usagef("--coverage writes no statements: leave out --out")
	}
	columns := []string{"reason", "sentences", "share"}
	if o.examples > 0 {
		columns = append(columns, "article", "start", "end", "subject", "guess", "confidence", "sentence")
	}
	format := formatOption{o.format}
	w, err := format.writer(a.stdout, columns...)
	if err != nil {
		return err
	}
	articles, err := a.eachArticle(ctx, args, &o.articleOptions)
	if err != nil {
		return err
	}
	x, err := a.extractor()
	if err != nil {
		return err
	}
	sink := &coverageSink{w: w, limit: o.examples}
	err = a.extractInto(ctx, sink, extractAll(ctx, sureExtractor{x, o.minConfidence}, articles, o))
	if ctx.Err() != nil {
		return err
	}
	a.reportCoverage(&sink.counts, "")
	return worst(err, sink.close())
}

// silence is a sentence that gave no statement, with its words.
type silence struct {
	extract.Silence
	article, sentence string
}

// cover says which sentences of an article gave no statement.
func cover(ctx context.Context, x ingest.Extractor, art *article.Article) extracted {
	_, cov, err := ingest.Cover(ctx, x, art)
	if err != nil {
		return extracted{err: err}
	}
	out := extracted{id: art.ID}
	out.counts.Add(&cov)
	text := []rune(art.Text)
	for _, s := range cov.Silent {
		out.silences = append(out.silences, silence{s, art.ID, string(text[s.Start:s.End])})
	}
	return out
}

// coverageSink gathers the sentences of all articles; of each reason it keeps the first.
type coverageSink struct {
	w        rowWriter
	limit    int
	counts   extract.CoverageCounts
	examples map[extract.Reason][]silence
}

func (c *coverageSink) article(res *extracted) error {
	c.counts.Sum(res.counts)
	if c.examples == nil {
		c.examples = map[extract.Reason][]silence{}
	}
	for _, s := range res.silences {
		if len(c.examples[s.Reason]) < c.limit {
			c.examples[s.Reason] = append(c.examples[s.Reason], s)
		}
	}
	return nil
}

func (c *coverageSink) close() error {
	var rows [][]any
	for _, r := range rankedReasons(&c.counts) {
		n := c.counts.Silent[r]
		row := []any{r.String(), n, float64(n) / float64(c.counts.Named)}
		if c.limit == 0 {
			rows = append(rows, row)
		}
		for _, s := range c.examples[r] {
			var guess, confidence any
			if g := s.Guess; g != nil {
				guess, confidence = strings.Join([]string{g.Subject, g.Predicate, g.Object}, " | "), g.Confidence
			}
			rows = append(rows, append(slices.Clip(row), s.article, s.Start, s.End, s.Subject, guess, confidence, s.sentence))
		}
	}
	return writeRows(c.w, rows)
}

// rankedReasons are the reasons that sentences have, the most frequent first.
func rankedReasons(counts *extract.CoverageCounts) []extract.Reason {
	var out []extract.Reason
	for r, n := range counts.Silent {
		if n > 0 {
			out = append(out, extract.Reason(r))
		}
	}
	slices.SortStableFunc(out, func(a, b extract.Reason) int { return cmp.Compare(counts.Silent[b], counts.Silent[a]) })
	return out
}

// reportCoverage says how many sentences gave no statement, and why. next ends the line: it
// says how to see more.
func (a *app) reportCoverage(counts *extract.CoverageCounts, next string) {
	if counts.Total() == 0 {
		return
	}
	var parts []string
	for _, r := range rankedReasons(counts) {
		parts = append(parts, fmt.Sprintf("%d %s", counts.Silent[r], r))
	}
	a.logf("without a statement: %d of %s with a named subject (%s)%s", counts.Total(), count(counts.Named, "sentence", "sentences"), strings.Join(parts, ", "), next)
}
