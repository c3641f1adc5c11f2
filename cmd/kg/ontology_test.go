package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// output is what a command prints.
func output(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := newRootCommand(newApp(args, strings.NewReader(""), &stdout, &stderr))
	cmd.SetArgs(args)
	if err := cmd.ExecuteContext(t.Context()); err != nil {
		t.Fatalf("kg %s: %v\n%s", strings.Join(args, " "), err, &stderr)
	}
	return stdout.String()
}

// TestOntologyPage wants docs/ontology.md to end with the relations as they are. -update
// writes them.
func TestOntologyPage(t *testing.T) {
	const page, mark = "../../docs/ontology.md", "<!-- relations -->\n"
	have, err := os.ReadFile(page)
	if err != nil {
		t.Skip(err)
	}
	head, _, ok := strings.Cut(string(have), mark)
	if !ok {
		t.Fatalf("%s has no line %q", page, mark)
	}
	table := output(t, "ontology", "list", "--format", "markdown")
	names := []string{"ontology", "show", "--format", "markdown"}
	for line := range strings.Lines(output(t, "ontology", "list", "--format", "tsv")) {
		if name, _, _ := strings.Cut(line, "\t"); name != "relation" {
			names = append(names, name)
		}
	}
	want := head + mark + "\n" + table + "\n" + strings.TrimRight(output(t, names...), "\n") + "\n"
	if want == string(have) {
		return
	}
	if !*update {
		t.Fatalf("%s is stale: go test ./cmd/kg -run OntologyPage -update", page)
	}
	if err := os.WriteFile(page, []byte(want), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestOntologyExample wants the relation that the pages add to be the one that a script
// tests.
func TestOntologyExample(t *testing.T) {
	script, err := txtar.ParseFile("testdata/script/readme_commands.txtar")
	if err != nil {
		t.Fatal(err)
	}
	own := string(archived(script, "sponsors.yaml"))
	if own == "" {
		t.Fatal("no sponsors.yaml")
	}
	for _, page := range []string{"../../README.md", "../../docs/ontology.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Skip(err)
		}
		if !strings.Contains(string(text), "```yaml\n"+own+"```\n") {
			t.Errorf("%s does not show sponsors.yaml of the script", page)
		}
	}
}
