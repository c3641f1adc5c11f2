package extract

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"kg/internal/ontology"
)

func TestPropositions(t *testing.T) {
	// One a line: subject | relation | object | further arguments.
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		// Clauses of their own
		{"place and time", "Marta Lindqvist opened the new branch in Oslo on Monday.", []string{
			"Marta Lindqvist | opened | the new branch | in Oslo | on Monday",
		}},
		{"time that hangs on the object", "In Oslo the council began an inquiry in late 1995.", []string{
			"the council | began | an inquiry | In Oslo | in late 1995",
		}},
		{"no object", "The trawler sank.", []string{"The trawler | sank"}},
		{"preposition with the verb", "The committee relies heavily on volunteers.", []string{
			"The committee | relies heavily on | volunteers",
		}},
		{"numbers", "Prices rose 3.5 percent, to 92 euros a tonne, after the strike ended.", []string{
			"Prices | rose to | 92 euros a tonne | 3.5 percent | after the strike ended",
			"the strike | ended",
		}},
		{"negation and modality", "Carla Mendes has not been able to attend the talks.", []string{
			"Carla Mendes | has not been able to attend | the talks",
		}},
		{"condition", "If Norway signs the treaty, the port will close because of the costs.", []string{
			"Norway | If signs | the treaty",
			"the port | will close because of | the costs",
		}},
		{"copula", "The harbour is the largest port of Norway.", []string{
			"The harbour | is | the largest port of Norway",
		}},
		{"adjective with its preposition", "The ministry is responsible for the roads.", []string{
			"The ministry | is responsible for | the roads",
		}},
		{"attribution", "According to the harbour master, three ships sank.", []string{
			"three ships | sank | According to the harbour master",
		}},

		// Passives
		{"agent first", "The Lagoon Treaty was signed in 2019 by Norway.", []string{
			"The Lagoon Treaty | was signed by | Norway | in 2019",
		}},
		{"participle", "The deal signed by Norway could not be published.", []string{
			"The deal | be signed by | Norway",
			"The deal signed by Norway | could not be published",
		}},

		// Subjects of other clauses
		{"pronoun of an earlier subject", "Lena Vogt resigned after she lost the vote.", []string{
			"Lena Vogt | resigned | after she lost the vote",
			"Lena Vogt | lost | the vote",
		}},
		{"relative clause", "The port, which opened in 1901, handled 40 million tonnes of cargo last year.", []string{
			"The port | opened in | 1901",
			"The port | handled | 40 million tonnes of cargo | last year",
		}},
		{"relative clause without its object", "The bill that Paul Weber proposed was rejected.", []string{
			"Paul Weber | proposed | The bill",
			"The bill that Paul Weber proposed | was rejected",
		}},
		{"relative clause without what its preposition takes", "Nordbank refused the terms to which Chile had agreed.", []string{
			"Nordbank | refused | the terms",
			"Chile | had agreed to | the terms",
		}},
		{"relative clause with an object and a preposition", "The union, to which Norway sold the port, collapsed.", []string{
			"Norway | sold | the port | to The union",
			"The union | collapsed",
		}},
		{"what is said of a kind is said of the one", "Ivo Petrov is a researcher who studies rivers.", []string{
			"Ivo Petrov | is | a researcher",
			"Ivo Petrov | studies | rivers",
		}},
		{"infinitive", "Nordbank agreed to buy the lender for $2.1 billion.", []string{
			"Nordbank | agreed to buy | the lender | for $ 2.1 billion",
		}},
		{"infinitive of the object", "Ana Reyes asked the council to close the bridge.", []string{
			"Ana Reyes | asked | the council | to close the bridge",
			"the council | to close | the bridge",
		}},
		{"gerund of the object", "The court barred Nordbank from selling shares.", []string{
			"The court | barred | Nordbank | from selling shares",
			"Nordbank | be selling | shares",
		}},
		{"pronoun", "Rosa Blum said she would resign.", []string{
			"Rosa Blum | said | she would resign",
			"Rosa Blum | would resign | by Rosa Blum",
		}},

		// Lists
		{"verbs", "In 2024 the ministry closed two mines and opened a school.", []string{
			"the ministry | closed | two mines | In 2024",
			"the ministry | opened | a school | In 2024",
		}},
		{"negated", "Norway did not sign or ratify the treaty.", []string{
			"Norway | did not sign | the treaty",
			"Norway | did not ratify | the treaty",
		}},
		{"infinitives", "Tom Adler was ordered to serve one year and to pay the bank.", []string{
			"Tom Adler | was ordered to serve | one year",
			"Tom Adler | was ordered to pay | the bank",
		}},
		{"objects", "The company buys and sells grain and timber.", []string{
			"The company | buys | grain and timber",
			"The company | buys | grain",
			"The company | buys | timber",
			"The company | sells | grain and timber",
			"The company | sells | grain",
			"The company | sells | timber",
		}},

		{"not each", "No ship or boat sailed between Norway and Chile.", []string{
			"No ship or boat | sailed between | Norway and Chile",
		}},

		// Nouns
		{"apposition", "Marta Lindqvist, president of Nordbank, spoke.", []string{
			"Marta Lindqvist | be | president of Nordbank",
			"Marta Lindqvist | spoke",
		}},
		{"place", "The ship left Bergen, Norway.", []string{
			"The ship | left | Bergen",
			"Bergen | be in | Norway",
		}},
		{"base", "Tromsø-based Nordbank opened a branch.", []string{
			"Nordbank | be in | Tromsø",
			"Tromsø-based Nordbank | opened | a branch",
		}},
		{"possessor", "Tom Adler's sister founded the school.", []string{
			"Tom Adler | has | sister",
			"Tom Adler 's sister | founded | the school",
		}},
		{"title", "Deputy minister Nuala Keane resigned.", []string{
			"Nuala Keane | be | Deputy minister",
			"Deputy minister Nuala Keane | resigned",
		}},

		// What is said
		{"report", "Rosa Blum said that exports fell by 4% in March.", []string{
			"Rosa Blum | said that | exports fell by 4 % in March",
			"exports | fell by | 4 % | in March | by Rosa Blum",
		}},
		{"quotation first", `"The harbour is safe," Lena Vogt told reporters.`, []string{
			"The harbour | is | safe | by Lena Vogt",
			`Lena Vogt | told | " The harbour is safe " | reporters`,
		}},
		{"quotation around its verb", "The ships, a trader said, were sold to Norway.", []string{
			"a trader | said | The ships were sold to Norway",
			"The ships | were sold to | Norway | by a trader",
		}},
		{"curly marks and hyphens stay as written", "The “cross-border” fund has shares.", []string{
			"The “ cross-border ” fund | has | shares",
		}},

		// Nothing
		{"empty", "", nil},
		{"no verb", "The harbour of Oslo", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, p := range propositionsOf(t, c.text) {
				row := []string{p.Subject, p.Relation}
				if p.Object != "" {
					row = append(row, p.Object)
				}
				row = append(row, p.Arguments...)
				if p.By != "" {
					row = append(row, "by "+p.By)
				}
				got = append(got, strings.Join(row, " | "))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

func propositionsOf(t testing.TB, text string) []Proposition {
	t.Helper()
	x, err := englishExtractor()
	if err != nil {
		t.Fatal(err)
	}
	props, err := x.Propositions(context.Background(), Input{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return props
}

// Several paragraphs: headings are left out, offsets are code points of the text.
func TestPropositionOffsets(t *testing.T) {
	text := "Quarterly report\n\nÅse Lund resigned. The port closed.\n"
	var got []string
	for _, p := range propositionsOf(t, text) {
		got = append(got, string([]rune(text)[p.Start:p.End]))
	}
	if diff := cmp.Diff([]string{"Åse Lund resigned.", "The port closed."}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Members of a list rank below the list; what no verb states below what one does.
func TestPropositionConfidence(t *testing.T) {
	props := propositionsOf(t, "Norway and Chile signed the treaty. Tom Adler's sister left.")
	at := map[string]float64{}
	for _, p := range props {
		at[p.Subject+" "+p.Relation] = p.Confidence
	}
	if at["Norway signed"] == 0 || at["Norway signed"] >= at["Norway and Chile signed"] {
		t.Errorf("confidence of the member %v, of the list %v", at["Norway signed"], at["Norway and Chile signed"])
	}
	if at["Tom Adler has"] >= at["Tom Adler 's sister left"] {
		t.Errorf("confidence of the possessor %v, of the clause %v", at["Tom Adler has"], at["Tom Adler 's sister left"])
	}
}

// A sentence beyond all length is left out, not read for ever.
func TestPropositionsOfHugeSentence(t *testing.T) {
	if got := propositionsOf(t, strings.Repeat("the port that closed and ", 5000)+"ended."); len(got) > 5000 {
		t.Errorf("%d propositions", len(got))
	}
}

// All words of a proposition stand in its sentence, but "be", "be in" and "has" of
// relations that no verb states.
func TestPropositionsOfOwnTexts(t *testing.T) {
	texts := ownTexts(t)
	if testing.Short() {
		texts = texts[:20]
	}
	for _, text := range texts {
		checkPropositions(t, text, propositionsOf(t, text))
	}
}

func ownTexts(t testing.TB) []string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "nlp", "testdata", "own.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for dec := json.NewDecoder(zr); ; {
		var doc struct{ Text string }
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return texts
		}
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, doc.Text)
	}
}

// checkPropositions holds what is true of all propositions.
func checkPropositions(t *testing.T, text string, props []Proposition) {
	t.Helper()
	runes := []rune(text)
	last := 0
	for _, p := range props {
		if p.Start < last || p.Start >= p.End || p.End > len(runes) {
			t.Fatalf("sentence [%d, %d) after %d of %d: %+v", p.Start, p.End, last, len(runes), p)
		}
		last = p.Start
		if p.Subject == "" || p.Relation == "" || !(p.Confidence > 0 && p.Confidence < 1) {
			t.Fatalf("incomplete: %+v", p)
		}
		sentence := string(runes[p.Start:p.End])
		relation := strings.Fields(p.Relation)
		if relation[0] == "be" || relation[0] == "has" {
			relation = relation[1:]
			if len(relation) == 1 && relation[0] == "in" {
				relation = nil
			}
		}
		words := append(relation, strings.Fields(p.Subject+" "+p.Object+" "+p.By)...)
		for _, w := range append(words, strings.Fields(strings.Join(p.Arguments, " "))...) {
			if !strings.Contains(sentence, w) {
				t.Fatalf("word %q of %+v is not in %q", w, p, sentence)
			}
		}
		for _, s := range append([]string{p.Subject, p.Relation, p.Object}, p.Arguments...) {
			if strings.ContainsAny(s, "\t\n\r") || !utf8.ValidString(s) || strings.TrimSpace(s) != s {
				t.Fatalf("%q in %+v", s, p)
			}
		}
	}
}

// FuzzPropositions reads any text under any tree.
func FuzzPropositions(f *testing.F) {
	for _, s := range []string{
		"The port, which opened in 1901, handled cargo.",
		"A and B and C, (D), \"E\" said: F's G - H.",
		"buys and sells and has been to have it that which who",
		"'' `` ' ( ) , . - -- ; Å\u00a0B\tC",
	} {
		for seed := range byte(8) {
			f.Add(s, seed)
		}
	}
	ont, err := ontology.Default()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, seed byte) {
		if len(text) > 2000 {
			return
		}
		text = strings.ToValidUTF8(text, "\uFFFD")
		x, err := New(wordAnnotator{seed}, ont)
		if err != nil {
			t.Fatal(err)
		}
		props, err := x.Propositions(context.Background(), Input{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		checkPropositions(t, text, props)
		again, _ := x.Propositions(context.Background(), Input{Text: text})
		if diff := cmp.Diff(props, again); diff != "" {
			t.Fatalf("two runs differ: %s", diff)
		}
	})
}

func BenchmarkPropositions(b *testing.B) {
	x, err := englishExtractor()
	if err != nil {
		b.Fatal(err)
	}
	sents, err := x.clauseSentences(context.Background(), Input{Text: strings.Repeat("The port, which opened in 1901, handled 40 million tonnes of cargo and grain last year.\n\n", 10)})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range sents {
			s.propositions()
		}
	}
}
