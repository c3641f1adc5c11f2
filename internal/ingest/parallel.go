package ingest

import (
	"context"
	"iter"
	"sync"
)

// Map gives f's result for each item, in the order of the items, with up to workers
// calls of f running beside each other. At most twice as many items are held. It stops
// taking items when ctx is done; f sees the same ctx and is expected to return soon.
func Map[T, R any](ctx context.Context, workers int, items iter.Seq[T], f func(context.Context, T) R) iter.Seq[R] {
	workers = max(workers, 1)
	return func(yield func(R) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel()

		results := make(chan chan R, workers) // one channel an item, in order
		running.Go(func() {
			defer close(results)
			free := make(chan struct{}, workers)
			for item := range items {
				result := make(chan R, 1)
				select {
				case results <- result:
				case <-ctx.Done():
					return
				}
				free <- struct{}{}
				running.Go(func() {
					defer func() { <-free }()
					result <- f(ctx, item)
				})
			}
		})
		for result := range results {
			if !yield(<-result) {
				return
			}
		}
	}
}
