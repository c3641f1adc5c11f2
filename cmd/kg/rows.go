package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// rowFormats are the forms in which rows come out.
var rowFormats = []string{"table", "json", "jsonl", "csv", "tsv", "markdown"}

// formatOption is --format of the commands that print rows.
type formatOption struct{ name string }

func (o *formatOption) addFlags(cmd *cobra.Command) {
	addFormatFlag(cmd, &o.name, rowFormats, "table on a terminal, jsonl in a pipe")
}

// addFormatFlag adds --format and its completion.
func addFormatFlag(cmd *cobra.Command, target *string, formats []string, def string) {
	cmd.Flags().StringVarP(target, "format", "f", "", fmt.Sprintf("%s (default: %s)", strings.Join(formats, "|"), def))
	must(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp)))
}

// must is for what only a broken build gets wrong.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// checkFormat fills in the default and refuses names that are none.
func checkFormat(name, def string, formats []string) (string, error) {
	switch {
	case name == "":
		return def, nil
	case !slices.Contains(formats, name):
		return "", withHint(usagef("unknown format %q", name), "--format takes %s", strings.Join(formats, ", "))
	}
	return name, nil
}

// checkChoice refuses a word that is none of a flag's.
func checkChoice(flag, word string, choices []string) error {
	if !slices.Contains(choices, word) {
		return withHint(usagef("%s %q is not known", flag, word), "%s takes %s", flag, strings.Join(choices, ", "))
	}
	return nil
}

// writer starts rows of the given columns on w. Rows are out when it is closed.
func (o *formatOption) writer(w io.Writer, columns ...string) (rowWriter, error) {
	def := "jsonl"
	if isTerminal(w) {
		def = "table"
	}
	format, err := checkFormat(o.name, def, rowFormats)
	if err != nil {
		return nil, err
	}
	switch format {
	case "table":
		return newTableWriter(w, columns), nil
	case "json":
		return &jsonWriter{w: bufio.NewWriter(w), columns: columns, array: true}, nil
	case "jsonl":
		return &jsonWriter{w: bufio.NewWriter(w), columns: columns}, nil
	case "csv":
		return newCSVWriter(w, columns), nil
	case "tsv":
		return newTSVWriter(w, columns), nil
	default:
		return newMarkdownWriter(w, columns), nil
	}
}

// rowWriter takes rows whose values (string, int, int64, float64, bool, nil or a list
// of strings) stand in the order of the columns.
type rowWriter interface {
	Write(row ...any) error
	Close() error
}

// writeRows writes all rows and closes.
func writeRows(w rowWriter, rows [][]any) error {
	for _, row := range rows {
		if err := w.Write(row...); err != nil {
			return err
		}
	}
	return w.Close()
}

// cell is a value as text. Fractions have three places: they are rates.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', 3, 64)
	case []string:
		return strings.Join(v, "; ")
	case interface{ Text() string }: // a cell of an answer
		return v.Text()
	}
	return fmt.Sprint(v)
}

func cells(row []any) []string {
	out := make([]string, len(row))
	for i, v := range row {
		out[i] = cell(v)
	}
	return out
}

// jsonWriter writes an object a line, in an array or without; keys keep the columns'
// order.
type jsonWriter struct {
	w       *bufio.Writer
	columns []string
	array   bool
	n       int
}

func (j *jsonWriter) Write(row ...any) error {
	object, err := jsonObject(j.columns, row)
	if err != nil {
		return err
	}
	j.object(object)
	return nil
}

// object writes a whole row; the buffer keeps its first error for Close.
func (j *jsonWriter) object(object []byte) {
	switch {
	case j.array && j.n == 0:
		j.w.WriteString("[\n")
	case j.array:
		j.w.WriteString(",\n")
	}
	j.n++
	j.w.Write(object)
	if !j.array {
		j.w.WriteByte('\n')
	}
}

func (j *jsonWriter) Close() error {
	switch {
	case j.array && j.n == 0:
		j.w.WriteString("[]\n")
	case j.array:
		j.w.WriteString("\n]\n")
	}
	return j.w.Flush()
}

