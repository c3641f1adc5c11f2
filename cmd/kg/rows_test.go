package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var hostileRows = [][]any{
	{"Ann | Lee", 12, "a \"quoted\",\nlong\ttext"},
	{"<b>\x1b[31mBo", 3, nil},
}

func TestFormats(t *testing.T) {
	for _, tt := range []struct{ format, want string }{
		{"json", `[
{"name":"Ann | Lee","n":12,"quote":"a \"quoted\",\nlong\ttext"},
{"name":"<b>\u001b[31mBo","n":3,"quote":null}
]
`},
		{"jsonl", `{"name":"Ann | Lee","n":12,"quote":"a \"quoted\",\nlong\ttext"}
{"name":"<b>\u001b[31mBo","n":3,"quote":null}
`},
		{"csv", "name,n,quote\nAnn | Lee,12,\"a \"\"quoted\"\",\nlong\ttext\"\n<b>\x1b[31mBo,3,\n"},
		{"tsv", "name\tn\tquote\nAnn | Lee\t12\ta \"quoted\",\\nlong\\ttext\n<b>\x1b[31mBo\t3\t\n"},
		{"markdown", "| name | n | quote |\n| --- | --- | --- |\n| Ann \\| Lee | 12 | a \"quoted\",<br>long\ttext |\n| &lt;b>\x1b[31mBo | 3 |  |\n"},
		{"table", "name         n  quote\n" + strings.Repeat("─", 39) + "\nAnn | Lee   12  a \"quoted\", long text\n<b>�[31mBo   3\n"},
	} {
		t.Run(tt.format, func(t *testing.T) {
			var out bytes.Buffer
			w, err := (&formatOption{tt.format}).writer(&out, "name", "n", "quote")
			if err != nil {
				t.Fatal(err)
			}
			if err := writeRows(w, hostileRows); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestEmptyFormats(t *testing.T) {
	for format, want := range map[string]string{
		"json": "[]\n", "jsonl": "", "csv": "a\n", "tsv": "a\n", "markdown": "| a |\n| --- |\n", "table": "a\n───\n",
	} {
		var out bytes.Buffer
		w, err := (&formatOption{format}).writer(&out, "a")
		if err != nil {
			t.Fatal(err)
		}
		if err := writeRows(w, nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
}

func TestProseBelow(t *testing.T) {
	columns := []string{"person", "role", "organisation", "since", "status", "article", "rows", "quote"}
	w := newTableWriter(nil, columns)
	w.Write("Anneli Raudvere", "director general", "Statistics Estonia", "2024-01-31", "asserted", "estonia-finland-trade-2026", 12, strings.Repeat("said that exports grew ", 5))
	w.Write("Bo Chen", "mayor", "Nordhaven", "", "former", "a", 3, "")
	lines := [][]string{cells(w.rows[0]), cells(w.rows[1])}
	fit := []int{10, 10, 12, 10, 8, 14, 4, 0}
	want := `person      role        organisation  since       status    article         rows
──────────────────────────────────────────────────────────────────────────────────
Anneli      director    Statistics    2024-01-31  asserted  estonia-finlan    12
Raudvere    general     Estonia                             d-trade-2026
    said that exports grew said that exports grew said that exports grew said
    that exports grew said that exports grew
Bo Chen     mayor       Nordhaven                 former    a                  3
`
	if diff := cmp.Diff(want, w.proseBelow(lines, fit, 7, 80)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFitWidths(t *testing.T) {
	for _, tt := range []struct {
		name    string
		columns []columnWidth
		total   int
		want    []int
		prose   int
	}{
		{"all fits", []columnWidth{{10, 5}, {20, 8}}, 40, []int{10, 20}, -1},
		{"running text gives way first, names keep their words", []columnWidth{{10, 10}, {300, 8}}, 60, []int{10, 48}, -1},
		{"rows stay low", []columnWidth{{30, 10}, {300, 8}}, 62, []int{10, 50}, -1},
		{"nothing can give", []columnWidth{{8, 8}, {8, 8}}, 10, []int{8, 8}, -1},
		{"long words break for running text", []columnWidth{{32, 32}, {300, 8}}, 42, []int{14, 26}, -1},
		{"running text goes below", []columnWidth{{10, 9}, {30, 12}, {30, 12}, {8, 8}, {8, 8}, {20, 20}, {300, 14}}, 80, []int{9, 12, 13, 8, 8, 20, 0}, 6},
		{"no column", nil, 56, []int{}, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, prose := fitWidths(tt.columns, tt.total)
			if diff := cmp.Diff(tt.want, got); diff != "" || prose != tt.prose {
				t.Errorf("column %d below, want %d; widths (-want +got):\n%s", prose, tt.prose, diff)
			}
		})
	}
}
