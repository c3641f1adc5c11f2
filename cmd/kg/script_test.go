package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"

	"kg/internal/graph"
)

var update = flag.Bool("update", false, "write what commands print into the scripts that compare it")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kg": main})
}

// TestScript runs every testdata/script/<command>_<topic>.txtar. Beside the usual words
// a script has $SEEDS, the folder of articles that come with kg; "exits CODE COMMAND...",
// an exec that checks the exit code; "interrupt DELAY COMMAND...", which presses Ctrl-C;
// manyarticles and hostilefiles, which write what no archive can hold; and holddb and freedb, with which the test itself
// keeps a database open for writing; damage, which changes bytes of a database's
// largest file of a kind; and otherbuild, which makes another kg.
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
			"exits":        exits,
			"interrupt":    interrupt,
			"manyarticles": manyArticles,
			"hostilefiles": hostileFiles,
			"holddb":       holdDB,
			"freedb":       freeDB,
			"damage":       damage,
			"otherbuild":   otherBuild,
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

// interrupt runs a command, interrupts it after a while, and wants exit code 130. On a
// busy machine the program may not have begun to listen by then, and simply ends: it gets
// more time then.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: interrupt DELAY COMMAND [ARGUMENT...]")
	}
	delay, err := time.ParseDuration(args[0])
	ts.Check(err)
	for range 5 {
		code := interrupted(ts, delay, args[1:])
		switch code {
		case exitInterrupted:
			return
		case -1:
			delay *= 2
		default:
			ts.Fatalf("not interrupted: exit code %d", code)
		}
	}
	ts.Fatalf("did not begin within %v", delay)
}

// interrupted gives the exit code of an interrupted command, -1 if the signal killed it.
func interrupted(ts *testscript.TestScript, delay time.Duration, args []string) int {
	cmd := exec.Command(filepath.Join(binDir(ts), args[0]), args[1:]...)
	cmd.Dir = ts.Getenv("WORK")
	cmd.Env = append(os.Environ(), "KG_DB=")
	cmd.Stdout, cmd.Stderr = ts.Stdout(), ts.Stderr()
	ts.Check(cmd.Start())
	time.AfterFunc(delay, func() { cmd.Process.Signal(os.Interrupt) })
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		ts.Fatalf("%v", err)
	}
	return cmd.ProcessState.ExitCode()
}

// binDir is where testscript has put the commands.
func binDir(ts *testscript.TestScript) string {
	return filepath.SplitList(ts.Getenv("PATH"))[0]
}

// manyArticles writes a file of different articles.
func manyArticles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: manyarticles COUNT FILE")
	}
	count, err := strconv.Atoi(args[0])
	ts.Check(err)
	var b strings.Builder
	for i := range count {
		fmt.Fprintf(&b, `{"id": "many-%d", "date": "2026-03-02", "text": "Bo Chen, president of Nordhaven, met Mary Lee, mayor of Port Ellery, %d times last year."}`+"\n", i, i+2)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o666))
}

// hostileFiles writes files that an archive of text cannot hold.
func hostileFiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hostilefiles FOLDER")
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := io.WriteString(z, strings.Repeat("Bo Chen met Mary Lee in Nordhaven. ", 50))
	ts.Check(errors.Join(err, z.Close()))
	sentence := "Bo Chen met Mary Lee in Nordhaven on Monday.\n"
	for name, text := range map[string]string{
		"big.txt":       strings.Repeat("Nordhaven ", 1<<20),
		"big.json":      `{"text": "` + strings.Repeat("Nordhaven ", 1<<20) + `"}`,
		"bytes.txt":     "\x00\x01\x02\x03 not a text",
		"cut.txt.gz":    packed.String()[:packed.Len()-12],
		"deep.json":     strings.Repeat(`{"text":`, 1<<16),
		"holes.txt":     "Caf\xe9 \x81 owners met in Nordhaven.\n",
		"latin.txt":     "Caf\xe9 owners met in Nordhaven.\n",
		"new\nline.txt": sentence,
		"surrogate.txt": "Half a character \xed\xa0\x80 stands here.\n",
		"utf16.txt":     "\xff\xfe" + utf16LE(sentence),
		"utf16be.txt":   utf16BE(sentence),
		"whole.txt.gz":  packed.String(),
	} {
		ts.Check(os.MkdirAll(ts.MkAbs(args[0]), 0o777))
		ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), name), []byte(text), 0o666))
	}
}

func utf16LE(s string) string {
	var b strings.Builder
	for _, c := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(c))
		b.WriteByte(byte(c >> 8))
	}
	return b.String()
}

func utf16BE(s string) string {
	var b strings.Builder
	for _, c := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(c >> 8))
		b.WriteByte(byte(c))
	}
	return b.String()
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

// damage changes 40 bytes, spread over the largest file that a pattern matches.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: damage PATTERN")
	}
	names, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	var largest []byte
	var path string
	for _, name := range names {
		b, err := os.ReadFile(name)
		ts.Check(err)
		if len(b) > len(largest) {
			largest, path = b, name
		}
	}
	if path == "" {
		ts.Fatalf("no file %s", args[0])
	}
	for i := range 40 {
		largest[i*len(largest)/40] ^= 0xff
	}
	ts.Check(os.WriteFile(path, largest, 0o666))
}

// otherBuild copies the program and adds a byte, which does not change what it does.
func otherBuild(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: otherbuild FILE")
	}
	program, err := os.ReadFile(filepath.Join(binDir(ts), "kg"))
	ts.Check(err)
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o777))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), append(program, '\n'), 0o777))
}
