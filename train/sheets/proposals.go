package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"kg/internal/eval"
	"kg/internal/extract"
	"kg/internal/relate"
)

// predictions are a file of what models trained without an article say of its pairs.
type predictions struct {
	relations []string
	index     map[string]int
	articles  map[string]*predicted
}

type predicted struct {
	ID     string           `json:"id"`
	Pairs  int              `json:"pairs"`
	Scores []predictedScore `json:"scores"`
}

// predictedScore is a list of three in the file.
type predictedScore struct {
	pair        int
	relation    string
	probability float32
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *predictedScore) UnmarshalJSON(data []byte) error {
	fields := []any{&s.pair, &s.relation, &s.probability}
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	if len(fields) != 3 {
		return fmt.Errorf("a score is a pair, a relation and a probability, not %s", data)
	}
	return nil
}

// readPredictions reads what train.py --fold wrote.
func readPredictions(name string) (*predictions, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	p := &predictions{index: map[string]int{}, articles: map[string]*predicted{}}
	for dec := json.NewDecoder(bufio.NewReader(file)); dec.More(); {
		a := new(predicted)
		if err := dec.Decode(a); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		p.articles[a.ID] = a
		for _, s := range a.Scores {
			if _, ok := p.index[s.relation]; !ok {
				p.index[s.relation] = len(p.relations)
				p.relations = append(p.relations, s.relation)
			}
		}
	}
	return p, nil
}

// of is the scorer that answers for one article.
func (p *predictions) of(id string) extract.Scorer { return scorer{p, p.articles[id]} }

type scorer struct {
	*predictions
	article *predicted
}

func (s scorer) Relations() []string { return s.relations }

func (s scorer) Score(_ context.Context, in relate.Input) (extract.Scores, error) {
	if s.article == nil {
		return nil, errors.New("no predictions")
	}
	if len(in.Pairs) != s.article.Pairs {
		return nil, fmt.Errorf("%d pairs, predicted were %d: made with another version", len(in.Pairs), s.article.Pairs)
	}
	rows := scores{none: make([]float32, len(s.relations)), pairs: map[int][]float32{}}
	for _, x := range s.article.Scores {
		if rows.pairs[x.pair] == nil {
			rows.pairs[x.pair] = make([]float32, len(s.relations))
		}
		rows.pairs[x.pair][s.index[x.relation]] = x.probability
	}
	return rows, nil
}

type scores struct {
	none  []float32
	pairs map[int][]float32
}

func (s scores) Status(int) string { return "" }

func (s scores) Probability(pair int) []float32 {
	if row := s.pairs[pair]; row != nil {
		return row
	}
	return s.none
}

// makeProposals writes what is proposed of each text by the rules and by predictions that
// were made without it. Texts without a prediction are left out.
func makeProposals(ctx context.Context, x *extract.Extractor, texts []string, scores, out string) error {
	predicted, err := readPredictions(scores)
	if err != nil {
		return err
	}
	lines := make([]judged, len(texts))
	err = each(texts, func(i int) error {
		id, in, golds, err := load(texts[i])
		if err != nil || predicted.articles[id] == nil {
			return err
		}
		props, err := x.Proposals(ctx, in, predicted.of(id))
		if err != nil {
			return err
		}
		lines[i] = judgeable(id, props, golds, newNames())
		return nil
	})
	if err != nil {
		return err
	}
	return writeProposals(out, lines)
}

// proposal is what is proposed of an article, as a line of proposals.jsonl lists it.
type proposal struct {
	Predicate string    `json:"p"`
	Rule      string    `json:"rule,omitempty"`
	Kinds     string    `json:"kinds"`
	Traits    []float64 `json:"traits"`
	Right     bool      `json:"right"`
	Strict    bool      `json:"strict"`
}

// judged is a line of proposals.jsonl.
type judged struct {
	ID        string     `json:"id"`
	Gold      int        `json:"gold"`
	Proposals []proposal `json:"proposals"`
}

// judgeable compares an article's proposals with its annotated statements, one to one,
// the strongest proposal first.
func judgeable(id string, props []extract.Proposal, golds []gold, names func(any) eval.Name) judged {
	out := judged{ID: id, Gold: len(golds)}
	taken := make([]bool, len(golds))
	for _, p := range props {
		line := proposal{Predicate: p.Predicate, Rule: p.Rule, Kinds: p.Kinds, Traits: p.Traits}
		s, o := names(p.Subject), names(p.Object)
		best, like := -1, 0.0
		for k := range golds {
			g := &golds[k]
			if g.P != p.Predicate || taken[k] {
				continue
			}
			if l := bothLike(s, o, names(g.S), names(g.O), g.P); l > like {
				best, like = k, l
			}
		}
		if best >= 0 {
			taken[best] = true
			line.Right, line.Strict = true, like == 2
		}
		out.Proposals = append(out.Proposals, line)
	}
	return out
}

// bothLike is the likeness of both pairs of ends together, 0 unless both are alike.
func bothLike(s, o, gs, goal eval.Name, predicate string) float64 {
	like := 0.0
	if a, b := s.Likeness(gs), o.Likeness(goal); a > 0 && b > 0 {
		like = a + b
	}
	if eval.Symmetric(predicate) {
		if a, b := s.Likeness(goal), o.Likeness(gs); a > 0 && b > 0 {
			like = max(like, a+b)
		}
	}
	return like
}

func writeProposals(dir string, lines []judged) error {
	file, err := os.Create(filepath.Join(dir, "proposals.jsonl"))
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	enc := json.NewEncoder(w)
	for _, line := range lines {
		if line.ID == "" {
			continue
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return w.Flush()
}
