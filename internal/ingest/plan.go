package ingest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"kg/internal/article"
	"kg/internal/ontology"
)

// A run reads its files twice. The first time tells which of several texts with one
// identity is to be stored, so that neither the order of the files nor the number of
// workers matters and no text has to be kept meanwhile; it also counts the articles.
// Reading takes a hundredth of the time of annotating.
type plan struct {
	files []planned
	total int // articles, failures included

	mu      sync.Mutex
	winners map[[16]byte]edition // by hash of the article's id; about 100 bytes each
}

// planned is a file, or the reason why there is none.
type planned struct {
	file article.File
	err  error
}

// edition is one text of an article, as far as needed to choose among several.
type edition struct {
	date   string
	hash   [16]byte // of the text
	rest   [16]byte // of what else is stored
	file   int      // index in plan.files
	number int      // of the article in its file
}

func newPlan(ctx context.Context, fsys fs.FS, paths []string, opts *Options) (*plan, error) {
	p := &plan{winners: make(map[[16]byte]edition)}
	for file, err := range article.Files(ctx, fsys, paths, opts.Article) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		p.files = append(p.files, planned{file, err})
	}
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(opts.workers())
	for i := range p.files {
		if p.files[i].err != nil {
			p.count(1)
			continue
		}
		group.Go(func() error {
			if opts.Scanned != nil {
				defer opts.Scanned()
			}
			return p.scan(groupCtx, i)
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return p, ctx.Err()
}

// scan enters the articles of one file. What cannot be read is counted here and
// reported when the file is read again.
func (p *plan) scan(ctx context.Context, index int) error {
	number := 0
	for a, err := range p.files[index].file.Articles(ctx) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			p.enter(idHash(&a), newEdition(&a, index, number))
		}
		number++
	}
	p.count(number)
	return nil
}

func (p *plan) count(articles int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total += articles
}

func (p *plan) enter(id [16]byte, e edition) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if best, ok := p.winners[id]; !ok || e.compare(best) > 0 {
		p.winners[id] = e
	}
}

func newEdition(a *article.Article, file, number int) edition {
	e := edition{date: a.Date, file: file, number: number}
	hash, err := hex.DecodeString(ontology.TextHash(a.Text))
	if err == nil {
		copy(e.hash[:], hash)
	}
	rest := append([]string{a.URL, a.Title, a.Source, a.Language}, a.Authors...)
	e.rest = digest(rest...)
	return e
}

// compare is positive when e is to be stored rather than f: the later date, then the
// greater text hash. What follows only makes the choice the same in every order.
func (e edition) compare(f edition) int {
	return cmp.Or(
		strings.Compare(e.date, f.date),
		bytes.Compare(e.hash[:], f.hash[:]),
		bytes.Compare(e.rest[:], f.rest[:]),
		cmp.Compare(f.file, e.file),
		cmp.Compare(f.number, e.number),
	)
}

// same tells whether two editions are stored alike.
func (e edition) same(f edition) bool {
	return e.date == f.date && e.hash == f.hash && e.rest == f.rest
}

func idHash(a *article.Article) [16]byte { return digest(a.ID) }

func digest(parts ...string) [16]byte {
	h := sha256.New()
	for _, part := range parts {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return [16]byte(h.Sum(nil)[:16])
}
