package nlp

import "testing"

func TestStringID(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want uint64
	}{
		{"", 0},
		{"apple", 8566208034543834098},
		{"Apple", 6418411030699964375},
		{"the", 7425985699627899538},
		{"\n", 962983613142996970},
		{" ", 8532415787641010193},
		{"é", 16256712947286012828},
		{"naïve", 16224804062388677344},
		{"noun", 16833663260455505849},
		{"punct", 445},
		// symbols
		{"IS_ALPHA", 1},
		{"IS_OOV_DEPRECATED", 13},
		{"IS_CURRENCY", 18},
		{"FLAG19", 19},
		{"FLAG63", 63},
		{"ID", 64},
		{"LANG", 83},
		{"ADJ", 84},
		{"X", 101},
		{"SPACE", 103},
		{"DEPRECATED001", 104},
		{"DEPRECATED276", 379},
		{"PERSON", 380},
		{"CARDINAL", 397},
		{"acomp", 398},
		{"acl", 451},
		{"ENT_KB_ID", 452},
		{"_", 456},
	} {
		t.Run(tt.in, func(t *testing.T) {
			if got := stringID(tt.in); got != tt.want {
				t.Errorf("stringID(%q) = %d, want %d", tt.in, got, tt.want)
			}
		})
	}
}

func TestSymbols(t *testing.T) {
	seen := make(map[uint16]string)
	for name, id := range symbols() {
		if seen[id] != "" {
			t.Errorf("%q and %q have the id %d", seen[id], name, id)
		}
		seen[id] = name
		if len(name) > maxSymbolLen {
			t.Errorf("%q is longer than maxSymbolLen", name)
		}
	}
	if len(seen) != 456 {
		t.Errorf("%d symbols, want 456", len(seen))
	}
}
