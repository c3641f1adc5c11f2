package store

import (
	"sync"

	"github.com/cayleygraph/quad"
)

const (
	// cacheTerms bounds each of the two generations of cached terms; at
	// about 100 bytes a term they take some 13 MB when full.
	cacheTerms = 1 << 16
	// maxCached keeps texts of articles out of the cache.
	maxCached = 2 << 10
)

// termCache remembers the terms of ids. Ids are never given twice, so an
// entry holds for every snapshot. When one generation is full it becomes the
// old one, and what is still asked for moves over: a least-recently-used
// cache without a list.
type termCache struct {
	mu         sync.Mutex
	young, old map[id]quad.Value
}

func (c *termCache) get(x id) (quad.Value, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.young[x]; ok {
		return v, true
	}
	v, ok := c.old[x]
	if ok {
		c.add(x, v)
	}
	return v, ok
}

// put takes the size of the encoded term in bytes.
func (c *termCache) put(x id, v quad.Value, size int) {
	if size > maxCached {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(x, v)
}

func (c *termCache) add(x id, v quad.Value) {
	if len(c.young) >= cacheTerms || c.young == nil {
		c.old, c.young = c.young, make(map[id]quad.Value)
	}
	c.young[x] = v
}
