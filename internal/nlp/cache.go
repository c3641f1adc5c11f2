package nlp

import (
	"hash/maphash"
	"sync/atomic"
)

// cache keeps values computed from short strings. It has a fixed number of slots, and
// a key has one slot, which the latest key takes; so it is bounded, needs no lock, and
// serves any number of goroutines. What a key maps to must depend on the key alone:
// then nothing that a cache forgets, or two goroutines compute twice, changes a result.
type cache[V any] struct {
	seed  maphash.Seed
	slots []atomic.Pointer[cacheEntry[V]]
}

type cacheEntry[V any] struct {
	key   string
	value V
}

// maxCacheKey is the length in bytes of the longest string that is worth keeping:
// longer ones are rare and do not come back.
const maxCacheKey = 64

// newCache makes a cache with the given number of slots, a power of two.
func newCache[V any](size int) *cache[V] {
	return &cache[V]{seed: maphash.MakeSeed(), slots: make([]atomic.Pointer[cacheEntry[V]], size)}
}

// get gives the value kept for key, or nil. The value is shared: read only.
func (c *cache[V]) get(key string) *V {
	if len(key) > maxCacheKey {
		return nil
	}
	if e := c.slot(key).Load(); e != nil && e.key == key {
		return &e.value
	}
	return nil
}

// put keeps value for key and returns where it is kept. Neither may be a slice of a
// text: the whole text would be kept with it.
func (c *cache[V]) put(key string, value *V) *V {
	if len(key) > maxCacheKey {
		return value
	}
	e := &cacheEntry[V]{key: key, value: *value}
	c.slot(key).Store(e)
	return &e.value
}

func (c *cache[V]) slot(key string) *atomic.Pointer[cacheEntry[V]] {
	return &c.slots[maphash.String(c.seed, key)&uint64(len(c.slots)-1)]
}
