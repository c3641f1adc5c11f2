// Annotate measures the English pipeline: it annotates the texts of a JSON Lines file
// ({"id","text"} a line, .gz or not) one by one and prints how many tokens it made and
// how many seconds of processor time that took, start-up left out. With -json it writes
// the annotations to stdout instead, for compare.py. The README has the commands.
package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"kg/internal/nlp"
	"kg/internal/nlp/en"
)

func main() {
	asJSON := flag.Bool("json", false, "write the annotations to stdout")
	flag.Parse()
	if err := run(context.Background(), flag.Args(), *asJSON, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "annotate:", err)
		os.Exit(1)
	}
}

type text struct{ ID, Text string }

func run(ctx context.Context, paths []string, asJSON bool, out io.Writer) error {
	if len(paths) != 1 {
		return errors.New("want one JSON Lines file")
	}
	texts, err := readTexts(paths[0])
	if err != nil {
		return fmt.Errorf("read %q: %w", paths[0], err)
	}
	started := time.Now()
	pipeline, err := en.Load()
	if err != nil {
		return err
	}
	loaded := time.Since(started)
	if asJSON {
		return writeAll(ctx, pipeline, texts, out)
	}
	tokens, chars := 0, 0
	before, started := cpuSeconds(), time.Now()
	for _, t := range texts {
		doc, err := pipeline.Annotate(ctx, t.Text)
		if err != nil {
			return fmt.Errorf("annotate %q: %w", t.ID, err)
		}
		tokens += len(doc.Tokens)
		chars += len(t.Text)
	}
	wall, cpu := time.Since(started).Seconds(), cpuSeconds()-before
	_, err = fmt.Fprintf(out, "kg: load %.1f ms, %d texts, %d bytes, %d tokens, %.3f s processor, %.3f s wall, %.0f tokens/s\n",
		float64(loaded.Microseconds())/1000, len(texts), chars, tokens, cpu, wall, float64(tokens)/cpu)
	return err
}

func writeAll(ctx context.Context, pipeline *nlp.Pipeline, texts []text, out io.Writer) error {
	w := bufio.NewWriter(out)
	for _, t := range texts {
		doc, err := pipeline.Annotate(ctx, t.Text)
		if err != nil {
			return fmt.Errorf("annotate %q: %w", t.ID, err)
		}
		doc.ID = t.ID
		if err := nlp.WriteJSON(w, doc); err != nil {
			return err
		}
	}
	return w.Flush()
}

func readTexts(path string) ([]text, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, err
		}
	}
	var texts []text
	dec := json.NewDecoder(r)
	for {
		var t text
		switch err := dec.Decode(&t); {
		case errors.Is(err, io.EOF):
			return texts, nil
		case err != nil:
			return nil, err
		}
		texts = append(texts, t)
	}
}

// cpuSeconds is the processor time of this process, in user and system mode.
func cpuSeconds() float64 {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
