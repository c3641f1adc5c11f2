package eval

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// askedFacts are the facts that kg was first asked for: who holds which office, was
// elected, became a member, and who trades with whom.
var askedFacts = []struct{ subject, predicate, object string }{
	{"Zeng Jinze", "holds-office", "Guangdong Provincial Department of Industry and Information Technology"},
	{"Zhang Jingsong", "holds-office", "Department of Commerce"},
	{"Zhang Shaokang", "elected-to", "13th Guangdong Provincial Committee of the Chinese People's Political Consultative Conference"},
	{"Guo Yonghang", "elected-to", "13th Guangdong Provincial Committee of the Chinese People's Political Consultative Conference"},
	{"Liu Liang", "member-of", "Standing Committee"},
	{"Guangdong", "trades-with", "ASEAN"},
	{"Guangdong", "trades-with", "Hong Kong SAR"},
	{"Guangdong", "trades-with", "European Union"},
}

// TestAskedFacts wants each of them as annotated, equal also in role, amount, currency,
// change and period; other qualifiers are free.
func TestAskedFacts(t *testing.T) {
	t.Run("in our words", func(t *testing.T) { findAsked(t, "../../seeds", "guangdong-trade-2026") })
	t.Run("as published", func(t *testing.T) {
		shared := os.Getenv("KG_SHARED")
		if shared == "" {
			t.Skip("KG_SHARED is not set: the article is not here")
		}
		findAsked(t, filepath.Join(shared, "data", "gold"), "guangdong-2026-01-29")
	})
}

func findAsked(t *testing.T, folder, name string) {
	fsys := os.DirFS(folder)
	gold, err := ReadFile(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	system, err := Articles(fsys, extractor(t))(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	found := match(candidates(gold), candidates(system), false)
	for _, fact := range askedFacts {
		t.Run(fact.subject+" "+fact.predicate+" "+fact.object, func(t *testing.T) {
			for _, p := range found {
				if Fold(p.gold.S) == Fold(fact.subject) && p.gold.P == fact.predicate && Fold(p.gold.O) == Fold(fact.object) {
					if diff := cmp.Diff(asked(p.gold), asked(p.system)); diff != "" {
						t.Errorf("qualifiers (-annotated +extracted):\n%s", diff)
					}
					return
				}
			}
			t.Error("not found")
		})
	}
}

func asked(stmt *Statement) map[string]string {
	out := make(map[string]string)
	for _, key := range []string{"role", "amount", "currency", "change", "period"} {
		if v, ok := stmt.Q[key]; ok {
			out[key] = Fold(v)
		}
	}
	return out
}
