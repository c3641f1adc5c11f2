package store

import (
	"os"
	"testing"
)

// timing tells whether tests judge times: on a machine that has other things to
// do they would fail for reasons of their own.
func timing() bool { return os.Getenv("KG_TIMING") == "1" }

// tooSlow is a failure with KG_TIMING=1, else a note.
func tooSlow(t *testing.T, format string, args ...any) {
	t.Helper()
	if timing() && !raceEnabled {
		t.Errorf(format, args...)
		return
	}
	t.Logf(format, args...)
}
