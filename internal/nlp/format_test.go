package nlp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// formatDoc is built by hand, so that the formats are tested apart from the model.
func formatDoc() *Doc {
	return &Doc{
		ID:   "a 1",
		Text: "Ana’s  café\nclosed. \"No\"",
		Tokens: []Token{
			{Text: "Ana", Start: 0, Norm: "ana", Tag: "NNP", POS: "PROPN", Morph: "Number=Sing", Lemma: "Ana", Dep: "poss", Head: 3, SentStart: true},
			{Text: "’s", Start: 3, Space: true, Norm: "'s", Tag: "POS", POS: "PART", Lemma: "’s", Dep: "case", Head: 0},
			{Text: " ", Start: 8, Norm: " ", Tag: "_SP", POS: "SPACE", Lemma: " ", Dep: "dep", Head: 1},
			{Text: "café", Start: 9, Norm: "café", Tag: "NN", POS: "NOUN", Morph: "Number=Sing", Lemma: "café", Dep: "nsubj", Head: 5},
			{Text: "\n", Start: 14, Norm: "\n", Tag: "_SP", POS: "SPACE", Lemma: "\n", Dep: "dep", Head: 3},
			{Text: "closed", Start: 15, Norm: "closed", Tag: "VBD", POS: "VERB", Morph: "Tense=Past|VerbForm=Fin", Lemma: "close", Dep: "ROOT", Head: 5},
			{Text: ".", Start: 21, Space: true, Norm: ".", Tag: ".", POS: "PUNCT", Lemma: ".", Dep: "punct", Head: 5},
			{Text: `"`, Start: 23, Norm: `"`, Tag: "``", POS: "PUNCT", Lemma: `"`, Dep: "punct", Head: 8, SentStart: true},
			{Text: "No", Start: 24, Norm: "no", Tag: "UH", POS: "INTJ", Lemma: "no", Dep: "ROOT", Head: 8},
			{Text: `"`, Start: 26, Norm: `"`, Tag: "''", POS: "PUNCT", Lemma: `"`, Dep: "punct", Head: 8},
		},
		Ents: []Span{{0, 1, "PERSON"}, {3, 4, "ORG"}},
	}
}

// tokenizedDoc has only what [Pipeline.Tokenize] decides.
func tokenizedDoc() *Doc {
	return &Doc{ID: "t", Text: "It’s\tso", Tokens: []Token{
		{Text: "It", Start: 0, Norm: "it"},
		{Text: "’s", Start: 2, Norm: "'s"},
		{Text: "\t", Start: 6, Norm: "\t"},
		{Text: "so", Start: 7, Norm: "so"},
	}}
}