func jsonObject(columns []string, row []any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, name := range columns {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := jsonValue(name)
		if err != nil {
			return nil, err
		}
		value, err := jsonValue(row[i])
		if err != nil {
			return nil, fmt.Errorf("column %q: %w", name, err)
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// jsonValue is v in JSON with "<", ">" and "&" as they are.
func jsonValue(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// csvWriter writes RFC 4180 with a header and plain line feeds.
type csvWriter struct{ w *csv.Writer }

func newCSVWriter(w io.Writer, columns []string) *csvWriter {
	c := &csvWriter{csv.NewWriter(w)}
	c.w.Write(columns) // its error comes again at Close
	return c
}

func (c *csvWriter) Write(row ...any) error { return c.w.Write(cells(row)) }

func (c *csvWriter) Close() error {
	c.w.Flush()
	return c.w.Error()
}

// tsvWriter writes a header and a line a row, with tabs, line breaks and backslashes
// in values escaped.
type tsvWriter struct{ w *bufio.Writer }

func newTSVWriter(w io.Writer, columns []string) *tsvWriter {
	t := &tsvWriter{bufio.NewWriter(w)}
	t.line(columns)
	return t
}

var tsvEscapes = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func (t *tsvWriter) line(cells []string) {
	for i, c := range cells {
		if i > 0 {
			t.w.WriteByte('\t')
		}
		tsvEscapes.WriteString(t.w, c)
	}
	t.w.WriteByte('\n')
}

func (t *tsvWriter) Write(row ...any) error { t.line(cells(row)); return nil }
func (t *tsvWriter) Close() error           { return t.w.Flush() }

// markdownWriter writes a pipe table, as GitHub reads it.
type markdownWriter struct{ w *bufio.Writer }

func newMarkdownWriter(w io.Writer, columns []string) *markdownWriter {
	m := &markdownWriter{bufio.NewWriter(w)}
	m.line(columns)
	m.w.WriteString("|" + strings.Repeat(" --- |", len(columns)) + "\n")
	return m
}

var markdownEscapes = strings.NewReplacer(`\`, `\\`, "|", `\|`, "\n", "<br>", "\r", "", "<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`")

func (m *markdownWriter) line(cells []string) {
	m.w.WriteByte('|')
	for _, c := range cells {
		m.w.WriteByte(' ')
		markdownEscapes.WriteString(m.w, c)
		m.w.WriteString(" |")
	}
	m.w.WriteByte('\n')
}

func (m *markdownWriter) Write(row ...any) error { m.line(cells(row)); return nil }
func (m *markdownWriter) Close() error           { return m.w.Flush() }

// tableWriter lays rows out for the eye: as wide as the terminal, long texts wrapped.
type tableWriter struct {
	w       io.Writer
	columns []string
	rows    [][]any
}

func newTableWriter(w io.Writer, columns []string) *tableWriter {
	return &tableWriter{w: w, columns: columns}
}

func (t *tableWriter) Write(row ...any) error {
	t.rows = append(t.rows, row)
	return nil
}

func (t *tableWriter) Close() error {
	lines := make([][]string, len(t.rows))
	widths := make([]columnWidth, len(t.columns))
	for i, name := range t.columns {
		widths[i].take(name)
	}
	for n, row := range t.rows {
		lines[n] = make([]string, len(row))
		for i, v := range row {
			lines[n][i] = clean(cell(v))
			widths[i].take(lines[n][i])
		}
	}
	total := tableWidth(t.w)
	if isTerminal(t.w) {
		total -= 2 // the rule below the header runs on under the last column's padding
	}
	fit, prose := fitWidths(widths, total)
	out := ""
	if prose < 0 {
		out = trimLines(t.render(t.columns, lines, t.columnConfigs(fit)))
	} else {
		out = t.proseBelow(lines, fit, prose, total)
	}
	_, err := io.WriteString(t.w, out)
	return err
}

// render lays out rows under a header, or without one where it is nil.
func (t *tableWriter) render(header []string, rows [][]string, configs []table.ColumnConfig) string {
	tw := table.NewWriter()
	style := table.StyleLight
	style.Options = table.OptionsNoBordersAndSeparators
	style.Options.SeparateHeader = true
	style.Format.Header = text.FormatDefault
	style.Box.PaddingLeft = ""
	style.Box.PaddingRight = "  "
	tw.SetStyle(style)
	if header != nil {
		tw.AppendHeader(tableRow(header))
	}
	for _, row := range rows {
		tw.AppendRow(tableRow(row))
	}
	tw.SetColumnConfigs(configs)
	return tw.Render()
}

func tableRow(cells []string) table.Row {
	row := make(table.Row, len(cells))
	for i, c := range cells {
		row[i] = c
	}
	return row
}

// proseBelow lays out every row with its running text below it, over the whole line.
func (t *tableWriter) proseBelow(lines [][]string, fit []int, prose, total int) string {
	without := func(cells []string) []string { return slices.Delete(slices.Clone(cells), prose, prose+1) }
	configs := slices.Delete(t.columnConfigs(fit), prose, prose+1)
	for i := range configs {
		configs[i].Number, configs[i].WidthMin = i+1, configs[i].WidthMax
		if configs[i].AlignHeader == text.AlignDefault {
			configs[i].AlignHeader = text.AlignLeft
		}
	}
	var out strings.Builder
	const indent = "    "
	header := without(t.columns)
	out.WriteString(trimLines(t.render(header, nil, configs)))
	for _, line := range lines {
		out.WriteString(trimLines(t.render(nil, [][]string{without(line)}, configs)))
		if line[prose] == "" {
			continue
		}
		for part := range strings.Lines(text.WrapSoft(line[prose], max(proseColumn, total-len(indent)))) {
			out.WriteString(indent + strings.TrimRight(part, " \n") + "\n")
		}
	}
	return out.String()
}

// columnConfigs wraps columns at their widths and puts numbers to the right.
func (t *tableWriter) columnConfigs(widths []int) []table.ColumnConfig {
	configs := make([]table.ColumnConfig, len(widths))
	for i := range configs {
		configs[i] = table.ColumnConfig{Number: i + 1, WidthMax: widths[i], WidthMaxEnforcer: text.WrapSoft}
		if len(t.rows) > 0 && !slices.ContainsFunc(t.rows, func(row []any) bool { return !isNumber(row[i]) }) {
			configs[i].Align, configs[i].AlignHeader = text.AlignRight, text.AlignRight
		}
	}
	return configs
}

func isNumber(v any) bool {
	switch v.(type) {
	case int, int64, float64:
		return true
	}
	return false
}

// trimLines takes the padding off the ends of lines.
func trimLines(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString(strings.TrimRight(line, " \n"))
		b.WriteByte('\n')
	}
	return b.String()
}

// pageWidth is how wide a table is that no terminal bounds.
const pageWidth = 160

// tableWidth is the number of characters on a line.
func tableWidth(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return pageWidth
}

// columnWidth is what a column's texts would like, in characters.
type columnWidth struct {
	longest int // the longest text
	word    int // the longest word
}

func (c *columnWidth) take(s string) {
	c.longest = max(c.longest, text.StringWidthWithoutEscSequences(s))
	for word := range strings.FieldsSeq(s) {
		c.word = max(c.word, text.StringWidthWithoutEscSequences(word))
	}
}

// proseColumn is the least room for the longest texts; they get a third of the line, too.
// For that, other columns' words are broken: those over 24 characters, as hashes, then
// those over 14, as articles' names. Figures and people stay whole.
const proseColumn = 24

// fitWidths gives each column's width. Where there is too little room beside the others
// for the longest texts, their column's number is prose, and the others share the line;
// else it is -1.
func fitWidths(columns []columnWidth, total int) (fit []int, prose int) {
	fit = []int{}
	longest := 0
	for i, c := range columns {
		if c.longest > columns[longest].longest {
			longest = i
		}
	}
	for _, part := range []int{24, 14} {
		if len(columns) == 0 {
			return fit, -1
		}
		fit = squeeze(columns, total, part)
		if fit[longest] >= min(columns[longest].longest, max(proseColumn, total/3)) && lineWidth(fit) <= total {
			return fit, -1
		}
	}
	if columns[longest].longest <= proseColumn {
		return fit, -1
	}
	others := slices.Delete(slices.Clone(columns), longest, longest+1)
	for part := 24; part >= 14; part-- {
		if fit = squeeze(others, total, part); lineWidth(fit) <= total {
			break
		}
	}
	return slices.Insert(fit, longest, 0), longest
}

// lineWidth is that of a row, with two blanks between columns.
func lineWidth(fit []int) int {
	sum := 2 * (len(fit) - 1)
	for _, n := range fit {
		sum += n
	}
	return sum
}

// squeeze narrows columns until the table fits, always the one whose longest text will
// still take the fewest lines: so rows stay low, and running text gets most room. A
// column keeps its longest word, or so many characters of it.
func squeeze(columns []columnWidth, total, word int) []int {
	fit := make([]int, len(columns))
	for i, c := range columns {
		fit[i] = c.longest
	}
	for sum := lineWidth(fit); sum > total; sum-- {
		best := -1
		for i, c := range columns {
			if fit[i] > min(c.word, word) && (best < 0 || c.longest*(fit[best]-1) < columns[best].longest*(fit[i]-1)) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		fit[best]--
	}
	return fit
}
