package kg_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"regexp"
	"testing"
)

// TestThirdParty holds the checksums of THIRD_PARTY.md against the files.
func TestThirdParty(t *testing.T) {
	page, err := os.ReadFile("THIRD_PARTY.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)` \\|.*\\| `([0-9a-f]{64})` \\|$").FindAllStringSubmatch(string(page), -1)
	if len(rows) < 5 {
		t.Fatalf("read %d rows", len(rows))
	}
	for _, row := range rows {
		data, err := os.ReadFile(row[1])
		if err != nil {
			t.Error(err)
			continue
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != row[2] {
			t.Errorf("%s has the checksum %x, THIRD_PARTY.md says %s", row[1], sum, row[2])
		}
	}
}