func TestFormats(t *testing.T) {
	for _, tt := range []struct {
		name  string
		write func(io.Writer, *Doc) error
		doc   *Doc
		want  string
	}{
		{
			"JSON of tokens", WriteJSON, tokenizedDoc(),
			`{"id": "t", "text": "It’s\tso", "tokens": [{"id": 0, "start": 0, "end": 2, "norm": "it"}, ` +
				`{"id": 1, "start": 2, "end": 4, "norm": "'s"}, {"id": 2, "start": 4, "end": 5, "norm": "\t"}, {"id": 3, "start": 5, "end": 7, "norm": "so"}]}` + "\n",
		},
		{
			"JSON of nothing", WriteJSON, &Doc{ID: "e"},
			`{"id": "e", "text": "", "ents": [], "sents": [], "tokens": []}` + "\n",
		},
		{"CoNLL-U", WriteCoNLLU, formatDoc(), strings.Join([]string{
			"# newdoc id = a\\s1",
			"# sent_id = 1",
			"# text = Ana’s  café\\nclosed.",
			"1\tAna\tAna\tPROPN\tNNP\tNumber=Sing\t4\tposs\t_\tNER=B-PERSON|Norm=ana|SpaceAfter=No",
			"2\t’s\t’s\tPART\tPOS\t_\t1\tcase\t_\tNorm='s",
			"3\t\\s\t\\s\tSPACE\t_SP\t_\t2\tdep\t_\tSpaceAfter=No",
			"4\tcafé\tcafé\tNOUN\tNN\tNumber=Sing\t6\tnsubj\t_\tNER=B-ORG|SpaceAfter=No",
			"5\t\\n\t\\n\tSPACE\t_SP\t_\t4\tdep\t_\tSpaceAfter=No",
			"6\tclosed\tclose\tVERB\tVBD\tTense=Past|VerbForm=Fin\t0\troot\t_\tSpaceAfter=No",
			"7\t.\t.\tPUNCT\t.\t_\t6\tpunct\t_\t_",
			"",
			"# sent_id = 2",
			"# text = \"No\"",
			"1\t\"\t\"\tPUNCT\t``\t_\t2\tpunct\t_\tSpaceAfter=No",
			"2\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\tNorm=no|SpaceAfter=No",
			"3\t\"\t\"\tPUNCT\t''\t_\t2\tpunct\t_\tSpaceAfter=No",
			"", "",
		}, "\n")},
		{"CoNLL-U of tokens", WriteCoNLLU, tokenizedDoc(), strings.Join([]string{
			"# newdoc id = t",
			"# sent_id = 1",
			"# text = It’s\\tso",
			"1\tIt\t_\t_\t_\t_\t_\t_\t_\tNorm=it|SpaceAfter=No",
			"2\t’s\t_\t_\t_\t_\t_\t_\t_\tNorm='s|SpaceAfter=No",
			"3\t\\t\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No",
			"4\tso\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No",
			"", "",
		}, "\n")},
		{"TSV", WriteTSV, formatDoc(), strings.Join([]string{
			"a\\s1\t0\t0\t0\t3\tAna\tana\tAna\tPROPN\tNNP\tNumber=Sing\t3\tposs\tB-PERSON",
			"a\\s1\t0\t1\t3\t5\t’s\t's\t’s\tPART\tPOS\t\t0\tcase\tO",
			"a\\s1\t0\t2\t6\t7\t\\s\t\\s\t\\s\tSPACE\t_SP\t\t1\tdep\tO",
			"a\\s1\t0\t3\t7\t11\tcafé\tcafé\tcafé\tNOUN\tNN\tNumber=Sing\t5\tnsubj\tB-ORG",
			"a\\s1\t0\t4\t11\t12\t\\n\t\\n\t\\n\tSPACE\t_SP\t\t3\tdep\tO",
			"a\\s1\t0\t5\t12\t18\tclosed\tclosed\tclose\tVERB\tVBD\tTense=Past|VerbForm=Fin\t5\tROOT\tO",
			"a\\s1\t0\t6\t18\t19\t.\t.\t.\tPUNCT\t.\t\t5\tpunct\tO",
			"a\\s1\t1\t7\t20\t21\t\"\t\"\t\"\tPUNCT\t``\t\t8\tpunct\tO",
			"a\\s1\t1\t8\t21\t23\tNo\tno\tno\tINTJ\tUH\t\t8\tROOT\tO",
			"a\\s1\t1\t9\t23\t24\t\"\t\"\t\"\tPUNCT\t''\t\t8\tpunct\tO",
			"",
		}, "\n")},
		{"TSV of tokens", WriteTSV, tokenizedDoc(), strings.Join([]string{
			"t\t\t0\t0\t2\tIt\tit\t\t\t\t\t\t\t",
			"t\t\t1\t2\t4\t’s\t's\t\t\t\t\t\t\t",
			"t\t\t2\t4\t5\t\\t\t\\t\t\t\t\t\t\t\t",
			"t\t\t3\t5\t7\tso\tso\t\t\t\t\t\t\t",
			"",
		}, "\n")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got bytes.Buffer
			if err := tt.write(&got, tt.doc); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(tt.want, "\n"), strings.Split(got.String(), "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestJSONString(t *testing.T) {
	for in, want := range map[string]string{
		"":                   `""`,
		"a\"b\\c":            `"a\"b\\c"`,
		"\b\f\n\r\t":         `"\b\f\n\r\t"`,
		"\x00\x1f\x7f":       "\"\\u0000\\u001f\x7f\"",
		"é\u2028<&>😀\ufffd/": "\"é\u2028<&>😀\ufffd/\"",
	} {
		t.Run(in, func(t *testing.T) {
			if got := string(appendJSONString(nil, in)); got != want {
				t.Errorf("%q: got %s, want %s", in, got, want)
			}
		})
	}
}

type brokenPipe struct{ after int }

var errPipe = errors.New("pipe closed")

func (w *brokenPipe) Write(b []byte) (int, error) {
	if w.after -= len(b); w.after < 0 {
		return 0, errPipe
	}
	return len(b), nil
}

// TestWriteErrors wants the writer's error, at the first bytes and later on.
func TestWriteErrors(t *testing.T) {
	doc := annotate(t, pipeline(t), strings.Repeat("The minister spoke on Friday. ", 300))
	for name, write := range map[string]func(io.Writer, *Doc) error{"JSON": WriteJSON, "CoNLL-U": WriteCoNLLU, "TSV": WriteTSV} {
		for _, after := range []int{0, 50_000} {
			if err := write(&brokenPipe{after}, doc); !errors.Is(err, errPipe) {
				t.Errorf("%s after %d bytes: got %v", name, after, err)
			}
		}
	}
}

// TestRowsOfFormats counts lines and fields over texts of every kind.
func TestRowsOfFormats(t *testing.T) {
	p := pipeline(t)
	for _, golden := range goldenDocs(t, filepath.Join("testdata", "own.jsonl.gz")) {
		for _, stage := range []func(context.Context, string) (*Doc, error){p.Tokenize, p.Annotate} {
			doc, err := stage(t.Context(), golden.Text)
			if err != nil {
				t.Fatal(err)
			}
			doc.ID = golden.ID
			var tsv, conllu bytes.Buffer
			if err := errors.Join(WriteTSV(&tsv, doc), WriteCoNLLU(&conllu, doc)); err != nil {
				t.Fatal(err)
			}
			checkRowCount(t, tsv.String(), strings.Count(TSVHeader, "\t"), len(doc.Tokens))
			checkRowCount(t, conllu.String(), 9, len(doc.Tokens))
		}
	}
}

// checkRowCount wants rows lines with the number of tabs, beside comments and blanks.
func checkRowCount(t *testing.T, text string, tabs, rows int) {
	t.Helper()
	count := 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "# ") || line == "\n" {
			continue
		}
		if got := strings.Count(line, "\t"); got != tabs {
			t.Errorf("%d tabs, want %d, in %q", got, tabs, line)
		}
		count++
	}
	if count != rows {
		t.Errorf("%d rows, want %d", count, rows)
	}
}
