package extract

import (
	"fmt"
	"strings"
	"sync"
)

// DataError is a line of a rule table that cannot be read.
type DataError struct {
	File   string
	Line   int
	Reason string
}

func (e *DataError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason) }

// parseTSV hands each row of a table to add: lines of tab-separated fields, with
// blank lines and lines that start with # left out. A row of another width than
// fields, or one that add refuses, is a DataError.
func parseTSV(file, table string, fields int, add func(row []string) error) error {
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		row := strings.Split(line, "\t")
		if len(row) != fields {
			return &DataError{file, n, fmt.Sprintf("want %d fields, have %d", fields, len(row))}
		}
		for i := range row {
			if row[i] = strings.TrimSpace(row[i]); row[i] == "" {
				return &DataError{file, n, fmt.Sprintf("field %d is empty", i+1)}
			}
		}
		if err := add(row); err != nil {
			return &DataError{file, n, err.Error()}
		}
	}
	return nil
}

// onDemandTable reads an embedded table when it is first asked for. One that cannot be
// read is a broken build.
func onDemandTable[T any](parse func(table string) (T, error), table string) func() T {
	return sync.OnceValue(func() T {
		t, err := parse(table)
		if err != nil {
			panic("broken build: " + err.Error())
		}
		return t
	})
}
