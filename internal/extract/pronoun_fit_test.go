package extract

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"kg/internal/nlp/en"
	"kg/internal/ontology"
)

var fit = flag.Bool("fit", false, "fit pronoun-weights.tsv to the development set of GAP and write it")

// gapRow is a snippet of GAP (Webster et al. 2018): a pronoun and two names, each of
// which it stands for or not. Offsets are code points.
type gapRow struct {
	text    string
	pronoun int
	name    [2]string
	at      [2]int
	yes     [2]bool
}

func readGAP(t *testing.T) []gapRow {
	shared := os.Getenv("KG_SHARED")
	if shared == "" {
		t.Skip("KG_SHARED is not set: no GAP data")
	}
	f, err := os.Open(filepath.Join(shared, "data", "gap", "gap-development.tsv"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	var rows []gapRow
	for _, line := range strings.Split(strings.TrimRight(string(text), "\r\n"), "\n")[1:] {
		rec := strings.Split(line, "\t")
		number := func(s string) int {
			n, err := strconv.Atoi(s)
			if err != nil {
				t.Fatalf("%s: %v", rec[0], err)
			}
			return n
		}
		rows = append(rows, gapRow{
			text: rec[1], pronoun: number(rec[3]),
			name: [2]string{rec[4], rec[7]}, at: [2]int{number(rec[5]), number(rec[8])},
			yes: [2]bool{rec[6] == "TRUE", rec[9] == "TRUE"},
		})
	}
	return rows
}

// matches says that a mention at code points [start, end) names the row's name k, by the
// rule of the public scorer.
func (row *gapRow) matches(k, start, end int) bool {
	first := row.at[k]
	last := first + utf8.RuneCountInString(row.name[k])
	if first <= start && end <= last || end == last && start <= first {
		return true
	}
	rest := string([]rune(row.text)[last:])
	return start == first && !strings.HasPrefix(rest, "'") && !strings.HasPrefix(rest, "’")
}

// ranked is a row's pronoun with its options: whose they are (0 neither name, 1 or 2 the
// first or second), and which options share a referent.
type ranked struct {
	row    *gapRow
	opts   []option
	owner  [][2]bool
	female bool
}

// rankRow resolves a snippet with the weights and keeps the options of its pronoun.
func rankRow(art *article, row *gapRow, w *weights) ranked {
	out := ranked{row: row}
	r := newResolver(art, w)
	r.watch = func(p *anaphor, opts []option) {
		if p.sent.para.runes(p.sent.tok(p.at).Start) != row.pronoun {
			return
		}
		out.opts, out.female = opts, p.sex == 'f'
		for _, o := range opts {
			out.owner = append(out.owner, row.owners(o.ref))
		}
	}
	for _, s := range art.sents {
		clear(s.refs)
	}
	r.resolve()
	return out
}

// owners says which of the row's names the referent's entity is.
func (row *gapRow) owners(ref *referent) (is [2]bool) {
	if ref.ent == nil {
		return is
	}
	for _, m := range ref.ent.mentions {
		start, end := m.sent.para.runes(m.sent.tok(m.first).Start), m.sent.para.runes(m.sent.tok(m.last-1).End())
		for k := range is {
			is[k] = is[k] || row.matches(k, start, end)
		}
	}
	return is
}

// allowed says that an option with these names is right for the row.
func (row *gapRow) allowed(is [2]bool) bool {
	return is == row.yes || row.yes[0] && is[0] || row.yes[1] && is[1]
}

// gradientStep moves the weights by one step of AdaGrad on all rows (conditional
// likelihood of the allowed options, L2 penalty).
func gradientStep(w, sum *weights, rows []ranked, penalty, rate float64) {
	g := newWeights()
	for i := range rows {
		rows[i].gradient(w, g)
	}
	update := func(w, g, sum *float64) {
		d := *g - penalty**w
		*sum += d * d
		*w += rate * d / (math.Sqrt(*sum) + 1e-8)
	}
	update(&w.none, &g.none, &sum.none)
	for k := range w.group {
		for v := range w.group[k] {
			update(&w.group[k][v], &g.group[k][v], &sum.group[k][v])
		}
	}
}

// feminineWeight makes up for what the recogniser and the lists know less of: women are
// named by surnames of their husbands, by given names alone, and are rarer in its news.
const feminineWeight = 1.5

func (x *ranked) gradient(w, g *weights) {
	scores := make([]float64, len(x.opts)+1)
	var all, right float64
	scores[len(x.opts)] = math.Exp(w.none)
	for i := range x.opts {
		scores[i] = math.Exp(w.score(&x.opts[i].tie))
	}
	ok := func(i int) bool {
		if i == len(x.opts) {
			return x.row.yes == [2]bool{}
		}
		return x.row.allowed(x.owner[i])
	}
	for i, v := range scores {
		all += v
		if ok(i) {
			right += v
		}
	}
	if right == 0 {
		return
	}
	weight := 1.0
	if x.female {
		weight = feminineWeight
	}
	for i, v := range scores {
		d := -v / all
		if ok(i) {
			d += v / right
		}
		d *= weight
		if i == len(x.opts) {
			g.none += d
			continue
		}
		for k, value := range x.opts[i].tie {
			g.group[k][value] += d
		}
	}
}

// byHand are the weights that GAP cannot teach: its names mostly agree with the pronoun,
// and none of its pronouns stands for somebody unnamed.
var byHand = []struct {
	group  group
	value  int
	weight float64
}{
	{genderGroup, 6, -0.8}, {genderGroup, 7, -1.5}, {genderGroup, 15, -0.9}, {genderGroup, 16, -1.5},
	{formGroup, int(nounForm), 0.1}, {formGroup, int(nounForm + forms), 0.6}, {classGroup, 0, 0.4},
}

func fitWeights(rows []ranked, penalty float64) *weights {
	w, sum := newWeights(), newWeights()
	for range 200 {
		for _, h := range byHand {
			w.group[h.group][h.value] = h.weight
		}
		gradientStep(w, sum, rows, penalty, 0.3)
	}
	for _, h := range byHand {
		w.group[h.group][h.value] = h.weight
	}
	return w
}

// gapCount counts yes answers: right, given, gold.
type gapCount struct{ right, system, gold int }

func (c gapCount) f1() float64 { return 2 * float64(c.right) / float64(max(c.system+c.gold, 1)) }

func scoreGAP(rows []ranked, w *weights, count map[bool]*gapCount) {
	for i := range rows {
		x := &rows[i]
		var is [2]bool
		if ref := w.choose(x.opts); ref != nil {
			is = x.row.owners(ref)
		}
		c := count[x.female]
		for k := range is {
			if is[k] {
				c.system++
			}
			if x.row.yes[k] {
				c.gold++
			}
			if is[k] && x.row.yes[k] {
				c.right++
			}
		}
	}
}

func report(count map[bool]*gapCount) string {
	f, m := count[true], count[false]
	all := gapCount{f.right + m.right, f.system + m.system, f.gold + m.gold}
	return fmt.Sprintf("overall P %.3f R %.3f F1 %.3f, feminine %.3f, masculine %.3f, ratio %.2f", float64(all.right)/float64(max(all.system, 1)),
		float64(all.right)/float64(max(all.gold, 1)), all.f1(), f.f1(), m.f1(), f.f1()/m.f1())
}

// checkGAP holds what the fitted weights reach on the rows that they are fitted to; -fit
// tells what they reach on rows that they are not.
func checkGAP(t *testing.T, count map[bool]*gapCount) {
	t.Helper()
	f, m := count[true], count[false]
	all := gapCount{f.right + m.right, f.system + m.system, f.gold + m.gold}
	if all.f1() < 0.75 {
		t.Errorf("F1 %.3f, want 0.75 or more", all.f1())
	}
	if ratio := f.f1() / m.f1(); ratio < 0.93 || ratio > 1.07 {
		t.Errorf("feminine to masculine %.3f, want 0.93 to 1.07", ratio)
	}
}

func newCount() map[bool]*gapCount { return map[bool]*gapCount{true: {}, false: {}} }

// TestPronounsOnGAP holds the figures of the pronouns; with -fit it fits the weights to
// all rows, after telling what weights fitted to four fifths do on the rest.
func TestPronounsOnGAP(t *testing.T) {
	if testing.Short() {
		t.Skip("parses 2,000 snippets")
	}
	rows := readGAP(t)
	arts := readArticles(t, rows)
	w := newWeights()
	if !*fit {
		w = pronounWeights()
	}
	rank := func(w *weights) []ranked {
		out := make([]ranked, len(rows))
		for i := range rows {
			out[i] = rankRow(arts[i], &rows[i], w)
		}
		return out
	}
	ranks := rank(w)
	found := [4]int{}
	for i := range ranks {
		if len(ranks[i].opts) == 0 {
			found[0]++
			continue
		}
		for k := range 2 {
			if !rows[i].yes[k] {
				continue
			}
			found[1]++
			for _, is := range ranks[i].owner {
				if is[k] {
					found[2]++
					break
				}
			}
		}
	}
	t.Logf("no options %d; gold names among options %d of %d", found[0], found[2], found[1])
	count := newCount()
	scoreGAP(ranks, w, count)
	t.Logf("committed weights: %s", report(count))
	if !*fit {
		checkGAP(t, count)
		return
	}
	fitAll := func(keep func(i int) bool, penalty float64) *weights {
		w := newWeights()
		for range 3 { // what a pronoun is resolved to is seen by the next one
			var train []ranked
			for i := range rows {
				if keep(i) {
					train = append(train, rankRow(arts[i], &rows[i], w))
				}
			}
			w = fitWeights(train, penalty)
		}
		return w
	}
	const folds = 5
	for _, penalty := range []float64{8} {
		count = newCount()
		for fold := range folds {
			w := fitAll(func(i int) bool { return i%folds != fold }, penalty)
			for i := fold; i < len(rows); i += folds {
				scoreGAP([]ranked{rankRow(arts[i], &rows[i], w)}, w, count)
			}
		}
		t.Logf("penalty %g, %d folds: %s", penalty, folds, report(count))
	}
	w = fitAll(func(int) bool { return true }, 8)
	count = newCount()
	scoreGAP(rank(w), w, count)
	t.Logf("on all: %s", report(count))
	if err := os.WriteFile("pronoun-weights.tsv", []byte(w.table()), 0o666); err != nil {
		t.Fatal(err)
	}
}

// table writes weights as parseWeights reads them.
func (w *weights) table() string {
	var b strings.Builder
	b.WriteString("# What each property of a pronoun beside a possible antecedent is worth, in nats. Fitted by\n# TestPronounsOnGAP -fit; tie.go says what groups and values mean.\n")
	fmt.Fprintf(&b, "none\t0\t%.2f\n", w.none)
	for g, values := range w.group {
		for v, x := range values {
			if math.Abs(x) >= 0.005 {
				fmt.Fprintf(&b, "%s\t%d\t%.2f\n", groupNames[g], v, x)
			}
		}
	}
	return b.String()
}

func readArticles(t *testing.T, rows []gapRow) []*article {
	ont, err := ontology.Default()
	if err != nil {
		t.Fatal(err)
	}
	pipe, err := en.Load()
	if err != nil {
		t.Fatal(err)
	}
	x, err := New(pipe, ont)
	if err != nil {
		t.Fatal(err)
	}
	arts := make([]*article, len(rows))
	var group sync.WaitGroup
	for part := range 2 {
		group.Go(func() {
			for i := part; i < len(rows); i += 2 {
				if arts[i], err = x.annotate(context.Background(), Input{Text: rows[i].text}); err != nil {
					panic(err)
				}
			}
		})
	}
	group.Wait()
	return arts
}
