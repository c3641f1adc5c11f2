package store

import (
	"sync"

	"github.com/cayleygraph/quad"
)

// generations is a least-recently-used cache without a list: when the young
// generation is full it becomes the old one, the old one goes, and what is
// still asked for moves over. The zero value holds nothing; most must be set.
type generations[K comparable, V any] struct {
	most       int // entries of a generation
	young, old map[K]V
}

func (g *generations[K, V]) get(k K) (V, bool) {
	if v, ok := g.young[k]; ok {
		return v, true
	}
	v, ok := g.old[k]
	if ok {
		g.put(k, v)
	}
	return v, ok
}

func (g *generations[K, V]) put(k K, v V) {
	if len(g.young) >= g.most || g.young == nil {
		g.old, g.young = g.young, make(map[K]V)
	}
	g.young[k] = v
}

func (g *generations[K, V]) drop(k K) {
	delete(g.young, k)
	delete(g.old, k)
}

const (
	// cachedTerms a generation take some 6 MB when full.
	cachedTerms = 1 << 16
	// longestCached, in bytes, keeps texts of articles out of the cache.
	longestCached = 1 << 10
	// cachedHot terms a generation are what the writer meets again and
	// again: predicates, classes, the bodies and people in the news.
	cachedHot = 1 << 14
)

// termCache remembers the terms of ids for readers. Ids are never given
// twice, so an entry holds for every snapshot.
type termCache struct {
	mu    sync.Mutex
	terms generations[id, quad.Value]
}

func (c *termCache) get(x id) (quad.Value, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.terms.get(x)
}

// put takes the size of the encoded term in bytes.
func (c *termCache) put(x id, v quad.Value, size int) {
	if size > longestCached {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.terms.most = cachedTerms
	c.terms.put(x, v)
}

// hotTerms spares the writer the reads that grow slower with the database.
// It holds what is committed, and belongs to whoever holds the write lock.
type hotTerms struct {
	ids    generations[string, id] // by dictionary key
	counts generations[id, counts]
}

func newHotTerms() hotTerms {
	return hotTerms{
		ids:    generations[string, id]{most: cachedHot},
		counts: generations[id, counts]{most: cachedHot},
	}
}
