package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is kg's own; it is recorded with each run in the graph.
const version = "0.1.0"

const rootLong = `kg reads news articles and keeps what they state as a graph: who holds which
office, who trades with whom and by how much, who met, signed, joined. Every answer
comes with the sentence that says it. It works offline.

The database is the folder kg.db here, unless --db or KG_DB names another.
Results go to standard output, everything else to standard error.

Exit codes: 0 done; 1 failed; 2 the command was not understood; 3 done in part,
some articles were not read; 130 interrupted.`

const rootExample = `  kg ingest articles/
  kg query who-holds-office
  kg query trades-with place=Guangdong --format csv
  kg show "Zhang Jingsong"`

func newRootCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:           "kg",
		Short:         "News articles in, answers with their sentences out",
		Long:          rootLong,
		Example:       rootExample,
		Version:       versionText(),
		SilenceErrors: true,
		SilenceUsage:  true,

		SuggestionsMinimumDistance: 2,
		Args:                       unknownCommand,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SetIn(a.stdin)
	cmd.SetOut(a.stdout)
	cmd.SetErr(a.stderr)
	cmd.SetVersionTemplate("{{.Version}}\n")
	cmd.SetFlagErrorFunc(flagError)
	cmd.PersistentFlags().StringVar(&a.db, "db", "", `database folder, or ":memory:" (default "kg.db" or KG_DB)`)
	cmd.PersistentFlags().StringArrayVar(&a.ontologyFiles, "ontology", nil, "`file` that adds to the ontology or switches parts off; several times for several")
	cmd.PersistentFlags().StringVar(&a.model, "model", "full", "model of relations that reads beside the rules: full, fast or none")
	cmd.PersistentFlags().BoolVar(&a.fast, "fast", false, "read twice as fast and find less: --model fast")
	must(cmd.RegisterFlagCompletionFunc("model", cobra.FixedCompletions(models, cobra.ShellCompDirectiveNoFileComp)))
	cmd.AddCommand(
		newInitCommand(a), newIngestCommand(a),
		newQueryCommand(a), newQueriesCommand(a), newSearchCommand(a), newShowCommand(a), newGizmoCommand(a),
		newExtractCommand(a), newAnnotateCommand(a),
		newExportCommand(a), newImportCommand(a), newLinkCommand(a), newForgetCommand(a),
		newStatsCommand(a), newVerifyCommand(a), newEvalCommand(a), newOntologyCommand(a),
	)
	return cmd
}

func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := usagef("unknown command %q", args[0])
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return withHint(err, "did you mean %q?", near[0])
	}
	return withHint(err, `"kg --help" lists the commands`)
}

// flagError adds what most often is meant by a flag that does not exist.
func flagError(cmd *cobra.Command, err error) error {
	return withHint(&usageError{err}, `"%s --help" lists the flags; a file whose name starts with "-" goes after "--"`, cmd.CommandPath())
}

// args makes a mistake in the number of arguments a usage error with a hint.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return withHint(&usageError{err}, "usage: %s", cmd.UseLine())
		}
		return nil
	}
}

// versionText is what --version prints.
func versionText() string {
	return "kg " + buildVersion() + " " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
}

// buildVersion names the version, and the revision where the build knows it; "+" marks
// a build from edited files.
func buildVersion() string {
	revision, edited := buildRevision()
	switch {
	case revision == "":
		return version
	case edited:
		revision += "+"
	}
	return fmt.Sprintf("%s (%s)", version, revision)
}

// buildRevision is the revision that the program was built from, if the build knows it,
// and whether files had been edited.
func buildRevision() (revision string, edited bool) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", false
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			revision = s.Value[:12]
		case s.Key == "vcs.modified":
			edited = s.Value == "true"
		}
	}
	return revision, edited
}
