package main

import (
	"context"

	"github.com/spf13/cobra"

	"kg/internal/graph"
)

func newVerifyCommand(a *app) *cobra.Command {
	var o formatOption
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check that the database is whole",
		Long: `Check that the database is whole: every index agrees with every other, nothing points
to what is not there, every quote stands in its article's text.`,
		Example: "  kg verify",
		Args:    args(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runVerify(cmd.Context(), &o) },
	}
	o.addFlags(cmd)
	return cmd
}

func (a *app) runVerify(ctx context.Context, o *formatOption) error {
	if _, err := checkFormat(o.name, "table", rowFormats); err != nil {
		return err
	}
	return a.reading(ctx, func(st *graph.Store) error {
		faults, err := st.Verify(ctx)
		if err != nil {
			return err
		}
		if len(faults) == 0 {
			a.logf("%q is whole", a.dbPath())
			return nil
		}
		w, err := o.writer(a.stdout, "where", "fault")
		if err != nil {
			return err
		}
		for _, f := range faults {
			if err := w.Write(f.Where, f.Reason); err != nil {
				return err
			}
		}
		if err := w.Close(); err != nil {
			return err
		}
		a.logf("%d faults in %q", len(faults), a.dbPath())
		return errReported
	})
}
