package relate

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kg/internal/encoder"
)

// golden is a file that train/golden.py wrote: an article, and what PyTorch says of it
// in float32.
type golden struct {
	Title      []string              `json:"title"`
	Sentences  [][]string            `json:"sentences"`
	Candidates [][6]int              `json:"candidates"` // sentence, first, last, head, kind, part
	Joints     [][2]int              `json:"joints"`     // sentence, word
	Pairs      [][4]int              `json:"pairs"`      // subject, object, joint, features
	Features   []uint16              `json:"features"`
	Windows    [][]uint16            `json:"windows"`
	Answers    map[string]goldAnswer `json:"answers"` // by model
}

type goldAnswer struct {
	Probabilities [][]float64   `json:"probabilities"`
	Status        [][]float64   `json:"status"`
	Vectors       [][][]float64 `json:"vectors"`
}

func readGolden(tb testing.TB, name string) *golden {
	tb.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	g := &golden{}
	if err := json.Unmarshal(data, g); err != nil {
		tb.Fatal(err)
	}
	return g
}

func (g *golden) input() Input {
	in := Input{Title: g.Title, Sentences: g.Sentences, Features: g.Features}
	for _, c := range g.Candidates {
		in.Candidates = append(in.Candidates, Candidate{Sentence: c[0], First: c[1], Last: c[2], Head: c[3], Kind: c[4], Part: c[5]})
	}
	for _, j := range g.Joints {
		in.Joints = append(in.Joints, Word{Sentence: j[0], Word: j[1]})
	}
	for _, p := range g.Pairs {
		in.Pairs = append(in.Pairs, Pair{Subject: p[0], Object: p[1], Joint: p[2], Features: p[3]})
	}
	return in
}

func goldenModel(tb testing.TB, name string) *Model {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "golden.bin"))
	if err != nil {
		tb.Fatal(err)
	}
	m, err := Open(data, name, Schema{})
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// TestGolden holds activations of 7 bits against float32, with the small network of random weights that
// train/golden.py makes.
func TestGolden(t *testing.T) {
	g := readGolden(t, filepath.Join("testdata", "golden.json"))
	for _, name := range []string{"full", "fast"} {
		t.Run(name, func(t *testing.T) {
			compare(t, g, goldenModel(t, name), g.Answers[name], 0.9995, 0.02)
		})
	}
}

// compare wants vectors with at least the cosine and probabilities within most of the
// answer's.
func compare(t *testing.T, g *golden, m *Model, want goldAnswer, cosine, most float64) {
	t.Helper()
	if m.encoder != nil {
		compareVectors(t, g, m, want, cosine)
	}
	out, err := m.Score(t.Context(), g.input())
	if err != nil {
		t.Fatal(err)
	}
	worst, sum, n, status := 0.0, 0.0, 0, 0
	for k := range g.Pairs {
		for r, p := range out.Probability(k) {
			d := math.Abs(float64(p) - want.Probabilities[k][r])
			worst, sum, n = max(worst, d), sum+d, n+1
		}
		best, logits := out.Status(k)
		if len(logits) != len(want.Status[k]) {
			t.Fatalf("%d logits of status, want %d", len(logits), len(want.Status[k]))
		}
		for _, x := range want.Status[k] {
			if x > want.Status[k][best] {
				status++
				break
			}
		}
	}
	t.Logf("%d pairs: probabilities differ by %.5f at most, %.6f on average; %d statuses differ", len(g.Pairs), worst, sum/float64(n), status)
	if worst > most {
		t.Errorf("probabilities differ by %.4f, at most %.4f allowed", worst, most)
	}
	if status*20 > len(g.Pairs) {
		t.Errorf("%d statuses of %d differ", status, len(g.Pairs))
	}
}

func compareVectors(t *testing.T, g *golden, m *Model, want goldAnswer, least float64) {
	t.Helper()
	windows, _ := encoder.Pack(m.vocabulary, m.title(g.input()), g.Sentences)
	if diff := cmp.Diff(g.Windows, windows); diff != "" {
		t.Fatalf("windows (-want +got):\n%s", diff)
	}
	var s encoder.Scratch
	worst, sum, n := 1.0, 0.0, 0
	for i, w := range windows {
		places := make([]int, len(w))
		for k := range places {
			places[k] = k
		}
		vectors, err := m.encoder.Encode(t.Context(), nil, w, places, &s)
		if err != nil {
			t.Fatal(err)
		}
		for k, v := range want.Vectors[i] {
			c := cosine(v, vectors[k*m.encoder.Width():][:m.encoder.Width()])
			worst, sum, n = min(worst, c), sum+c, n+1
		}
	}
	t.Logf("%d pieces: cosine %.5f at least, %.6f on average", n, worst, sum/float64(n))
	if worst < least {
		t.Errorf("cosine of a piece's vector is %.5f, want %.5f", worst, least)
	}
}

func cosine(a []float64, b []float32) float64 {
	var ab, aa, bb float64
	for i, x := range a {
		y := float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	return ab / math.Sqrt(aa*bb)
}

// TestLeast wants the same scores of the pairs that are looked at, and none of the others.
func TestLeast(t *testing.T) {
	g := readGolden(t, filepath.Join("testdata", "golden.json"))
	for _, name := range []string{"full", "fast"} {
		t.Run(name, func(t *testing.T) {
			m, in := goldenModel(t, name), g.input()
			all, err := m.Score(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			var best []float64
			for k := range in.Pairs {
				best = append(best, float64(slices.Max(all.Probability(k))))
			}
			in.Least = slices.Sorted(slices.Values(best))[len(best)/2]
			some, err := m.Score(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			for k := range in.Pairs {
				got := some.Probability(k)
				switch {
				case best[k] >= in.Least:
					_, want := all.Status(k)
					if _, logits := some.Status(k); !slices.Equal(got, all.Probability(k)) || !slices.Equal(logits, want) {
						t.Errorf("pair %d, likely by %g: its scores differ", k, best[k])
					}
				case got != nil && best[k] < in.Least-0.001:
					t.Errorf("pair %d, likely by %g where %g is the least, has probabilities", k, best[k], in.Least)
				}
			}
		})
	}
}

// goldenSum is a checksum of all bits that the golden's models give: they are the same
// on every machine. It changes with the golden.
const goldenSum = 0x8f073d04

func TestSameEverywhere(t *testing.T) {
	g := readGolden(t, filepath.Join("testdata", "golden.json"))
	sum := crc32.NewIEEE()
	for _, name := range []string{"full", "fast"} {
		out, err := goldenModel(t, name).Score(t.Context(), g.input())
		if err != nil {
			t.Fatal(err)
		}
		for k := range g.Pairs {
			_, logits := out.Status(k)
			if err := binary.Write(sum, binary.LittleEndian, append(logits, out.Probability(k)...)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if sum.Sum32() != goldenSum {
		t.Errorf("checksum of all scores is %#x, want %#x", sum.Sum32(), goldenSum)
	}
}
