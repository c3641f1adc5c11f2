package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadPredictions(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		want       []string // relations
		err        string
	}{
		{"two articles", `{"id":"a","pairs":3,"scores":[[0,"visited",0.5],[2,"met-with",1]]}
{"id":"b","pairs":0,"scores":[]}`, []string{"visited", "met-with"}, ""},
		{"empty", "", nil, ""},
		{"too few fields", `{"id":"a","pairs":1,"scores":[[0,"visited"]]}`, nil, "a pair, a relation and a probability"},
		{"too many fields", `{"id":"a","pairs":1,"scores":[[0,"visited",0.5,1]]}`, nil, "a pair, a relation and a probability"},
		{"another type", `{"id":"a","pairs":1,"scores":[["visited",0,0.5]]}`, nil, "cannot unmarshal"},
		{"cut off", `{"id":"a",`, nil, "unexpected"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "predictions.jsonl")
			if err := os.WriteFile(name, []byte(tt.file), 0o666); err != nil {
				t.Fatal(err)
			}
			p, err := readPredictions(name)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Fatalf("error %v, want %q in it", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, p.relations); diff != "" {
				t.Errorf("relations (-want +got):\n%s", diff)
			}
		})
	}
}
