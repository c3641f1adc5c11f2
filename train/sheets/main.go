// Sheets writes what kg's articles offer to a classifier of relations: candidates,
// pairs and their features, with the annotated statements beside them. The Python
// programs in the folder above read it.
//
//	go run ./train/sheets -out DIR GOLDDIR...
//	go run ./train/sheets -out DIR -scores PREDICTIONS GOLDDIR...
//
// DIR gets sheets.jsonl (an article a line, candidates and pairs) and features.bin
// (little-endian uint16 rows, pairs in order); with -scores, which are predictions of
// train.py --fold, it gets proposals.jsonl for judge.py instead.
package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kg/internal/eval"
	"kg/internal/extract"
	"kg/internal/nlp/en"
	"kg/internal/ontology"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "sheets:", err)
		os.Exit(1)
	}
}

// gold is a line of an annotated article. Confidence is there where kg read the statement
// and no annotator.
type gold struct {
	S          any            `json:"s"`
	P          string         `json:"p"`
	O          any            `json:"o"`
	Q          map[string]any `json:"q"`
	Start      int            `json:"start"`
	End        int            `json:"end"`
	By         string         `json:"by,omitempty"`
	Confidence float64        `json:"confidence,omitempty"`
}

// sentence is one sentence of sheets.jsonl. Features has the number of rows of each pair.
type sentence struct {
	Start    int                `json:"start"`
	End      int                `json:"end"`
	Words    []string           `json:"words"`
	Ends     []extract.SheetEnd `json:"ends"`
	Pairs    [][2]int           `json:"pairs"`
	Joints   []int              `json:"joints"` // of each pair the word that joins its ends, or -1
	Features []int              `json:"features"`
	Votes    map[int][]string   `json:"votes,omitempty"` // by pair
	Labels   []label            `json:"labels,omitempty"`
	Quals    []qualifier        `json:"quals,omitempty"`
}

// label says that a pair may be what an annotated statement says.
type label struct {
	Pair   int     `json:"pair"`
	Gold   int     `json:"gold"`   // index of the statement
	Like   float64 `json:"like"`   // of both ends together, 2 where both match strictly
	Quoted bool    `json:"quoted"` // the sentence is the annotated evidence
}

// qualifier says that an end is the value of a qualifier of an annotated statement.
type qualifier struct {
	Gold int     `json:"gold"`
	Key  string  `json:"key"`
	End  int     `json:"end"`
	Like float64 `json:"like"`
}

// article is a line of sheets.jsonl.
type article struct {
	ID        string     `json:"id"`
	Title     []string   `json:"title"`
	Sentences []sentence `json:"sentences"`
	Gold      []gold     `json:"gold"`
	Readings  []gold     `json:"readings"` // what the rules state
	features  [][]uint16 // of all pairs
}

func run() error {
	out := flag.String("out", ".", "folder to write to")
	part := flag.Int("part", 1, "take every n-th article only")
	scores := flag.String("scores", "", "predictions of train.py --fold: write proposals.jsonl, for the judge")
	flag.Parse()
	if *part < 1 {
		return fmt.Errorf("-part %d: must be positive", *part)
	}
	extractor, err := newExtractor()
	if err != nil {
		return err
	}
	texts, err := annotated(flag.Args(), *part)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(*out, 0o777); err != nil {
		return err
	}
	ctx := context.Background()
	if *scores != "" {
		return makeProposals(ctx, extractor, texts, *scores, *out)
	}
	articles := make([]*article, len(texts))
	err = each(texts, func(i int) (err error) {
		articles[i], err = read(ctx, extractor, texts[i])
		return err
	})
	if err != nil {
		return err
	}
	return write(*out, articles)
}

func newExtractor() (*extract.Extractor, error) {
	pipeline, err := en.Load()
	if err != nil {
		return nil, err
	}
	ont, err := ontology.Default()
	if err != nil {
		return nil, err
	}
	return extract.New(pipeline, ont)
}

// annotated lists every part-th text of each folder.
func annotated(folders []string, part int) ([]string, error) {
	var texts []string
	for _, dir := range folders {
		found, err := filepath.Glob(filepath.Join(dir, "*.txt"))
		if err != nil {
			return nil, err
		}
		for i, name := range found {
			if i%part == 0 && filepath.Base(name) != "predicates.txt" {
				texts = append(texts, name)
			}
		}
	}
	return texts, nil
}

// each calls f for every text, several at a time.
func each(texts []string, f func(int) error) error {
	errs := make([]error, len(texts))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				errs[i] = f(i)
			}
		})
	}
	for i := range texts {
		next <- i
	}
	close(next)
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			return fmt.Errorf("%s: %w", texts[i], err)
		}
	}
	return nil
}

// newNames gives names made ready for comparison, each made once.
func newNames() func(any) eval.Name {
	made := map[string]eval.Name{}
	return func(v any) eval.Name {
		text := fmt.Sprint(v)
		if f, ok := v.(float64); ok {
			text = strconv.FormatFloat(f, 'f', -1, 64)
		}
		n, ok := made[text]
		if !ok {
			n = eval.NewName(text)
			made[text] = n
		}
		return n
	}
}

