//go:build amd64 && !purego

package nlp

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// needAssembly skips where there is only the portable code to test.
func needAssembly(tb testing.TB) {
	tb.Helper()
	if !assembly {
		tb.Skip("no assembly for this machine or build")
	}
}

// The portable code and the assembly agree to the bit, so a machine without AVX2
// decides the same.
func TestKernelTwins(t *testing.T) {
	needAssembly(t)
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][2]int{{1, 1}, {64, 106}, {64, 128}, {95, 16}, {96, 64}, {97, 50}, {288, 288}, {576, 288}} {
		m := randomMatrix(r, size[0], size[1])
		for _, rows := range []int{1, 2, 5, 6, 7, 13} {
			t.Run(fmt.Sprintf("multiply %d rows of %d by %d", rows, m.in, m.out), func(t *testing.T) {
				src := randomRow(r, (roundRows(rows)+2)*m.in)
				step := max(1, m.in/3) // rows overlap, as a layer's windows do
				got := make([]float32, roundRows(rows)*m.width())
				one, want := make([]float32, m.width()), make([]float32, m.width())
				three := make([]float32, roundRows(rows)*m.width())
				for k := 0; k < rows; k += 3 {
					multiplyThree(three[k*m.width():], m.width(), src[k*step:], step, m)
				}
				defer func(was bool) { wide = was }(wide)
				for _, wide = range []bool{false, wide} {
					multiplyFast(got, m.width(), src, step, rows, m)
					for k := range rows {
						multiplyRow(want, src[k*step:], m)
						multiplyOneFast(one, src[k*step:], m)
						row := func(rows []float32) []float32 { return rows[k*m.width():][:m.width()] }
						if !slices.Equal(want, row(got)) || !slices.Equal(want, row(three)) || !slices.Equal(want, one) {
							t.Fatalf("row %d differs, wide registers: %v", k, wide)
						}
					}
				}
			})
		}
	}
	t.Run("maxoutNorm", func(t *testing.T) {
		for _, width := range []int{8, 64, 96} {
			b := &block{offset: randomRow(r, 3*width), gain: randomRow(r, width), bias: randomRow(r, width)}
			sums, residual := randomRow(r, 3*width), randomRow(r, width)
			for _, rest := range [][]float32{nil, residual} {
				want, got := make([]float32, width), make([]float32, width)
				maxoutNormPortable(want, slices.Clone(sums), rest, b)
				maxoutNormFast(got, slices.Clone(sums), rest, b)
				if !slices.Equal(want, got) {
					t.Errorf("width %d, residual %v: differs", width, rest != nil)
				}
			}
		}
	})
	t.Run("sumSlots", func(t *testing.T) {
		for _, count := range []int{1, 3, 8} {
			offset := randomRow(r, 128)
			slots := make([][]float32, count)
			for i := range slots {
				slots[i] = randomRow(r, 128)
			}
			want, got := make([]float32, 128), make([]float32, 128)
			sumSlotsPortable(want, slots, offset)
			sumSlotsFast(got, slots, offset)
			if !slices.Equal(want[:64], got[:64]) {
				t.Errorf("%d slots: differs", count)
			}
		}
	})
}

// TestPortableDecisions annotates the golden texts without assembly. The long ones are
// left to the kernels' own test.
func TestPortableDecisions(t *testing.T) {
	needAssembly(t)
	model, err := modelFile()
	if err != nil {
		t.Fatal(err)
	}
	fast := pipeline(t)
	defer func() { assembly = true }()
	slow, err := NewPipeline(model) // with caches of its own
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range goldenDocs(t, filepath.Join("testdata", "own.jsonl.gz")) {
		if len(doc.Text) > 5000 && testing.Short() {
			continue
		}
		assembly = true
		want := annotate(t, fast, doc.Text)
		assembly = false
		got := annotate(t, slow, doc.Text)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-assembly +portable):\n%s", doc.ID, diff)
		}
	}
}
