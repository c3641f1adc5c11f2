package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// A script that is not ours can loop for ever, fill the memory or overflow the stack,
// and neither Go nor the JavaScript engine can be stopped from within in every case. So
// kg runs itself again: the child does the whole command, takes limits on itself when
// the script's turn comes, and what kills it does not reach the user as a stack trace.

// childEnv marks the child process.
const childEnv = "KG_CHILD"

// limitOptions bound a script that is not ours.
type limitOptions struct {
	timeout time.Duration
	memory  int // MiB
}

func (o *limitOptions) addFlags(cmd *cobra.Command) {
	cmd.Flags().DurationVar(&o.timeout, "timeout", 30*time.Second, "time that a script of your own may take")
	cmd.Flags().IntVar(&o.memory, "memory", 1024, "memory that it may take, in `MiB`")
}

func (a *app) isChild() bool { return os.Getenv(childEnv) != "" }

// limit is called in the child just before the script runs.
func (a *app) limit(ctx context.Context, o *limitOptions) (context.Context, context.CancelFunc) {
	a.limited.Do(func() {
		bytes := int64(o.memory) << 20
		debug.SetMemoryLimit(usedMemory() + bytes) // collect garbage before the hard limit
		limitProcess(bytes, o.timeout)
	})
	// The script may sit in a loop of the engine that heeds nothing.
	hard := time.AfterFunc(o.timeout+hardGrace, func() {
		fmt.Fprintf(a.stderr, "kg: %s\n", timeoutText(o))
		os.Exit(exitFailure)
	})
	ctx, cancel := context.WithTimeoutCause(ctx, o.timeout, errors.New(timeoutText(o)))
	return ctx, func() { cancel(); hard.Stop() }
}

// hardGrace is how long a script may take to notice that its time is over.
const hardGrace = time.Second

func timeoutText(o *limitOptions) string {
	return fmt.Sprintf("the script was stopped after %v (--timeout)", o.timeout)
}

// runChild runs this very command in a child process.
func (a *app) runChild(ctx context.Context, o *limitOptions) error {
	if o.timeout <= 0 || o.memory <= 0 {
		return usagef("--timeout and --memory must be positive")
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("run the script in a process of its own: %w", err)
	}
	var said crashFilter
	said.out = a.stderr
	cmd := exec.CommandContext(ctx, program)
	cmd.Args = append([]string{os.Args[0]}, a.args...)
	cmd.Env = append(os.Environ(), childEnv+"=1", "GOTRACEBACK=none")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = a.stdin, a.stdout, &said
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	err = cmd.Run()
	said.flush()
	if ctx.Err() != nil {
		return childExit(exitInterrupted) // which the child has said
	}
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case said.crash != "":
		return withHint(errors.New(crashText(said.crash, o)), "--memory and --timeout set the limits")
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return childExit(exit.ExitCode())
	case errors.As(err, &exit) && endedBy(exit, syscall.SIGPIPE):
		return childExit(128 + int(syscall.SIGPIPE)) // as shells do; whoever read has seen enough
	case errors.As(err, &exit):
		return fmt.Errorf("the script was stopped: %v", exit) // by a signal
	}
	return fmt.Errorf("run the script in a process of its own: %w", err)
}

func endedBy(exit *exec.ExitError, signal syscall.Signal) bool {
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == signal
}

// crashText says in the user's words what ended the child.
func crashText(crash string, o *limitOptions) string {
	switch {
	case strings.Contains(crash, "out of memory"), strings.Contains(crash, "cannot allocate"), strings.Contains(crash, "pthread_create"):
		return fmt.Sprintf("the script was stopped: it wanted more than %d MiB of memory", o.memory)
	case strings.Contains(crash, "stack"):
		return "the script was stopped: it calls itself too deeply"
	case strings.Contains(crash, "SIGXCPU"):
		return timeoutText(o)
	}
	return "the script was stopped: " + crash
}

// crashFilter passes the child's messages on, up to the dump of a crash.
type crashFilter struct {
	out   interface{ Write([]byte) (int, error) }
	line  []byte
	crash string // the first lines of the dump
}

func (f *crashFilter) Write(p []byte) (int, error) {
	f.line = append(f.line, p...)
	for {
		i := bytes.IndexByte(f.line, '\n')
		if i < 0 {
			return len(p), nil
		}
		f.take(string(f.line[:i+1]))
		f.line = f.line[i+1:]
	}
}

func (f *crashFilter) take(line string) {
	if f.crash == "" && !isCrash(line) {
		fmt.Fprint(f.out, line)
		return
	}
	if len(f.crash) < 1000 {
		f.crash += line
	}
}

func (f *crashFilter) flush() {
	if len(f.line) > 0 {
		f.take(string(f.line) + "\n")
	}
}

func isCrash(line string) bool {
	for _, prefix := range []string{"fatal error:", "panic:", "runtime:", "SIG", "unexpected fault"} {
		if strings.HasPrefix(line, prefix) {
			return true
		}
	}
	return false
}
