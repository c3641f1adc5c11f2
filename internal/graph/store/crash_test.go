package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
)

// crashDir tells the re-executed test binary to write and where.
const crashDir = "KG_STORE_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		if err := writeForEver(dir, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// writeForEver stores one generated article after another and prints the
// number of each once it is acknowledged. Every third is replaced first, so
// that dropping labels is interrupted too.
func writeForEver(dir string, out io.Writer) error {
	st, err := Open(dir, Options{Create: true})
	if err != nil {
		return err
	}
	articles := newArticles(1)
	for n := 0; ; n++ {
		b := Batch{Add: articles.Next(), Meta: map[string]string{"last": strconv.Itoa(n)}}
		if n%3 == 2 {
			b.DropLabels = []quad.Value{articleIRI(n - 1)}
		}
		if _, err := st.Apply(context.Background(), b); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(out, n); err != nil {
			return err
		}
	}
}

// TestKill kills a writing process at random moments and checks that what it
// acknowledged is there, and nothing of half an article.
func TestKill(t *testing.T) {
	kills := 20
	if testing.Short() {
		kills = 3
	}
	for i := range kills {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			acked := killed(t, dir, time.Duration(5+rand.IntN(400))*time.Millisecond)
			checkAfterKill(t, dir, acked)
		})
	}
}

// killed runs a writer, kills it some time after its first article and gives
// the last article that it acknowledged.
func killed(t *testing.T, dir string, after time.Duration) (acked int) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	acked = -1
	for lines.Scan() {
		n, err := strconv.Atoi(lines.Text())
		if err != nil || n != acked+1 {
			t.Errorf("after article %d: %q", acked, lines.Text())
		}
		if n == 0 {
			time.AfterFunc(after, func() { cmd.Process.Kill() })
		}
		acked = n
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Errorf("the writer was not killed: %v", err)
	}
	return acked
}

// checkAfterKill allows one more article than was acknowledged: it may have
// become durable just before the kill.
func checkAfterKill(t *testing.T, dir string, acked int) {
	// A reader may well come first; it must not need to repair anything.
	reader, err := Open(dir, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	verified(t, reader)
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	st := openAt(t, dir, Options{})
	verified(t, st)
	text, err := st.Meta("last")
	if err != nil {
		t.Fatal(err)
	}
	last, err := strconv.Atoi(text)
	if err != nil || last != acked && last != acked+1 {
		t.Fatalf("last article is %q, %d was acknowledged", text, acked)
	}
	want := model{}
	articles := newArticles(1)
	for n := range last + 1 {
		b := Batch{Add: articles.Next()}
		if n%3 == 2 {
			b.DropLabels = []quad.Value{articleIRI(n - 1)}
		}
		want.apply(b)
	}
	var n int
	for q, err := range st.Quads(t.Context(), quad.Quad{}) {
		if err != nil {
			t.Fatal(err)
		}
		if !want[q] {
			t.Fatalf("half an article: %s", quadText(q))
		}
		n++
	}
	if n != len(want) {
		t.Errorf("%d quads of %d", n, len(want))
	}
	t.Logf("killed after article %d; %d quads", acked, n)
}

// apply changes the model in place, for batches without quads to remove.
func (m model) apply(b Batch) {
	drop := map[quad.Value]bool{}
	for _, l := range b.DropLabels {
		drop[l] = true
	}
	if len(drop) > 0 {
		for q := range m {
			if drop[q.Label] {
				delete(m, q)
			}
		}
	}
	for _, q := range b.Add {
		m[q] = true
	}
}
