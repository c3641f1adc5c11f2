package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"kg/internal/graph"
)

var update = flag.Bool("update", false, "write what commands print into the scripts that compare it")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kg": main})
}

// TestScript runs every testdata/script/<command>_<topic>.txtar. Beside the usual words
// a script has $SEEDS, the folder of articles that come with kg; "exits CODE COMMAND...",
// an exec that checks the exit code; and holddb and freedb, with which the test itself
// keeps a database open for writing.
func TestScript(t *testing.T) {
	seeds, err := filepath.Abs("../../seeds")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       *update,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SEEDS", seeds)
			env.Values[heldKey{}] = new(held)
			env.Defer(func() { env.Values[heldKey{}].(*held).close() })
			return nil
		},
		Condition: func(cond string) (bool, error) {
			return cond == "root" && os.Geteuid() == 0, nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":  exits,
			"holddb": holdDB,
			"freedb": freeDB,
		},
	})
}

// exits runs a command that must end with an exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARGUMENT...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

type heldKey struct{}

// held is a database that the test keeps open.
type held struct{ st *graph.Store }

func (h *held) close() {
	if h.st != nil {
		h.st.Close()
		h.st = nil
	}
}

// holdDB opens a database for writing, as another process would.
func holdDB(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: holddb PATH")
	}
	h := ts.Value(heldKey{}).(*held)
	st, err := graph.Open(context.Background(), ts.MkAbs(args[0]), graph.Options{})
	ts.Check(err)
	h.st = st
}

func freeDB(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Value(heldKey{}).(*held).close()
}
