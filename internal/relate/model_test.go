package relate

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func goldenFile(tb testing.TB) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "golden.bin"))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// withHeader gives the golden's file with another header of the same length.
func withHeader(tb testing.TB, old, new string) []byte {
	tb.Helper()
	data := goldenFile(tb)
	end := len(magic) + 4 + int(binary.LittleEndian.Uint32(data[len(magic):]))
	header := strings.Replace(string(data[len(magic)+4:end]), old, new, 1)
	if header == string(data[len(magic)+4:end]) {
		tb.Fatalf("%q is not in the header", old)
	}
	pad := end - len(magic) - 4 - len(strings.TrimRight(header, " "))
	if pad < 0 {
		tb.Fatalf("%q is too long", new)
	}
	header = strings.TrimRight(header, " ") + strings.Repeat(" ", pad)
	return slices.Concat(data[:len(magic)+4], []byte(header), data[end:])
}

func TestOpenErrors(t *testing.T) {
	data := goldenFile(t)
	for _, test := range []struct {
		name string
		data []byte
	}{
		{"empty", nil},
		{"not the magic", []byte(strings.Repeat("x", 200))},
		{"cut in the header", data[:100]},
		{"cut in the weights", data[:len(data)/2]},
		{"a header that is longer than the file", slices.Concat([]byte(magic), []byte{255, 255, 255, 255}, data[12:])},
		{"not JSON", withHeader(t, `{"version"`, `x"version"`)},
		{"another version", withHeader(t, `"version":1`, `"version":2`)},
		{"another window", withHeader(t, `"window":256`, `"window":128`)},
		{"another title", withHeader(t, `"title":32`, `"title":31`)},
		{"an unknown field", withHeader(t, `"title"`, `"titel"`)},
		{"no such model", withHeader(t, `"full":{`, `"fool":{`)},
		{"a section is missing", withHeader(t, `"full/span.weight"`, `"full/spam.weight"`)},
		{"another shape", withHeader(t, `"inner":96`, `"inner":64`)},
		{"a shape below zero", withHeader(t, `"inner":96,"hidden":64`, `"inner":96,"hidden":-4`)},
		{"more layers", withHeader(t, `"layers":2`, `"layers":3`)},
		{"no pieces", withHeader(t, `"pieces":1`, `"pieces":9`)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Open(test.data, "full", Schema{}); !errors.Is(err, ErrModel) {
				t.Errorf("got %v, want ErrModel", err)
			}
		})
	}
}

