// Package kg_test holds the checks that concern the house as a whole.
package kg_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestImports holds every import line against the tables of docs/design.md.
func TestImports(t *testing.T) {
	ours, libraries := importTables(t)
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "bench") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		checkImports(t, name, ours, libraries)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkImports(t *testing.T, name string, ours, libraries map[string][]string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	pkg := path.Dir(name)
	allowed, known := ours[pkg]
	if !known {
		t.Errorf("%s: package %s has no row in docs/design.md", name, pkg)
	}
	for _, spec := range file.Imports {
		target := strings.Trim(spec.Path.Value, `"`)
		if own, ok := strings.CutPrefix(target, "kg/"); ok && !slices.Contains(allowed, own) && !slices.Contains(allowed, "everything") {
			t.Errorf("%s imports %s, which its row in docs/design.md does not allow", name, own)
		}
		for library, only := range libraries {
			if (target == library || strings.HasPrefix(target, library+"/")) && !slices.Contains(only, pkg) {
				t.Errorf("%s imports %s, which only %v may", name, target, only)
			}
		}
	}
}

// importTables reads the two tables: what each package may import of ours, and who may
// import a library that not everybody may.
func importTables(t *testing.T) (ours, libraries map[string][]string) {
	t.Helper()
	page, err := os.ReadFile("docs/design.md")
	if err != nil {
		t.Fatal(err)
	}
	ours, libraries = map[string][]string{}, map[string][]string{}
	row := regexp.MustCompile("(?m)^\\| `([^`]+)` \\|(.*)\\|$")
	for _, m := range row.FindAllStringSubmatch(string(page), -1) {
		names := strings.Fields(strings.ReplaceAll(m[2], "`", " "))
		if strings.Contains(m[1], ".") {
			libraries[m[1]] = names
		} else {
			ours[m[1]] = names
		}
	}
	if len(ours) < 10 || len(libraries) < 3 {
		t.Fatalf("docs/design.md: read %d and %d rows", len(ours), len(libraries))
	}
	return ours, libraries
}
