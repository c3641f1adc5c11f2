package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"kg/internal/extract"
	"kg/internal/graph"
	"kg/internal/ontology"
)

// confidenceOption is --min-confidence of the commands that show what articles state.
type confidenceOption struct {
	minConfidence float64
}

func (o *confidenceOption) addFlags(cmd *cobra.Command, def float64) {
	cmd.Flags().Float64Var(&o.minConfidence, "min-confidence", def,
		"leave out what is less sure than `F`, from 0 for everything to 1; what is 0.8 sure is right 8 times in 10")
	must(cmd.RegisterFlagCompletionFunc("min-confidence",
		cobra.FixedCompletions([]string{"0", "0.4", "0.8"}, cobra.ShellCompDirectiveNoFileComp)))
}

func (o *confidenceOption) check() error {
	if !(o.minConfidence >= 0 && o.minConfidence <= 1) { // not for NaN either
		return usagef("--min-confidence %v: must be from 0 to 1", o.minConfidence)
	}
	return nil
}

// lessSure counts what a command left out as less sure, and says how to see it.
func lessSure(n int, what string) string {
	if n == 1 {
		return fmt.Sprintf("1 less sure %s: --min-confidence 0", what)
	}
	return fmt.Sprintf("%d less sure %ss: --min-confidence 0", n, what)
}

// hintLessSure says of an answer without rows that there are some less sure ones, if so. The
// answer is whole without the hint, so that a failure on the way to it is none.
func (a *app) hintLessSure(ctx context.Context, st *graph.Store, q *graph.Query, params map[string]string, opts graph.QueryOptions) bool {
	opts.MinConfidence = 0
	res, err := st.Query(ctx, q, params, opts)
	if err != nil || len(res.Rows) == 0 {
		return false
	}
	a.logf("no row is sure enough; %s", lessSure(len(res.Rows), "row"))
	return true
}

// sureExtractor passes on readings that are sure enough.
type sureExtractor struct {
	*extract.Extractor
	minConfidence float64
}

// Extract implements ingest.Extractor.
func (x sureExtractor) Extract(ctx context.Context, in extract.Input) ([]ontology.Reading, error) {
	readings, err := x.Extractor.Extract(ctx, in)
	return slices.DeleteFunc(readings, func(r ontology.Reading) bool { return r.Confidence < x.minConfidence }), err
}

// Cover implements ingest.Coverer.
func (x sureExtractor) Cover(ctx context.Context, in extract.Input, minConfidence float64) ([]ontology.Reading, extract.Coverage, error) {
	return x.Extractor.Cover(ctx, in, max(minConfidence, x.minConfidence))
}
