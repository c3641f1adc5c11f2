package nlp

import (
	"context"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var treesFile = flag.String("trees", "testdata/trees.json", "trees as spaCy deprojectivizes them")

// treeCase is a tree with "x||y" labels and what spaCy makes of it. The first four are
// worked examples, the others random.
type treeCase struct {
	Heads  []int32
	Labels []string
	Space  []int

	WantHeads  []int32
	WantLabels []string
	Starts     []int
	Left       []int32
	Right      []int32
}

func TestDeprojectivize(t *testing.T) {
	data, err := os.ReadFile(*treesFile)
	if err != nil {
		t.Fatal(err)
	}
	var cases []treeCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for i, want := range cases {
		got := want
		tree := treeOf(want.Heads, want.Labels)
		if err := tree.deprojectivize(t.Context(), func(i int) bool { return want.Space[i] == 1 }); err != nil {
			t.Fatal(err)
		}
		e := tree.edges()
		got.WantHeads, got.WantLabels, got.Starts = tree.head, nil, nil
		for _, l := range tree.label {
			got.WantLabels = append(got.WantLabels, tree.names.names[l])
		}
		for i, start := range e.starts(tree) {
			if start {
				got.Starts = append(got.Starts, i)
			}
		}
		got.Left, got.Right = e.left, e.right
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("tree %d (-want +got):\n%s", i, diff)
		}
	}
}

func treeOf(heads []int32, labels []string) *tree {
	t := &tree{head: append([]int32(nil), heads...), names: &treeLabels{}}
	for _, l := range labels {
		t.label = append(t.label, t.names.add(l))
	}
	return t
}

func TestParserActions(t *testing.T) {
	p := pipeline(t)
	for _, tt := range []struct{ text, actions string }{
		{"Hello, world!", "S R-punct D R-npadvmod D R-punct D D"},
		{"  a \n b ", "S S R-dep D L-det L-dep S D"},
		{
			"Who did you say that the committee met with on Friday?",
			"S S S L-nsubj L-aux L-dobj S S S L-det S L-nsubj L-mark R-ccomp R-prep D R-prep R-pobj D D D R-punct D D",
		},
		{
			"rock'n'roll ’n’ roll's dogs' James's",
			"S S S S L-punct D R-prep||acomp D L-punct L-nmod S R-case D L-poss S R-case D L-poss S R-case D D",
		},
	} {
		t.Run(tt.text, func(t *testing.T) {
			doc, err := p.Tokenize(context.Background(), tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.actions, actionsOf(t, p, doc)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// actionsOf parses a document one action at a time.
func actionsOf(t *testing.T, p *Pipeline, doc *Doc) string {
	t.Helper()
	s := p.newScratch()
	words, err := s.mixer.vectors(context.Background(), doc.Tokens)
	if err != nil {
		t.Fatal(err)
	}
	inputs, err := p.tag(context.Background(), doc, words, s)
	if err != nil {
		t.Fatal(err)
	}
	var line string
	state := newParserState(len(doc.Tokens))
	s.parser.reset(p.parser.model)
	for !state.done() {
		kind, action := p.parser.step(state, inputs, &s.parser)
		if line != "" {
			line += " "
		}
		line += actionName(p.parser, kind, action)
	}
	return line
}

// TestProductRing asks for tokens within and before the ring, at every length around
// its size.
func TestProductRing(t *testing.T) {
	m := pipeline(t).parser.model
	r := rand.New(rand.NewPCG(3, 4))
	const most = 3*ringRows + 1
	inputs := randomRow(r, (most+rowsAtOnce)*m.lower.in)
	for _, n := range []int{1, ringChunk - 1, ringChunk + 1, ringRows - 1, ringRows, ringRows + 1, ringRows + 7, most} {
		ring := newProductRing(m)
		want := make([]float32, m.per())
		for last := range n {
			ring.reach(m, inputs, n, last)
			for f := range m.slots {
				at := last - r.IntN(last+1)
				multiplyOne(want, inputs[at*m.lower.in:][:m.lower.in], &m.slots[f])
				if !slices.Equal(want, ring.slot(m, inputs, f, at)) {
					t.Fatalf("%d tokens, at %d: token %d in slot %d differs", n, last, at, f)
				}
			}
		}
	}
}
