package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"kg/internal/eval"
)

// runEvalCandidates counts the annotated statements whose ends the articles offer.
func (a *app) runEvalCandidates(ctx context.Context, folders, scopes []string, o *evalOptions) error {
	if o.system != "" || o.entities {
		return usagef("--candidates reads the articles itself: leave --system and --entities out")
	}
	columns := []string{"scope", "name", "gold", "offered", "chosen", "missed", "share_offered", "share_chosen", "share_missed"}
	if o.list > 0 {
		columns = []string{"missed", "article", "s", "p", "o", "start", "end", "written_s", "written_o"}
	}
	w, err := o.writer(a.stdout, columns...)
	if err != nil {
		return err
	}
	workers := (&articleOptions{workers: o.workers}).processors()
	report := new(eval.OfferReport)
	for _, folder := range folders {
		system, err := a.offerSystem(folder)
		if err != nil {
			return err
		}
		if err := report.Score(ctx, os.DirFS(folder), system, workers); err != nil {
			return fmt.Errorf("%q: %w", folder, cause(err))
		}
	}
	if o.list > 0 {
		return writeRows(w, missedExamples(report, o.list))
	}
	return writeRows(w, offerRows(report, scopes))
}

// offerSystem says what kg finds in the articles of a folder.
func (a *app) offerSystem(folder string) (eval.OfferSystem, error) {
	if err := checkFolder(folder); err != nil {
		return nil, err
	}
	x, err := a.extractor()
	if err != nil {
		return nil, err
	}
	step := a.evalProgress(folder)
	read := eval.ArticleOffers(os.DirFS(folder), x)
	return func(ctx context.Context, name string, gold []eval.Statement) ([]eval.Offered, error) {
		defer step()
		return read(ctx, name, gold)
	}, nil
}

// offerRows are the figures: of groups, then of reasons why statements are missed, then in
// total.
func offerRows(report *eval.OfferReport, scopes []string) [][]any {
	var rows [][]any
	all := report.Rows(scopes...)
	totals := slices.IndexFunc(all, func(r eval.OfferRow) bool { return r.Scope == "total" })
	for _, r := range all[:totals] {
		rows = append(rows, offerRow(r))
	}
	for _, m := range report.Missed() { // without a gold statement there is no reason
		n := len(m.Statements)
		rows = append(rows, []any{"missed", m.Name, nil, nil, nil, n, nil, nil, float64(n) / float64(report.Lenient.Gold)})
	}
	for _, r := range all[totals:] {
		rows = append(rows, offerRow(r))
	}
	return rows
}

func offerRow(r eval.OfferRow) []any {
	offered, chosen := r.Shares()
	missed := r.Gold - r.Chosen
	return []any{r.Scope, r.Name, r.Gold, r.Offered, r.Chosen, missed, offered, chosen, float64(missed) / float64(max(r.Gold, 1))}
}

// missedExamples are the first n statements of each reason.
func missedExamples(report *eval.OfferReport, n int) [][]any {
	var rows [][]any
	for _, m := range report.Missed() {
		for _, o := range m.Statements[:min(n, len(m.Statements))] {
			g := &o.Statement
			rows = append(rows, []any{m.Name, o.Article, g.S, g.P, g.O, g.Start, g.End, o.WrittenSubject, o.WrittenObject})
		}
	}
	return rows
}
