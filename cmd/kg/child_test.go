package main

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCrashFilter(t *testing.T) {
	o := &limitOptions{memory: 64, timeout: 1e9}
	for _, tt := range []struct{ name, in, passed, said string }{
		{"messages pass", "kg: one\nkg: two\n", "kg: one\nkg: two\n", ""},
		{"without a line break", "kg: one", "kg: one\n", ""},
		{"memory", "kg: one\nfatal error: runtime: out of memory\n\ngoroutine 1:\n", "kg: one\n",
			"the script was stopped: it wanted more than 64 MiB of memory"},
		{"stack", "runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n", "",
			"the script was stopped: it calls itself too deeply"},
		{"time", "SIGXCPU: cpu limit exceeded\n", "", "the script was stopped after 1s (--timeout)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			f := crashFilter{out: &out}
			for _, b := range []byte(tt.in) { // in the smallest pieces
				if _, err := f.Write([]byte{b}); err != nil {
					t.Fatal(err)
				}
			}
			f.flush()
			if diff := cmp.Diff(tt.passed, out.String()); diff != "" {
				t.Errorf("passed on (-want +got):\n%s", diff)
			}
			said := ""
			if f.crash != "" {
				said = crashText(f.crash, o)
			}
			if diff := cmp.Diff(tt.said, said); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
		})
	}
}