// The file works at any address.
func TestOpenUnaligned(t *testing.T) {
	data := goldenFile(t)
	g := readGolden(t, filepath.Join("testdata", "golden.json"))
	want, err := goldenModel(t, "full").Score(t.Context(), g.input())
	if err != nil {
		t.Fatal(err)
	}
	for shift := range 5 {
		m, err := Open(append(make([]byte, shift), data...)[shift:], "full", Schema{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := m.Score(t.Context(), g.input())
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(want.probabilities, got.probabilities) {
			t.Errorf("shifted by %d: other probabilities", shift)
		}
	}
}

func TestSchema(t *testing.T) {
	m := goldenModel(t, "full")
	f, err := parse(goldenFile(t))
	if err != nil {
		t.Fatal(err)
	}
	good := Schema{Kinds: f.Kinds, Parts: f.Parts, FeatureRows: f.FeatureRows, Relations: append([]string{"other"}, m.Relations()...), Statuses: m.Statuses()}
	if _, err := Open(goldenFile(t), "full", good); err != nil {
		t.Errorf("a fitting schema: %v", err)
	}
	for _, test := range []struct {
		name  string
		spoil func(s *Schema)
		says  string
	}{
		{"kinds in another order", func(s *Schema) { s.Kinds = append(slices.Clone(s.Kinds[1:]), s.Kinds[0]) }, "kinds"},
		{"a part more", func(s *Schema) { s.Parts = append(slices.Clone(s.Parts), "more") }, "parts"},
		{"more rows of features", func(s *Schema) { s.FeatureRows *= 2 }, "features"},
		{"an unknown relation", func(s *Schema) { s.Relations = s.Relations[:2] }, `relation "elected-to"`},
		{"an unknown status", func(s *Schema) { s.Statuses = []string{"asserted"} }, `status "planned"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := good
			test.spoil(&s)
			_, err := Open(goldenFile(t), "full", s)
			if !errors.Is(err, ErrSchema) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want ErrSchema about %s", err, test.says)
			}
		})
	}
}

func TestScoreErrors(t *testing.T) {
	m := goldenModel(t, "full")
	good := func() Input {
		return Input{
			Sentences:  [][]string{{"Lena", "left", "."}},
			Candidates: []Candidate{{First: 0, Last: 1, Head: 0}, {Sentence: -1, First: -1, Last: -1, Head: -1, Kind: 1}},
			Joints:     []Word{{0, 0}},
			Pairs:      []Pair{{Subject: 0, Object: 1, Features: 2}, {Subject: 1, Object: 0, Joint: -1}},
			Features:   []uint16{1, 63},
		}
	}
	if _, err := m.Score(t.Context(), good()); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		spoil func(in *Input)
	}{
		{"kind", func(in *Input) { in.Candidates[0].Kind = m.kinds }},
		{"part", func(in *Input) { in.Candidates[0].Part = -1 }},
		{"sentence", func(in *Input) { in.Candidates[0].Sentence = 1 }},
		{"empty span", func(in *Input) { in.Candidates[0].Last = 0 }},
		{"span too long", func(in *Input) { in.Candidates[0].Last = 4 }},
		{"head", func(in *Input) { in.Candidates[0].Head = 3 }},
		{"subject", func(in *Input) { in.Pairs[0].Subject = 2 }},
		{"object", func(in *Input) { in.Pairs[0].Object = -1 }},
		{"joint", func(in *Input) { in.Pairs[0].Joint = 1 }},
		{"joint below none", func(in *Input) { in.Pairs[0].Joint = -2 }},
		{"joint in no sentence", func(in *Input) { in.Joints[0].Sentence = 1 }},
		{"joint behind its sentence", func(in *Input) { in.Joints[0].Word = 3 }},
		{"too few features", func(in *Input) { in.Features = in.Features[:1] }},
		{"too many features", func(in *Input) { in.Pairs[0].Features = 1 }},
		{"features below zero", func(in *Input) { in.Pairs[0].Features, in.Pairs[1].Features = 3, -1 }},
		{"row", func(in *Input) { in.Features[1] = 64 }},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := good()
			test.spoil(&in)
			if _, err := m.Score(t.Context(), in); !errors.Is(err, ErrInput) {
				t.Errorf("got %v, want ErrInput", err)
			}
		})
	}
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := m.Score(ctx, good()); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("nothing", func(t *testing.T) {
		for _, name := range []string{"full", "fast"} {
			out, err := goldenModel(t, name).Score(t.Context(), Input{})
			if err != nil || len(out.probabilities) != 0 {
				t.Errorf("%s: %v, %v", name, out, err)
			}
		}
	})
}

// Many at once, and one after the other with memory used before, give the same bits.
func TestScoreConcurrently(t *testing.T) {
	g := readGolden(t, filepath.Join("testdata", "golden.json"))
	in := g.input()
	small := Input{Sentences: in.Sentences[:1], Candidates: in.Candidates[:2], Pairs: []Pair{{Subject: 0, Object: 1, Joint: -1}}}
	for _, name := range []string{"full", "fast"} {
		m := goldenModel(t, name)
		want, err := m.Score(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		wantSmall, err := goldenModel(t, name).Score(t.Context(), small)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				in, want := in, want
				if i%2 == 1 {
					in, want = small, wantSmall
				}
				got, err := m.Score(t.Context(), in)
				if err != nil || !slices.Equal(want.probabilities, got.probabilities) {
					t.Errorf("%s: other probabilities (%v)", name, err)
				}
			})
		}
		wg.Wait()
	}
}

// FuzzOpen wants an error or a model that scores, whatever the header says.
func FuzzOpen(f *testing.F) {
	data := goldenFile(f)
	end := len(magic) + 4 + int(binary.LittleEndian.Uint32(data[len(magic):]))
	f.Add(data[len(magic)+4 : end])
	f.Add(bytes.Replace(data[len(magic)+4:end], []byte(`"hidden":64`), []byte(`"hidden":32`), 2))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, header []byte) {
		if len(header) > 1<<16 {
			return
		}
		file := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(header)))
		file = append(append(file, header...), data[min(end, len(data)):]...)
		m, err := Open(file, "full", Schema{})
		if err != nil {
			return
		}
		in := Input{Sentences: [][]string{{"Lena"}}, Candidates: []Candidate{{Last: 1}, {Sentence: -1}}, Pairs: []Pair{{Subject: 0, Object: 1, Joint: -1, Features: 1}}, Features: []uint16{0}}
		if _, err := m.Score(t.Context(), in); err != nil {
			t.Errorf("opened, but does not score: %v", err)
		}
	})
}
