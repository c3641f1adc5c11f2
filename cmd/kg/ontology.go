package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/extract"
	"kg/internal/graph"
	"kg/internal/ontology"
)

func newOntologyCommand(a *app) *cobra.Command {
	var o formatOption
	cmd := &cobra.Command{
		Use:   "ontology",
		Short: "List, show, check or test the relations",
		Long: `List, show, check or test the relations that kg can state. --ontology FILE lays a file of
one's own over them.`,
		Example: `  kg ontology
  kg ontology show holds-office
  kg ontology check my.yaml
  kg ontology test my.yaml`,
		Args: args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return a.listRelations(&o) },
	}
	o.addFlags(cmd)
	cmd.AddCommand(
		newOntologyListCommand(a), newOntologyShowCommand(a),
		newOntologyCheckCommand(a), newOntologyTestCommand(a),
	)
	return cmd
}

func newOntologyListCommand(a *app) *cobra.Command {
	var o formatOption
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the relations with what they mean",
		Long: `List the relations with what they join, what they mean, and how many rules, words that
trigger these, and examples they have. A relation without rules is found by the
program's own constructions and by the model.`,
		Example: `  kg ontology list
  kg ontology list --format tsv
  kg ontology list --ontology my.yaml`,
		Args: args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return a.listRelations(&o) },
	}
	o.addFlags(cmd)
	return cmd
}

func (a *app) listRelations(o *formatOption) error {
	ont, err := a.explained()
	if err != nil {
		return err
	}
	w, err := o.writer(a.stdout, "relation", "subject", "object", "means", "rules", "words", "examples")
	if err != nil {
		return err
	}
	for _, r := range ont.Relations() {
		err := w.Write(r.Name, strings.Join(r.Subject, ", "), strings.Join(r.Ends(), ", "), r.Means,
			len(ont.RulesOf(r.Name)), len(ont.Triggers(r.Name)), len(r.Examples))
		if err != nil {
			return err
		}
	}
	return w.Close()
}

// relationFormats are the forms in which a relation is shown.
var relationFormats = []string{"yaml", "markdown"}

func newOntologyShowCommand(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "show RELATION...",
		Short: "Print relations with their rules and examples",
		Long: `Print relations with their classes, qualifiers, rules, words and examples, and what they
are easily confused with. The YAML of one can be changed and given to --ontology.`,
		Example: `  kg ontology show holds-office
  kg ontology show opposes > my.yaml
  kg ontology show --format markdown is-a part-of located-in`,
		Args:              args(cobra.MinimumNArgs(1)),
		ValidArgsFunction: a.completeRelations,
		RunE:              func(_ *cobra.Command, names []string) error { return a.showRelations(names, format) },
	}
	addFormatFlag(cmd, &format, relationFormats, "yaml")
	return cmd
}

