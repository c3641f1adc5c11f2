package link

import (
	"strings"
	"testing"

	"kg/internal/ontology"
)

// TestVocabulary holds the table to its form: known roles, classes of the ontology, no
// line twice.
func TestVocabulary(t *testing.T) {
	ont, err := ontology.Default()
	if err != nil {
		t.Fatal(err)
	}
	roles := map[role]int{ // cells of a line
		labelRole: 2, aliasRole: 2, typeRole: 2, broaderRole: 2, sameRole: 2, idRole: 3, pageRole: 2,
		withinRole: 2, bornRole: 2, diedRole: 2, classRole: 3,
	}
	seen := map[string]bool{}
	for line := range strings.Lines(vocabularyTSV) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if n := roles[role(cells[0])]; n != len(cells) {
			t.Errorf("%q: %d cells, want %d", line, len(cells), n)
		}
		if role(cells[0]) == classRole && ont.Class(cells[2]) == nil {
			t.Errorf("%q: no class of the ontology", line)
		}
		if seen[line] {
			t.Errorf("%q stands twice", line)
		}
		seen[line] = true
	}
	if v := loadVocabulary(); len(v.classes) == 0 || len(v.predicates) == 0 {
		t.Error("the table is empty")
	}
}
