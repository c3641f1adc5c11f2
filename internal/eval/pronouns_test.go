package eval

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"kg/internal/extract"
)

// gumHeld are the documents of GUM news that are kept for others to measure by.
var gumHeld = []string{"homeopathic", "iodine"}

// pronounKinds groups the pronouns whose figures are kept.
var pronounKinds = map[string]string{
	"he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she", "herself": "she",
	"it": "it", "its": "it", "itself": "it", "they": "they", "them": "they", "their": "they", "theirs": "they", "themselves": "they",
	"i": "I", "me": "I", "my": "I", "mine": "I", "myself": "I",
}

// gumDoc is a text of GUM with its mentions; those of one cluster share a number.
type gumDoc struct {
	text     string
	mentions []gumMention
}

type gumMention struct {
	extract.Phrase
	cluster string
}

// gumEntity matches one mark of the Entity column: an opening "(1-person-...", which ends
// with ")" where it is a single word, or a closing "1)".
var gumEntity = regexp.MustCompile(`\((\d+)-[^()]*(\)?)|(\d+)\)`)

// readGUM reads CoNLL-U with GUM's Entity marks. Contractions are written from their parts.
func readGUM(t *testing.T, path string) gumDoc {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var doc gumDoc
	var b strings.Builder
	at, whole := 0, 0 // code points written; the last part of a contraction being read
	open := map[string][]int{}
	put := func(s string) { b.WriteString(s); at += utf8.RuneCountInString(s) }
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxLine)
	for spaced := true; lines.Scan(); {
		line := lines.Text()
		if line == "# newpar" && at > 0 {
			put("\n\n")
		}
		cols := strings.Split(line, "\t")
		if len(cols) != 10 {
			continue
		}
		space := !strings.Contains("|"+cols[9]+"|", "|SpaceAfter=No|")
		if _, last, ok := strings.Cut(cols[0], "-"); ok {
			whole, _ = strconv.Atoi(last)
			spaced = space
			continue
		}
		n, err := strconv.Atoi(cols[0])
		if err != nil {
			continue
		}
		start := at
		put(cols[1])
		for _, m := range gumEntity.FindAllStringSubmatch(cols[9], -1) {
			switch {
			case m[2] == ")":
				doc.mentions = append(doc.mentions, gumMention{extract.Phrase{Start: start, End: at}, m[1]})
			case m[1] != "":
				open[m[1]] = append(open[m[1]], start)
			default:
				if stack := open[m[3]]; len(stack) > 0 {
					doc.mentions = append(doc.mentions, gumMention{extract.Phrase{Start: stack[len(stack)-1], End: at}, m[3]})
					open[m[3]] = stack[:len(stack)-1]
				}
			}
		}
		if n < whole {
			continue
		}
		if n == whole {
			space, whole = spaced, 0
		}
		if space {
			put(" ")
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	doc.text = b.String()
	return doc
}

func (doc *gumDoc) quote(p extract.Phrase) string { return string([]rune(doc.text)[p.Start:p.End]) }

// innermost is the cluster of the shortest mention around a phrase.
func (doc *gumDoc) innermost(p extract.Phrase) string {
	best := gumMention{Phrase: extract.Phrase{End: utf8.RuneCountInString(doc.text) + 1}}
	for _, m := range doc.mentions {
		if m.Start <= p.Start && p.End <= m.End && m.End-m.Start < best.End-best.Start {
			best = m
		}
	}
	return best.cluster
}

// scorePronouns counts, by kind of pronoun, those that a name or noun of their cluster
// stands beside in the article (Gold), those that the system gives such a phrase (System)
// and those with one of the right cluster among them (Right).
func (doc *gumDoc) scorePronouns(clusters []extract.Cluster, counts map[string]*Counts) {
	pronoun := func(p extract.Phrase) string { return pronounKinds[strings.ToLower(doc.quote(p))] }
	for _, m := range doc.mentions {
		kind := pronoun(m.Phrase)
		if kind == "" || !slices.ContainsFunc(doc.mentions, func(o gumMention) bool { return o.cluster == m.cluster && pronoun(o.Phrase) == "" }) {
			continue
		}
		c := count(&counts, kind)
		c.Gold++
		given, right := false, false
		for _, cl := range clusters {
			if !slices.Contains(cl, m.Phrase) {
				continue
			}
			for _, p := range cl {
				if pronoun(p) == "" {
					given = true
					right = right || doc.innermost(p) == m.cluster
				}
			}
		}
		if given {
			c.System++
		}
		if right {
			c.Right++
		}
	}
}

// TestPronounsInNews holds how often pronouns of GUM's news are given their antecedent.
func TestPronounsInNews(t *testing.T) {
	const golden = "testdata/pronouns.golden"
	shared := os.Getenv("KG_SHARED")
	if shared == "" {
		t.Skip("KG_SHARED is not set: no GUM here")
	}
	files, err := filepath.Glob(filepath.Join(shared, "data", "gum_news", "*.conllu"))
	if err != nil || len(files) == 0 {
		t.Skip("no GUM news in the shared data")
	}
	x := extractor(t)
	counts := map[string]*Counts{}
	for _, file := range files {
		if slices.ContainsFunc(gumHeld, func(name string) bool { return strings.Contains(file, name) }) {
			continue
		}
		doc := readGUM(t, file)
		clusters, err := x.Clusters(t.Context(), extract.Input{Text: doc.text})
		if err != nil {
			t.Fatal(err)
		}
		doc.scorePronouns(clusters, counts)
	}
	var b strings.Builder
	for _, kind := range []string{"he", "she", "it", "they", "I"} {
		c := count(&counts, kind)
		p, r, f1 := c.PRF()
		fmt.Fprintf(&b, "%-5s gold %4d  system %4d  right %4d  P %.3f  R %.3f  F1 %.3f\n", kind, c.Gold, c.System, c.Right, p, r, f1)
	}
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("pronouns (-golden +now); where they are meant, go test ./internal/eval -run Pronouns -update:\n%s", diff)
	}
}
