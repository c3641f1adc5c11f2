//go:build amd64 && !purego

package encoder

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
)

// TestTilesInterrupted multiplies on more goroutines than there are processors while the
// collector stops them all again and again: nothing of a tile is left to others.
func TestTilesInterrupted(t *testing.T) {
	if !hasTiles() {
		t.Skip("no tiles on this machine")
	}
	r := rand.New(rand.NewPCG(3, 4))
	m := quantiseMatrix(t, 384, 256, random(r, 384*256, 1), nil)
	var workers sync.WaitGroup
	for range 4 * runtime.GOMAXPROCS(0) {
		x := extremeRows(r, 20+r.IntN(80), 384)
		want, got := make([]float32, RoundRows(x.n)*256), make([]float32, RoundRows(x.n)*256)
		multiplyPortable(want, 256, x, m)
		workers.Go(func() {
			for range 100 {
				clear(got)
				multiplyTiles(got, 256, x, m, tileWidth)
				if !slices.Equal(got[:x.n*256], want[:x.n*256]) {
					t.Error("a product differs")
					return
				}
			}
		})
	}
	for range 50 {
		runtime.GC()
	}
	workers.Wait()
}