// load reads an annotated article.
func load(name string) (id string, in extract.Input, golds []gold, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return "", in, nil, err
	}
	base := strings.TrimSuffix(name, ".txt")
	var meta struct{ Title, Date string }
	switch data, err := os.ReadFile(base + ".meta.json"); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return "", in, nil, err
	default:
		if err := json.Unmarshal(data, &meta); err != nil {
			return "", in, nil, err
		}
	}
	file, err := os.Open(base + ".jsonl")
	if err != nil {
		return "", in, nil, err
	}
	defer file.Close()
	for dec := json.NewDecoder(file); dec.More(); {
		var g gold
		if err := dec.Decode(&g); err != nil {
			return "", in, nil, err
		}
		golds = append(golds, g)
	}
	return filepath.Base(base), extract.Input{Text: string(text), Title: meta.Title, Date: meta.Date}, golds, nil
}

// read lays an article out with what the rules state of it and with its annotations.
func read(ctx context.Context, x *extract.Extractor, name string) (*article, error) {
	id, in, golds, err := load(name)
	if err != nil {
		return nil, err
	}
	art := &article{ID: id, Gold: golds}
	sheet, err := x.Sheet(ctx, in)
	if err != nil {
		return nil, err
	}
	readings, err := x.Extract(ctx, in)
	if err != nil {
		return nil, err
	}
	for i := range readings {
		r := &readings[i]
		art.Readings = append(art.Readings, gold{S: r.Subject.Name, P: r.Predicate, O: r.Object.String(), Q: map[string]any{"rule": r.Rule, "confidence": r.Confidence}, Start: r.Start, End: r.End})
	}
	art.Title = sheet.Title
	names := newNames()
	for _, s := range sheet.Sents {
		to := sentence{Start: s.Start, End: s.End, Words: s.Words, Ends: s.Ends, Votes: map[int][]string{}}
		for k, p := range s.Pairs {
			to.Pairs = append(to.Pairs, [2]int{p.Subject, p.Object})
			to.Joints = append(to.Joints, p.Joint)
			to.Features = append(to.Features, len(p.Features))
			art.features = append(art.features, p.Features)
			if len(p.Votes) > 0 {
				to.Votes[k] = p.Votes
			}
		}
		art.label(&to, names)
		art.Sentences = append(art.Sentences, to)
	}
	return art, nil
}

// label compares the sentence's pairs with the annotated statements.
func (art *article) label(s *sentence, name func(any) eval.Name) {
	for k := range art.Gold {
		g := &art.Gold[k]
		subj, obj := make([]float64, len(s.Ends)), make([]float64, len(s.Ends))
		for i := range s.Ends {
			subj[i], obj[i] = name(s.Ends[i].Name).Likeness(name(g.S)), name(s.Ends[i].Name).Likeness(name(g.O))
		}
		quoted := s.Start < g.End && g.Start < s.End
		for p, pair := range s.Pairs {
			like := 0.0
			if a, b := subj[pair[0]], obj[pair[1]]; a > 0 && b > 0 {
				like = a + b
			}
			if a, b := obj[pair[0]], subj[pair[1]]; eval.Symmetric(g.P) && a > 0 && b > 0 {
				like = max(like, a+b)
			}
			if like > 0 {
				s.Labels = append(s.Labels, label{p, k, like, quoted})
			}
		}
		if !quoted {
			continue
		}
		for key, v := range g.Q {
			for i := range s.Ends {
				if like := name(s.Ends[i].Name).Likeness(name(v)); like > 0 {
					s.Quals = append(s.Quals, qualifier{k, key, i, like})
				}
			}
		}
	}
	slices.SortFunc(s.Quals, func(a, b qualifier) int {
		return cmp.Or(cmp.Compare(a.Gold, b.Gold), cmp.Compare(a.Key, b.Key), cmp.Compare(a.End, b.End))
	})
}

// write writes sheets.jsonl and features.bin.
func write(dir string, articles []*article) error {
	sheets, err := os.Create(filepath.Join(dir, "sheets.jsonl"))
	if err != nil {
		return err
	}
	defer sheets.Close()
	features, err := os.Create(filepath.Join(dir, "features.bin"))
	if err != nil {
		return err
	}
	defer features.Close()
	lines, rows := bufio.NewWriter(sheets), bufio.NewWriter(features)
	enc := json.NewEncoder(lines)
	enc.SetEscapeHTML(false)
	for _, art := range articles {
		if err := enc.Encode(art); err != nil {
			return err
		}
		for _, pair := range art.features {
			for _, row := range pair {
				var two [2]byte
				binary.LittleEndian.PutUint16(two[:], row)
				if _, err := rows.Write(two[:]); err != nil {
					return err
				}
			}
		}
	}
	if err := lines.Flush(); err != nil {
		return err
	}
	return rows.Flush()
}
