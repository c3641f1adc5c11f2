package rdf

import (
	"bytes"
	"io"
	"slices"

	"github.com/cayleygraph/quad"
)

// Lines collects quads to be written sorted by code point, each once: a set of quads
// has one such file. It holds all of them, at 24 bytes beside each line.
type Lines struct {
	Format Format // its zero value stands for NQuads

	lines [][]byte
	line  []byte // scratch
	block []byte // where the next lines go
}

// lineBlock is how many bytes of lines are allocated at once.
const lineBlock = 1 << 20

// Add takes a quad.
func (l *Lines) Add(q quad.Quad) error {
	if l.Format.Name == "" {
		l.Format = NQuads
	}
	line, err := l.Format.Append(l.line[:0], q)
	if err != nil {
		return err
	}
	l.line = line
	if len(line) > lineBlock/8 {
		l.lines = append(l.lines, bytes.Clone(line))
		return nil
	}
	if cap(l.block)-len(l.block) < len(line) {
		l.block = make([]byte, 0, lineBlock)
	}
	start := len(l.block)
	l.block = append(l.block, line...)
	l.lines = append(l.lines, l.block[start:len(l.block):len(l.block)])
	return nil
}

// Len is the number of quads taken, repeated ones counted each time.
func (l *Lines) Len() int { return len(l.lines) }

// WriteTo sorts and writes the lines. UTF-8 sorts by bytes as by code points.
func (l *Lines) WriteTo(w io.Writer) (int64, error) {
	slices.SortFunc(l.lines, bytes.Compare)
	l.lines = slices.CompactFunc(l.lines, bytes.Equal)
	var written int64
	for _, line := range l.lines {
		n, err := w.Write(line)
		written += int64(n)
		if err != nil {
			return written, err
		}
	}
	return written, nil
}
