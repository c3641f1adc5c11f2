package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"runtime"

	"kg/internal/article"
	"kg/internal/extract"
	"kg/internal/graph"
	"kg/internal/ontology"
)

// Store takes articles in.
type Store interface {
	Standing(ctx context.Context, a graph.Article, run graph.Run) (graph.Standing, error)
	Put(ctx context.Context, a graph.Article, readings []ontology.Reading, opts graph.PutOptions) (graph.Outcome, error)
}

// Options say how to run. The zero value works.
type Options struct {
	Workers int             // articles read beside each other; 0 is as many as processors
	Force   bool            // take texts that are not English too
	NoText  bool            // keep quotes, not texts
	Article article.Options // how to read files; its Stdin is not used

	// Stdin opens what "-" reads, from its beginning; it is called twice.
	Stdin func() (io.Reader, error)

	Run graph.Run // what is recorded of this run, its time included

	Scanned func()             // called for each file that has been looked through, by several goroutines
	Planned func(articles int) // called once, when it is known how many articles there are
	Event   func(Event)        // called for each article, in order, by one goroutine
}

func (o *Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// Run reads the articles of all paths and stores them in their order. What happens to
// one of them does not keep the others back: a failure is its event. The error is that
// of ctx; the summary is right with it, too.
func Run(ctx context.Context, fsys fs.FS, paths []string, x Extractor, st Store, opts Options) (Summary, error) {
	var summary Summary
	stdin := &reopened{open: opts.Stdin}
	opts.Article.Stdin = stdin
	p, err := newPlan(ctx, fsys, paths, &opts)
	if err != nil {
		return summary, err
	}
	if opts.Planned != nil {
		opts.Planned(p.total)
	}
	stdin.rewind()
	r := &run{plan: p, x: x, st: st, opts: &opts}
	for res := range Map(ctx, opts.workers(), p.articles(ctx), r.process) {
		if ctx.Err() != nil {
			break
		}
		event, err := r.store(ctx, res)
		if err != nil {
			return summary, err
		}
		summary.add(event)
		if opts.Event != nil {
			opts.Event(event)
		}
	}
	return summary, ctx.Err()
}

// run is what the steps of a run share.
type run struct {
	plan *plan
	x    Extractor
	st   Store
	opts *Options
}

// item is an article to be read, or why there is none.
type item struct {
	article article.Article
	err     error
	file    int // index in plan.files
	number  int // of the article in its file
}

// articles reads all files a second time.
func (p *plan) articles(ctx context.Context) iter.Seq[item] {
	return func(yield func(item) bool) {
		for i, planned := range p.files {
			if planned.err != nil {
				if !yield(item{err: planned.err}) {
					return
				}
				continue
			}
			number := 0
			for a, err := range planned.file.Articles(ctx) {
				if !yield(item{a, err, i, number}) {
					return
				}
				number++
			}
		}
	}
}

// result is an article that waits for its turn to be stored; those that need no storing
// have their event already.
type result struct {
	item
	readings []ontology.Reading
	coverage extract.Coverage
	stale    bool // the store has it as other rules read it
	undated  int  // relative dates that count from no day
	event    *Event
}

// process does what can be done beside other articles.
func (r *run) process(ctx context.Context, it item) result {
	res := result{item: it, event: r.settled(it)}
	if res.event != nil {
		return res
	}
	standing, err := r.st.Standing(ctx, graphArticle(&it.article), r.opts.Run)
	switch {
	case errors.Is(err, graph.ErrDamaged):
		return res // which Put will find too
	case err != nil:
		res.event = r.fail(it, err)
		return res
	case standing == graph.Known:
		res.event = r.event(it, Unchanged, nil)
		return res
	}
	res.stale = standing == graph.Stale
	if res.readings, res.coverage, err = Cover(ctx, r.x, &it.article); err != nil {
		res.event = r.event(it, Failed, err)
	}
	if it.article.Date == "" {
		res.undated = extract.RelativeDates(it.article.Text)
	}
	return res
}

// settled gives the event of an article that never goes into the store, else nil.
func (r *run) settled(it item) *Event {
	if it.err != nil {
		return &Event{Outcome: Failed, Err: it.err}
	}
	a := &it.article
	best, ok := r.plan.winners[idHash(a)]
	here := newEdition(a, it.file, it.number)
	switch {
	case !ok, best.file == it.file && best.number == it.number && !best.same(here):
		return r.fail(it, errors.New("changed while it was read"))
	case best.same(here) && best != here:
		return r.event(it, Unchanged, nil) // one more copy
	case best != here:
		return r.event(it, Superseded, nil)
	}
	if err := CheckLanguage(a); err != nil && !r.opts.Force {
		return r.event(it, Refused, err)
	}
	return nil
}

func (r *run) event(it item, outcome Outcome, err error) *Event {
	a := &it.article
	return &Event{Path: a.Path, Line: a.Line, ID: a.ID, Outcome: outcome, Err: err, Warnings: a.Warnings}
}

func (r *run) fail(it item, err error) *Event {
	return r.event(it, Failed, fmt.Errorf("%s: %w", place(&it.article), err))
}

// store stores an article if there is something to store. An article that the store
// does not accept fails alone.
func (r *run) store(ctx context.Context, res result) (Event, error) {
	if res.event != nil {
		return *res.event, nil
	}
	put := graph.PutOptions{Run: r.opts.Run, NoText: r.opts.NoText}
	outcome, err := r.st.Put(ctx, graphArticle(&res.article), res.readings, put)
	switch {
	case err != nil && ctx.Err() != nil:
		return Event{}, ctx.Err()
	case errors.Is(err, graph.ErrDamaged):
		return Event{}, err // all others would fail as well
	case err != nil:
		return *r.fail(res.item, err), nil
	}
	event := *r.event(res.item, outcomeOf(outcome), nil)
	event.Reread = res.stale
	if event.Outcome != Unchanged {
		event.Statements = len(res.readings)
		event.Undated = res.undated
		event.Coverage.Add(&res.coverage)
	}
	return event, nil
}

func outcomeOf(o graph.Outcome) Outcome {
	switch o {
	case graph.New:
		return New
	case graph.Unchanged:
		return Unchanged
	}
	return Changed
}

func graphArticle(a *article.Article) graph.Article {
	return graph.Article{
		ID: a.ID, URL: a.URL, Title: a.Title, Date: a.Date,
		Source: a.Source, Language: a.Language, Authors: a.Authors, Text: a.Text,
	}
}

// reopened is standard input that can be read a second time.
type reopened struct {
	open func() (io.Reader, error)
	r    io.Reader
}

func (s *reopened) Read(p []byte) (int, error) {
	if s.r == nil {
		if s.open == nil {
			return 0, errors.New("no standard input")
		}
		r, err := s.open()
		if err != nil {
			return 0, err
		}
		s.r = r
	}
	return s.r.Read(p)
}

func (s *reopened) rewind() { s.r = nil }
