package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"kg/internal/eval"
)

type evalOptions struct {
	formatOption
	system  string
	by      []string
	workers int

	entities   bool
	candidates bool
	list       int
}

func newEvalCommand(a *app) *cobra.Command {
	var o evalOptions
	cmd := &cobra.Command{
		Use:   "eval GOLDDIR...",
		Short: "Score extraction against annotated articles",
		Long: `Score extraction against annotated articles: NAME.txt with NAME.meta.json is read and
compared with NAME.jsonl. Strict figures want both ends equal (after folding case,
accents and punctuation), lenient ones half of their words; qualifiers, evidence and
core count on leniently matched statements.

--candidates asks what the sentences offer instead: of how many statements both ends
are among the wordings that kg chooses from ("offered"), and of how many in the one
that it would write ("chosen"); and what the others lack.`,
		Example: `  kg eval seeds/
  kg eval seeds/ --by predicate,article
  kg extract --out out/ seeds/ && kg eval seeds/ --system out/
  kg eval --candidates --by total seeds/
  kg eval --candidates --list 5 seeds/`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runEval(cmd.Context(), args, &o) },
	}
	o.addFlags(cmd)
	cmd.Flags().StringVar(&o.system, "system", "", "score the statements in this `folder` (NAME.jsonl) instead of extracting")
	must(cmd.MarkFlagDirname("system"))
	cmd.Flags().StringSliceVar(&o.by, "by", []string{"predicate"}, "also figures by predicate, source (letters that a name begins with), article; or total for none")
	must(cmd.RegisterFlagCompletionFunc("by", cobra.FixedCompletions(append([]string{"total"}, eval.Scopes...), cobra.ShellCompDirectiveNoFileComp)))
	cmd.Flags().BoolVar(&o.entities, "entities", false, "score names instead: paths are files in the form of CoNLL04 or folders in that of re3d")
	cmd.Flags().BoolVar(&o.candidates, "candidates", false, "count the statements whose ends the articles offer, whatever is made of them")
	cmd.Flags().IntVar(&o.list, "list", 0, "with --candidates: list the first `N` statements of each kind that is missed, instead of figures")
	cmd.Flags().IntVar(&o.workers, "workers", 0, "articles read beside each other (default: as many as processors)")
	return cmd
}

func (a *app) runEval(ctx context.Context, folders []string, o *evalOptions) error {
	if o.list < 0 || o.list > 0 && !o.candidates {
		return usagef("--list %d: wants --candidates and a number from 1", o.list)
	}
	if o.entities && !o.candidates {
		return a.runEvalEntities(ctx, folders, o)
	}
	var scopes []string
	for _, by := range o.by {
		if err := checkChoice("--by", by, append([]string{"total"}, eval.Scopes...)); err != nil {
			return err
		}
		if by != "total" {
			scopes = append(scopes, by)
		}
	}
	if o.candidates {
		return a.runEvalCandidates(ctx, folders, scopes, o)
	}
	w, err := o.writer(a.stdout, "scope", "name", "gold", "system", "right", "precision", "recall", "f1")
	if err != nil {
		return err
	}
	workers := (&articleOptions{workers: o.workers}).processors()
	report := new(eval.Report)
	for _, folder := range folders {
		system, err := a.system(folder, o)
		if err != nil {
			return err
		}
		if err := report.Score(ctx, os.DirFS(folder), system, workers); err != nil {
			return fmt.Errorf("%q: %w", folder, cause(err))
		}
	}
	for _, r := range report.Rows(scopes...) {
		row := []any{r.Scope, r.Name, r.Gold, r.System, r.Right, r.Precision, r.Recall, r.F1}
		if r.Name == "evidence" || r.Name == "core" { // they have a recall alone
			row[3], row[5], row[7] = nil, nil, nil
		}
		if err := w.Write(row...); err != nil {
			return err
		}
	}
	return w.Close()
}

// system gives the statements to be scored: those of a folder, or what kg reads.
func (a *app) system(folder string, o *evalOptions) (eval.System, error) {
	for _, dir := range []string{folder, o.system} {
		if dir == "" {
			continue
		}
		if err := checkFolder(dir); err != nil {
			return nil, err
		}
	}
	if o.system != "" {
		return eval.Folder(os.DirFS(o.system)), nil
	}
	x, err := a.extractor()
	if err != nil {
		return nil, err
	}
	step := a.evalProgress(folder)
	read := eval.Articles(os.DirFS(folder), x)
	return func(ctx context.Context, name string) ([]eval.Statement, error) {
		defer step()
		return read(ctx, name)
	}, nil
}

// evalProgress shows how many articles of a folder have been read; step counts one more,
// from any goroutine.
func (a *app) evalProgress(folder string) (step func()) {
	bar := a.newProgress()
	if names, err := eval.Names(os.DirFS(folder)); err == nil { // else the score tells
		bar.start(len(names))
	}
	return bar.step
}

// checkFolder refuses what is no folder.
func checkFolder(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = usagef("%q is not a folder", dir)
	}
	return err
}
