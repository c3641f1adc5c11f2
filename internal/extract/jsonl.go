package extract

import (
	"encoding/json"
	"io"

	"kg/internal/ontology"
)

// line is a reading as one line of JSON. Offsets are code points of the article's
// text; qualifiers and status are strings in normal form.
type line struct {
	Article    string            `json:"article,omitempty"`
	S          string            `json:"s"`
	P          string            `json:"p"`
	O          string            `json:"o"`
	Q          map[string]string `json:"q"`
	Start      int               `json:"start"`
	End        int               `json:"end"`
	By         string            `json:"by,omitempty"`
	Rule       string            `json:"rule"`
	Confidence float64           `json:"confidence"`
}

// WriteJSONL writes readings of the article with that id, one JSON object a line.
func WriteJSONL(w io.Writer, article string, readings []ontology.Reading) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range readings {
		if err := enc.Encode(newLine(article, &readings[i])); err != nil {
			return err
		}
	}
	return nil
}

func newLine(article string, r *ontology.Reading) line {
	l := line{
		Article: article, S: r.Subject.Name, P: r.Predicate, O: r.Object.String(), Q: map[string]string{},
		Start: r.Start, End: r.End, Rule: r.Rule, Confidence: r.Confidence,
	}
	for _, q := range r.Qualifiers {
		if have, ok := l.Q[q.Key]; ok {
			l.Q[q.Key] = have + "; " + q.Value.String()
			continue
		}
		l.Q[q.Key] = q.Value.String()
	}
	if r.Status != ontology.Asserted {
		l.Q["status"] = r.Status
	}
	if r.By != nil {
		l.By = r.By.Name
	}
	return l
}
