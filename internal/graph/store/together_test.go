package store

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"
)

// TestTogether has readers of every kind beside the writer; each must see
// whole articles only. It says most under the race detector.
func TestTogether(t *testing.T) {
	st := openAt(t, t.TempDir(), Options{Create: true})
	articles := newArticles(3)
	first := articles.Next()
	apply(t, st, Batch{Add: first})

	ctx, stop := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer stop()
	var wg sync.WaitGroup
	again := func(do func() error) {
		wg.Go(func() {
			for ctx.Err() == nil {
				if err := do(); err != nil && !errors.Is(err, context.DeadlineExceeded) {
					t.Error(err)
					return
				}
			}
		})
	}
	n := 1
	again(func() error {
		b := Batch{Add: articles.Next()}
		if n%4 == 3 {
			b.DropLabels = []quad.Value{articleIRI(n - 1)}
		}
		n++
		_, err := st.Apply(ctx, b)
		return err
	})
	for range 2 {
		again(func() error { return readArticle(ctx, st, first) })
		again(func() error { return countAndScan(ctx, st) })
	}
	again(func() error { return askAndLeave(t, st) })
	wg.Wait()
	verified(t, st)
	t.Logf("%d articles", n)
}

// readArticle finds all quads of the first article, which never changes.
func readArticle(ctx context.Context, st *Store, want []quad.Quad) error {
	sn, err := st.Snapshot()
	if err != nil {
		return err
	}
	defer sn.Close()
	var labelled int64
	for _, q := range want {
		if q.Label == articleIRI(0) {
			labelled++
		}
	}
	if n, err := sn.Count(ctx, quad.Quad{Label: articleIRI(0)}); err != nil || n != labelled {
		return errors.Join(err, errors.New("the first article is not whole"))
	}
	return nil
}

// countAndScan compares the count of all quads with a walk over them.
func countAndScan(ctx context.Context, st *Store) error {
	sn, err := st.Snapshot()
	if err != nil {
		return err
	}
	defer sn.Close()
	n, err := sn.Count(ctx, quad.Quad{})
	if err != nil {
		return err
	}
	for _, err := range sn.Quads(ctx, quad.Quad{}) {
		if err != nil {
			return err
		}
		n--
	}
	if n != 0 {
		return errors.New("a snapshot's count and its quads differ")
	}
	return nil
}

// askAndLeave closes the snapshot while a query still runs on it, as happens
// when a query's time is up.
func askAndLeave(t *testing.T, st *Store) error {
	sn, err := st.Snapshot()
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Millisecond)
	defer stop()
	it, err := gizmo.NewSession(sn).Execute(ctx, `while (true) { g.V().out().in().count() }`, query.Options{Collation: query.JSON})
	if err != nil {
		return err
	}
	it.Next(ctx)
	return sn.Close()
}
