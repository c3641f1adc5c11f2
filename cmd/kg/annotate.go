package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"kg/internal/article"
	"kg/internal/extract"
	"kg/internal/ingest"
	"kg/internal/nlp"
)

type annotateOptions struct {
	articleOptions
	stage  string
	format string
	lines  bool
	output string
}

// stages are the products that can be printed.
var stages = []string{"tokens", "entities", "mentions", "coreference", "clauses", "statements"}

var annotationFormats = []string{"json", "conllu", "tsv"}

func newAnnotateCommand(a *app) *cobra.Command {
	var o annotateOptions
	cmd := &cobra.Command{
		Use:   "annotate PATH...",
		Short: "Print what a stage of reading decides about texts",
		Long: `Print what a stage of reading decides about texts: tokens (with norms); entities
(tags, lemmas, the tree of each sentence, names and amounts); mentions (names as
extraction mends them, titles trimmed off); coreference (which names, pronouns and nouns
stand for the same one); clauses (who did what to whom, when, where); statements (as "kg
extract" does).

JSON is a document a line in spaCy's layout (Doc.from_json reads it), CoNLL-U that of
Universal Dependencies; clauses are a line each, as a table with columns for document,
confidence, subject, relation, object and further arguments. Texts of any language are taken as they are.`,
		Example: `  kg annotate article.txt
  kg annotate --stage tokens --format tsv article.txt
  echo "Ann Lee met Bo Chen in Oslo." | kg annotate --format conllu -
  kg annotate --lines sentences.txt
  kg annotate --stage clauses --format tsv article.txt
  kg annotate --stage coreference --format tsv article.txt`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.runAnnotate(cmd.Context(), args, &o) },
	}
	o.addFlags(cmd)
	addFormatFlag(cmd, &o.format, annotationFormats, "json")
	cmd.Flags().StringVar(&o.stage, "stage", "entities", "tokens|entities|mentions|coreference|clauses|statements")
	must(cmd.RegisterFlagCompletionFunc("stage", cobra.FixedCompletions(stages, cobra.ShellCompDirectiveNoFileComp)))
	cmd.Flags().BoolVar(&o.lines, "lines", false, "take each line of the files as a document of its own")
	cmd.Flags().StringVarP(&o.output, "output", "o", "", "`file` to write, instead of standard output")
	return cmd
}

