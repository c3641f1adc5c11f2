package en

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"kg/internal/nlp"
)

// TestModelCard holds the embedded file against the checksum that MODEL.md states.
func TestModelCard(t *testing.T) {
	card, err := os.ReadFile("MODEL.md")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(model)
	if !strings.Contains(string(card), hex.EncodeToString(sum[:])) {
		t.Errorf("MODEL.md does not state the sha256 of model.bin, %x", sum)
	}
}

// TestConvertAgain makes the model anew and wants the same bytes.
func TestConvertAgain(t *testing.T) {
	shared := os.Getenv("KG_SHARED")
	if shared == "" {
		t.Skip("KG_SHARED is not set: no package to convert")
	}
	out := filepath.Join(t.TempDir(), "model.bin")
	cmd := exec.CommandContext(t.Context(), "go", "run", "./convert", filepath.Join(shared, "nlp", "en_core_web_sm-3.8.0"), out)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("convert: %v\n%s", err, text)
	}
	again, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if string(again) != string(model) {
		t.Error("convert gives other bytes than model.bin: run go generate")
	}
}

func TestLoad(t *testing.T) {
	p, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := p.Annotate(context.Background(), "Apple is looking at buying U.K. startup for $1 billion")
	if err != nil {
		t.Fatal(err)
	}
	var ents []string
	for _, e := range doc.Ents {
		ents = append(ents, doc.SpanText(e)+" "+e.Label)
	}
	if got, want := strings.Join(ents, ", "), "Apple ORG, U.K. GPE, $1 billion MONEY"; got != want {
		t.Errorf("entities %s, want %s", got, want)
	}
}

// BenchmarkLoad reads the model without the one-time caches of Load.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := nlp.NewPipeline(model); err != nil {
			b.Fatal(err)
		}
	}
}
