package relate

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

// TestModelCard holds the embedded file against the checksum that MODEL.md states.
func TestModelCard(t *testing.T) {
	card, err := os.ReadFile("MODEL.md")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(weights)
	if !strings.Contains(string(card), hex.EncodeToString(sum[:])) {
		t.Errorf("MODEL.md does not state the sha256 of relations.bin, %x", sum)
	}
}

func TestLoad(t *testing.T) {
	for name, load := range map[string]func(Schema) (*Model, error){"full": Load, "fast": LoadFast} {
		t.Run(name, func(t *testing.T) {
			m, err := load(Schema{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := m.Score(t.Context(), newsInput(m)); err != nil {
				t.Error(err)
			}
		})
	}
}
