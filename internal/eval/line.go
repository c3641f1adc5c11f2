package eval

import (
	"math"

	"kg/internal/ontology"
)

// Line is a reading as `kg extract` prints it and as [ReadStatements] reads it: names
// and values as strings in the annotations' normal form.
type Line struct {
	Article    string            `json:"article"`
	S          string            `json:"s"`
	P          string            `json:"p"`
	O          string            `json:"o"`
	Q          map[string]string `json:"q"`
	Start      int               `json:"start"` // code points, half-open
	End        int               `json:"end"`
	By         string            `json:"by,omitempty"`
	Rule       string            `json:"rule"`
	Confidence float64           `json:"confidence"`
}

// NewLine writes a reading of the article with the given id. Of several qualifiers with
// one key the line keeps the first; status is left out where it is "asserted".
func NewLine(article string, r ontology.Reading) Line {
	line := Line{
		Article: article,
		S:       r.Subject.Name, P: r.Predicate, O: r.Object.String(),
		Q:     make(map[string]string, len(r.Qualifiers)+1),
		Start: r.Start, End: r.End,
		Rule: r.Rule, Confidence: math.Round(r.Confidence*1000) / 1000,
	}
	for _, q := range r.Qualifiers {
		if _, seen := line.Q[q.Key]; !seen {
			line.Q[q.Key] = q.Value.String()
		}
	}
	if r.Status != "" && r.Status != "asserted" {
		line.Q["status"] = r.Status
	}
	if r.By != nil {
		line.By = r.By.Name
	}
	return line
}

// Statement is the line as the measure sees it.
func (l Line) Statement() Statement {
	return Statement{S: l.S, P: l.P, O: l.O, Q: l.Q, Start: l.Start, End: l.End, HasSpan: true}
}
