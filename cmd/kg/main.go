// Command kg reads news articles and keeps what they state as a graph that answers
// questions, each answer with its sentence.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the whole program with the operating system's part in its arguments; it
// returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := newApp(args, stdin, stdout, stderr)
	root := newRootCommand(a)
	root.SetArgs(args)
	// A second Ctrl-C ends the program even if something does not heed the first.
	defer context.AfterFunc(ctx, stop)()
	return report(stderr, ctx, root.ExecuteContext(ctx))
}
