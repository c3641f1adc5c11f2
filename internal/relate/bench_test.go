package relate

import (
	"math/rand/v2"
	"testing"
)

// newsInput is an article of a size that is common in the news: 500 pieces or so, 2,000
// pairs of 400 candidates with 23 features each.
func newsInput(m *Model) Input {
	r := rand.New(rand.NewPCG(1, 2))
	in := Input{Least: 0.04, Title: []string{"Ministers", "agree", "on", "a", "new", "bridge"}}
	words := []string{"The", "minister", "of", "transport", "said", "on", "Monday", "that", "the", "bridge", "over", "Lågan", "would", "cost", "€12m", ",", "and", "Lena", "Örn", "agreed"}
	for range 16 {
		sentence := make([]string, 22)
		for i := range sentence {
			sentence[i] = words[r.IntN(len(words))]
		}
		in.Sentences = append(in.Sentences, sentence)
	}
	for i := range 400 {
		first := r.IntN(20)
		in.Candidates = append(in.Candidates, Candidate{Sentence: i / 25, First: first, Last: first + 2, Head: first + 1, Kind: r.IntN(m.kinds), Part: r.IntN(m.parts)})
	}
	for range 80 {
		in.Joints = append(in.Joints, Word{r.IntN(16), r.IntN(22)})
	}
	for range 2000 {
		base := r.IntN(16) * 25
		in.Pairs = append(in.Pairs, Pair{Subject: base + r.IntN(25), Object: base + r.IntN(25), Joint: r.IntN(80), Features: 23})
	}
	for range 2000 * 23 {
		in.Features = append(in.Features, uint16(r.IntN(m.featureRows)))
	}
	return in
}

func BenchmarkScore(b *testing.B) {
	for _, name := range []string{"full", "fast"} {
		b.Run(name, func(b *testing.B) {
			m, err := Open(weights, name, Schema{})
			if err != nil {
				b.Fatal(err)
			}
			in := newsInput(m)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := m.Score(b.Context(), in); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(in.Pairs))*float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
		})
	}
}

// BenchmarkOpen reads the weights, which stay where they lie.
func BenchmarkOpen(b *testing.B) {
	for _, name := range []string{"full", "fast"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Open(weights, name, Schema{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