func (a *app) runAnnotate(ctx context.Context, args []string, o *annotateOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.stage == "statements" {
		return a.annotateStatements(ctx, args, o)
	}
	texts, err := a.texts(ctx, args, o)
	if err != nil {
		return err
	}
	header, read, err := a.annotator(o)
	if err != nil {
		return err
	}
	var count tally
	err = a.writeOutput(o.output, func(w io.Writer) error {
		if o.format == "tsv" {
			if _, err := io.WriteString(w, header); err != nil {
				return err
			}
		}
		for res := range annotateAll(ctx, read, texts, o) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if res.err != nil {
				a.fail(res.err)
				count.failed++
				continue
			}
			count.done++
			if _, err := w.Write(res.text); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	return cmp.Or(err, count.err())
}

// check checks the words of the command.
func (o *annotateOptions) check() error {
	if err := checkChoice("--stage", o.stage, stages); err != nil {
		return err
	}
	format, err := checkFormat(o.format, "json", annotationFormats)
	if err != nil {
		return err
	}
	o.format = format
	if format == "conllu" && o.stage != "tokens" && o.stage != "entities" {
		return usagef("--stage %s has no CoNLL-U form", o.stage)
	}
	return nil
}

// annotator gives what prints a document of the stage in the format, and the head of a
// table of them.
func (a *app) annotator(o *annotateOptions) (header string, read readDocument, err error) {
	if o.stage == "clauses" {
		x, err := a.extractor()
		if err != nil {
			return "", nil, err
		}
		write := map[string]func(io.Writer, string, []extract.Proposition) error{
			"json": extract.WritePropositionsJSONL, "tsv": extract.WritePropositionsTSV,
		}[o.format]
		return extract.PropositionHeader, func(ctx context.Context, w io.Writer, d document) error {
			props, err := x.Propositions(ctx, extract.Input{Text: d.text})
			if err != nil {
				return err
			}
			return write(w, d.id, props)
		}, nil
	}
	pipe, err := a.pipeline()
	if err != nil {
		return "", nil, err
	}
	if reader := nameStages[o.stage]; reader != nil {
		x, err := a.extractor()
		if err != nil {
			return "", nil, err
		}
		header, read := reader(x, pipe, o.format)
		return header, read, nil
	}
	decide := pipe.Annotate
	if o.stage == "tokens" {
		decide = pipe.Tokenize
	}
	write := map[string]func(io.Writer, *nlp.Doc) error{
		"json": nlp.WriteJSON, "conllu": nlp.WriteCoNLLU, "tsv": nlp.WriteTSV,
	}[o.format]
	return nlp.TSVHeader, func(ctx context.Context, w io.Writer, d document) error {
		doc, err := decide(ctx, d.text)
		if err != nil {
			return err
		}
		doc.ID = d.id
		return write(w, doc)
	}, nil
}

// annotateStatements is kg extract in the formats of annotate.
func (a *app) annotateStatements(ctx context.Context, args []string, o *annotateOptions) error {
	if o.lines {
		return usagef("--lines goes with every stage but statements")
	}
	if o.output != "" {
		return usagef("--output goes with every stage but statements")
	}
	format := map[string]string{"json": "jsonl", "tsv": "tsv"}[o.format]
	return a.runExtract(ctx, args, &extractOptions{articleOptions: o.articleOptions, format: format, force: true})
}

// document is a text to be annotated.
type document struct{ id, text, place string }

// readDocument prints what a stage decides about a document.
type readDocument func(ctx context.Context, w io.Writer, d document) error

// annotated is a document's annotations as they are printed, or why it has none.
type annotated struct {
	text []byte
	err  error
}

func annotateAll(ctx context.Context, read readDocument, texts iter.Seq2[document, error], o *annotateOptions) iter.Seq[annotated] {
	type item struct {
		document
		err error
	}
	items := func(yield func(item) bool) {
		for d, err := range texts {
			if !yield(item{d, err}) {
				return
			}
		}
	}
	return ingest.Map(ctx, o.processors(), items, func(ctx context.Context, it item) annotated {
		if it.err != nil {
			return annotated{err: it.err}
		}
		var out bytes.Buffer
		if err := read(ctx, &out, it.document); err != nil {
			return annotated{err: fmt.Errorf("%s: %w", it.place, err)}
		}
		return annotated{text: out.Bytes()}
	})
}

// texts are the articles, or with --lines the lines of all files, numbered from 1 in
// each file.
func (a *app) texts(ctx context.Context, args []string, o *annotateOptions) (iter.Seq2[document, error], error) {
	if o.lines {
		paths, err := a.paths(args, &o.articleOptions)
		if err != nil {
			return nil, err
		}
		return a.lines(paths), nil
	}
	o.read.UTF8 = true // offsets are those of Python's bytes.decode("utf-8", "replace")
	articles, err := a.eachArticle(ctx, args, &o.articleOptions)
	if err != nil {
		return nil, err
	}
	return func(yield func(document, error) bool) {
		for art, err := range articles {
			if !yield(document{art.ID, art.Text, strconv.Quote(art.Path)}, err) {
				return
			}
		}
	}, nil
}

func (a *app) lines(paths []string) iter.Seq2[document, error] {
	return func(yield func(document, error) bool) {
		for _, name := range paths {
			if !a.fileLines(name, yield) {
				return
			}
		}
	}
}

// maxLineBytes bounds a line: one of the longest text that is annotated fits.
const maxLineBytes = 4*nlp.MaxRunes + 2

func (a *app) fileLines(name string, yield func(document, error) bool) bool {
	var r io.Reader = a.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return yield(document{}, err)
		}
		defer f.Close()
		r = f
	}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, maxLineBytes)
	line := 0
	for sc.Scan() {
		line++
		text := article.DecodeUTF8(bytes.TrimSuffix(sc.Bytes(), []byte("\r")))
		if !yield(document{strconv.Itoa(line), text, fmt.Sprintf("%q:%d", name, line)}, nil) {
			return false
		}
	}
	switch err := sc.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return yield(document{}, fmt.Errorf("%q:%d: %w", name, line+1, nlp.ErrTooLong))
	case err != nil:
		return yield(document{}, fmt.Errorf("%q: %w", name, cause(err)))
	}
	return true
}