// completeRelations offers the names of relations that are not there yet.
func (a *app) completeRelations(_ *cobra.Command, have []string, _ string) ([]string, cobra.ShellCompDirective) {
	ont, err := a.explained()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var out []string
	for _, r := range ont.Relations() {
		if !slices.Contains(have, r.Name) {
			out = append(out, cobra.CompletionWithDesc(r.Name, r.Means))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) showRelations(names []string, format string) error {
	format, err := checkFormat(format, "yaml", relationFormats)
	if err != nil {
		return err
	}
	ont, err := a.explained()
	if err != nil {
		return err
	}
	relations, err := findRelations(ont, names)
	if err != nil {
		return err
	}
	return a.writeOutput("", func(w io.Writer) error {
		if format == "yaml" {
			return ont.WriteYAML(w, relations...)
		}
		return ont.WriteMarkdown(w, relations...)
	})
}

// findRelations are the relations of these names.
func findRelations(ont *ontology.Ontology, names []string) ([]*ontology.Relation, error) {
	out := make([]*ontology.Relation, len(names))
	for i, name := range names {
		var err error
		if out[i], err = findRelation(ont, name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// findRelation is the relation of a name or a label.
func findRelation(ont *ontology.Ontology, name string) (*ontology.Relation, error) {
	if r := ont.Relation(name); r != nil {
		return r, nil
	}
	var near []string
	for _, r := range ont.Relations() {
		if r.Label == name {
			return r, nil
		}
		if strings.Contains(r.Name, name) || strings.Contains(name, r.Name) {
			near = append(near, r.Name)
		}
	}
	err := usagef("no relation %q", name)
	if len(near) > 0 {
		return nil, withHint(err, "there are %s", strings.Join(near, ", "))
	}
	return nil, withHint(err, "kg ontology lists them")
}

func newOntologyCheckCommand(a *app) *cobra.Command {
	var o formatOption
	cmd := &cobra.Command{
		Use:   "check [FILE...]",
		Short: "Name all mistakes of ontology files",
		Long: `Name all mistakes of ontology files of one's own, with file and line; each is checked on
top of the ontology of kg. Without a file the ontology of kg itself is checked.`,
		Example: `  kg ontology check my.yaml
  kg ontology check --format tsv *.yaml`,
		RunE: func(_ *cobra.Command, files []string) error { return a.checkOntology(files, &o) },
	}
	o.addFlags(cmd)
	return cmd
}

func (a *app) checkOntology(files []string, o *formatOption) error {
	if _, err := checkFormat(o.name, "table", rowFormats); err != nil {
		return err
	}
	var faults ontology.Faults // of the last file that has any
	base, err := a.explained()
	switch {
	case errors.As(err, &faults):
		return a.writeFaults(o, faults)
	case err != nil:
		return err
	case len(files) == 0:
		a.logf("the ontology is in order: %s", wholeSuite(base).size())
		return nil
	}
	var all ontology.Faults
	var unread error
	for _, file := range files {
		own, err := ownSuite(base, file)
		switch {
		case errors.As(err, &faults):
			all = append(all, faults...)
		case err != nil:
			a.fail(err)
			unread = errReported
		default:
			a.logf("%q is in order: %s", file, own.size())
		}
	}
	return worst(a.writeFaults(o, all), unread)
}

// writeFaults lists what is wrong with ontology files, if anything is.
func (a *app) writeFaults(o *formatOption, faults ontology.Faults) error {
	if len(faults) == 0 {
		return nil
	}
	w, err := o.writer(a.stdout, "file", "line", "fault")
	if err != nil {
		return err
	}
	for _, f := range faults {
		if err := w.Write(f.File, f.Line, f.Reason); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	a.logf("%s", count(len(faults), "mistake", "mistakes"))
	return errReported
}

type ontologyTestOptions struct {
	formatOption
	confidenceOption
	relations []string
}

func newOntologyTestCommand(a *app) *cobra.Command {
	var o ontologyTestOptions
	cmd := &cobra.Command{
		Use:   "test [FILE...]",
		Short: "Read the examples of relations, and tell what is missing or wrong",
		Long: `Read the examples of ontology files, or those of all relations where no file is named,
and tell which statements are missing and which are wrong. An example that is marked
unsure may fail.`,
		Example: `  kg ontology test
  kg ontology test my.yaml
  kg ontology test --ontology my.yaml
  kg ontology test --relation opposes --relation accused`,
		RunE: func(cmd *cobra.Command, files []string) error { return a.testOntology(cmd.Context(), files, &o) },
	}
	o.formatOption.addFlags(cmd)
	o.confidenceOption.addFlags(cmd, graph.DefaultConfidence)
	cmd.Flags().StringArrayVar(&o.relations, "relation", nil, "test this `relation` alone, several times for several")
	must(cmd.RegisterFlagCompletionFunc("relation", func(cmd *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
		return a.completeRelations(cmd, o.relations, word)
	}))
	return cmd
}

func (a *app) testOntology(ctx context.Context, files []string, o *ontologyTestOptions) error {
	if err := o.confidenceOption.check(); err != nil {
		return err
	}
	w, err := o.writer(a.stdout, "relation", "where", "result", "text")
	if err != nil {
		return err
	}
	suites, err := a.suites(files)
	if err != nil {
		return err
	}
	var sum tally
	for _, s := range suites {
		n, err := a.runSuite(ctx, s, o, w)
		if err != nil {
			return err
		}
		sum.done += n.done
		sum.failed += n.failed
	}
	if err := w.Close(); err != nil {
		return err
	}
	switch {
	case sum.failed > 0:
		a.logf("%d of %d examples failed", sum.failed, sum.failed+sum.done)
		return errReported
	case sum.done == 0:
		a.logf("there are no examples")
	}
	return nil
}

// suite is an ontology with the relations whose examples are read by it.
type suite struct {
	ont       *ontology.Ontology
	relations []*ontology.Relation
	file      string // whose examples alone are meant, "" for all
}

// wholeSuite is that of all examples of an ontology.
func wholeSuite(ont *ontology.Ontology) suite {
	return suite{ont: ont, relations: ont.Relations()}
}

// ownSuite lays a file over an ontology, and gives the relations that it defines or has
// examples of.
func ownSuite(base *ontology.Ontology, file string) (suite, error) {
	ont, err := layOver(base, file)
	if err != nil {
		return suite{}, err
	}
	s := suite{ont: ont, file: file}
	for _, r := range ont.Relations() {
		if r.File == file || len(s.examples(r)) > 0 {
			s.relations = append(s.relations, r)
		}
	}
	return s, nil
}

// examples are those of a relation that belong to the suite.
func (s suite) examples(r *ontology.Relation) []ontology.Example {
	return slices.DeleteFunc(slices.Clone(r.Examples), func(e ontology.Example) bool { return s.file != "" && e.File != s.file })
}

// size tells what the suite holds: a file's own relations, rules and examples.
func (s suite) size() string {
	relations, examples, rules := 0, 0, 0
	for _, r := range s.relations {
		if s.file == "" || r.File == s.file {
			relations++
		}
		examples += len(s.examples(r))
	}
	for _, r := range s.ont.Rules() {
		if s.file == "" || r.File == s.file {
			rules++
		}
	}
	return fmt.Sprintf("%s, %s, %s", count(relations, "relation", "relations"),
		count(rules, "rule", "rules"), count(examples, "example", "examples"))
}

// suites are those of files, or of the whole ontology where there are none.
func (a *app) suites(files []string) ([]suite, error) {
	base, err := a.explained()
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return []suite{wholeSuite(base)}, nil
	}
	var out []suite
	for _, file := range files {
		s, err := ownSuite(base, file)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// runSuite writes what becomes of the examples of a suite, and counts them.
func (a *app) runSuite(ctx context.Context, s suite, o *ontologyTestOptions, w rowWriter) (n tally, err error) {
	only, err := findRelations(s.ont, o.relations)
	if err != nil {
		return n, err
	}
	x, err := a.extractorBy(s.ont)
	if err != nil {
		return n, err
	}
	sure := sureExtractor{x, o.minConfidence}
	for _, r := range s.relations {
		if len(only) > 0 && !slices.Contains(only, r) {
			continue
		}
		for _, e := range s.examples(r) {
			readings, err := sure.Extract(ctx, extract.Input{Text: e.Text, Date: e.Date})
			if err != nil {
				return n, err
			}
			result := exampleResult(&e, r, readings)
			switch {
			case result == passed:
				n.done++
			case e.Unsure:
				n.done++
				result = "unsure: " + result
			default:
				n.failed++
			}
			if err := w.Write(r.Name, fmt.Sprintf("%s:%d", e.File, e.Line), result, e.Text); err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

// exampleResult is "ok", or what is missing and what is wrong.
func exampleResult(e *ontology.Example, r *ontology.Relation, readings []ontology.Reading) string {
	missing, wrong := e.Compare(r, readings)
	var parts []string
	for _, s := range missing {
		parts = append(parts, "missing "+s.String())
	}
	for _, s := range wrong {
		parts = append(parts, "wrong "+s.String())
	}
	return cmp.Or(strings.Join(parts, "; "), passed)
}

// hintFaults tells how to see all mistakes of a file.
func hintFaults(err error, file string) error {
	var faults ontology.Faults
	if errors.As(err, &faults) && len(faults) > 1 {
		return withHint(err, "kg ontology check %s lists them all", file)
	}
	return err
}
