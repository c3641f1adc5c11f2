package store

import (
	"strings"
	"testing"
)

// TestCayleysFaults holds what Cayley's own iterators get wrong and this
// store gets right.
func TestCayleysFaults(t *testing.T) {
	st := openMem(t)
	apply(t, st, Batch{Add: tqs(
		"a p x g", "b p y g", "c p x g", "c p x h",
		"a knows b g", "b knows c g", "b knows a g",
	)})
	sn, err := st.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	tests := []struct{ name, gizmo, want string }{
		{
			"count of given nodes that have something",
			`g.emit(g.V(iri("urn:a"), iri("urn:b")).has(iri("urn:p"), iri("urn:x")).count())`, `1`,
		},
		{"count of nothing", `g.emit(g.V(iri("urn:none")).out().count())`, `0`},
		{"an unknown node", `g.V(iri("urn:none")).all()`, ``},
		{"a number", `g.V(5).all()`, ``},
		{"a known and an unknown node", `g.V(iri("urn:a"), iri("urn:none")).all()`, `{"id":"<urn:a>"}`},
		{"all but an unknown node", `g.V(iri("urn:a")).except(g.V(iri("urn:none"))).all()`, `{"id":"<urn:a>"}`},
		{"one of two unknown nodes", `g.V(iri("urn:none")).or(g.V(iri("urn:nil"))).all()`, ``},
		{"unknown in a label", `g.V(iri("urn:a")).labelContext(iri("urn:none")).out().all()`, ``},
		{"unknown of a saved name", `g.V(iri("urn:a")).saveOpt(iri("urn:none"), "x").all()`, `{"id":"<urn:a>"}`},
		{"count of a predicate", `g.emit(g.V().out(iri("urn:p")).count())`, `4`},
		{
			"names beside a recursion",
			`g.V(iri("urn:a")).followRecursive(g.M().tag("by").out(iri("urn:knows")), 2).has(iri("urn:p"), iri("urn:x")).tag("id").all()`,
			`{"by":"<urn:b>","id":"<urn:a>"} {"by":"<urn:b>","id":"<urn:c>"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows := gizmoRows(t, sn, tt.gizmo)
			if got := strings.Join(rows, " "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
