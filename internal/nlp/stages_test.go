package nlp

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// stages are the inner values of spaCy for a few texts.
type stages struct {
	TagLabels     []string `json:"tag_labels"`
	ParserActions []string `json:"parser_actions"`
	NERActions    []string `json:"ner_actions"`
	Texts         []stageText
}

type stageText struct {
	Text     string
	HashRows map[string][][4]int `json:"hash_rows"`
	Tok2vec  [][]float64
	Scores   [][]float64 `json:"tag_scores"`
	NER      [][]float64 `json:"ner_tok2vec"`
	Tags     []string
	Heads    []int
	Deps     []string
}

func readStages(t *testing.T) stages {
	t.Helper()
	var s stages
	if err := json.Unmarshal(gunzip(t, filepath.Join("testdata", "stages.json.gz")), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOrderOfClasses(t *testing.T) {
	p, want := pipeline(t), readStages(t)
	if diff := cmp.Diff(want.TagLabels, p.tagger.labels); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	var parser []string
	for kind, g := range p.parser.groups {
		for i := g[0]; i < g[1]; i++ {
			parser = append(parser, actionName(p.parser, actionKind(kind), i))
		}
	}
	if diff := cmp.Diff(want.ParserActions, parser); diff != "" {
		t.Errorf("parser actions (-want +got):\n%s", diff)
	}
	var ner []string
	for _, a := range p.recognizer.actions {
		if a.kind == 'O' {
			ner = append(ner, "O")
		} else {
			ner = append(ner, string(a.kind)+"-"+a.label)
		}
	}
	if diff := cmp.Diff(want.NERActions, ner); diff != "" {
		t.Errorf("entity actions (-want +got):\n%s", diff)
	}
}

func actionName(p *parser, kind actionKind, action int) string {
	letter := "SDLRB"[kind : kind+1]
	if kind == actShift || kind == actReduce {
		return letter
	}
	return letter + "-" + p.labels.names[p.label[action]]
}

// maxFloatError is far below the smallest gap between two choices that was seen (1e-5 of
// scores up to 50); what is off by more is a mistake, not the order of sums.
const maxFloatError = 2e-5

func TestStages(t *testing.T) {
	p, s := pipeline(t), readStages(t)
	for _, want := range s.Texts {
		t.Run(want.Text, func(t *testing.T) {
			doc, err := p.Tokenize(context.Background(), want.Text)
			if err != nil {
				t.Fatal(err)
			}
			checkRows(t, "tok2vec", want.Tok2vec, stageRows(t, p, doc, sharedEncoder))
			checkRows(t, "ner_tok2vec", want.NER, stageRows(t, p, doc, entityEncoder))
			checkRows(t, "tag_scores", want.Scores, tagScores(t, p, doc))
			checkHashRows(t, p, doc, want.HashRows)
			checkDecisions(t, p, want)
		})
	}
}

// stageRows gives the shared encoder's vectors, or the recognizer's projected ones.
func stageRows(t *testing.T, p *Pipeline, doc *Doc, encoder int) [][]float32 {
	t.Helper()
	var out [][]float32
	eachRun(t, p, doc, encoder, func(count int, vectors []float32) {
		width := p.encoders[encoder].width()
		if encoder == entityEncoder {
			project := &p.recognizer.model.project
			rows := make([]float32, roundRows(count)*project.step())
			project.apply(rows, vectors, count)
			vectors, width = rows, project.step()
		}
		out = append(out, rowsOf(vectors, width, count)...)
	})
	return out
}

func tagScores(t *testing.T, p *Pipeline, doc *Doc) [][]float32 {
	t.Helper()
	var out [][]float32
	eachRun(t, p, doc, sharedEncoder, func(count int, vectors []float32) {
		scores := make([]float32, roundRows(count)*p.tagger.scores.step())
		p.tagger.scores.apply(scores, vectors, count)
		for _, row := range rowsOf(scores, p.tagger.scores.step(), count) {
			out = append(out, row[:len(p.tagger.labels)])
		}
	})
	return out
}

func eachRun(t *testing.T, p *Pipeline, doc *Doc, encoder int, f func(count int, vectors []float32)) {
	t.Helper()
	s := p.newScratch()
	words, err := s.mixer.vectors(context.Background(), doc.Tokens)
	if err != nil {
		t.Fatal(err)
	}
	err = p.runs(context.Background(), encoder, words, s, func(_, count int, vectors []float32) error {
		f(count, vectors)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func rowsOf(values []float32, step, count int) [][]float32 {
	var out [][]float32
	for r := range count {
		out = append(out, append([]float32(nil), values[r*step:(r+1)*step]...))
	}
	return out
}

func checkRows(t *testing.T, name string, want [][]float64, got [][]float32) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("%s: %d rows, want %d", name, len(got), len(want))
	}
	largest := 0.0
	for i := range want {
		if len(want[i]) != len(got[i]) {
			t.Fatalf("%s: row %d has %d numbers, want %d", name, i, len(got[i]), len(want[i]))
		}
		for k, w := range want[i] {
			largest = max(largest, math.Abs(w-float64(got[i][k])))
		}
	}
	if largest > maxFloatError || math.IsNaN(largest) {
		t.Errorf("%s: off by %g, want at most %g", name, largest, maxFloatError)
	}
}

func checkHashRows(t *testing.T, p *Pipeline, doc *Doc, want map[string][][4]int) {
	t.Helper()
	got := map[string][][4]int{}
	for k, table := range p.encoders[sharedEncoder].tables {
		name := fmt.Sprintf("column %d seed %d rows %d", k, table.seed, table.rows)
		for i := range doc.Tokens {
			ids := p.norms.attrs(&doc.Tokens[i])
			got[name] = append(got[name], hashRows(ids[table.attr], table.seed, table.rows))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("hash rows (-want +got):\n%s", diff)
	}
}

// checkDecisions holds tags and trees before the attribute ruler against the stages.
func checkDecisions(t *testing.T, p *Pipeline, want stageText) {
	t.Helper()
	doc := annotate(t, p, want.Text)
	var tags, deps []string
	var heads []int
	for _, tok := range doc.Tokens {
		tags, deps, heads = append(tags, tok.Tag), append(deps, tok.Dep), append(heads, tok.Head)
	}
	for _, diff := range []string{cmp.Diff(want.Tags, tags), cmp.Diff(want.Heads, heads), cmp.Diff(want.Deps, deps)} {
		if diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestHashRows(t *testing.T) {
	for _, tt := range []struct {
		id   uint64
		seed uint32
		rows uint64
		want [4]int
	}{
		{1, 8, 5000, [4]int{108, 3286, 162, 1281}},
		{0, 8, 5000, [4]int{0, 0, 0, 0}},
		{101, 11, 2500, [4]int{730, 2338, 1936, 2202}},
		{stringID("apple"), 8, 5000, [4]int{3934, 1080, 901, 472}},
		{stringID("A"), 9, 1000, [4]int{768, 799, 974, 683}},
		{1, 12, 50, [4]int{6, 13, 20, 22}},
		{0, 12, 50, [4]int{38, 25, 37, 40}},
		{0, 13, 50, [4]int{14, 41, 15, 38}},
		{1, 13, 50, [4]int{42, 11, 7, 14}},
	} {
		if got := hashRows(tt.id, tt.seed, tt.rows); got != tt.want {
			t.Errorf("hashRows(%d, %d, %d) = %v, want %v", tt.id, tt.seed, tt.rows, got, tt.want)
		}
	}
}
