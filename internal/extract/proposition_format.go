package extract

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
)

// PropositionHeader is the first line of propositions as a table.
const PropositionHeader = "doc\tconfidence\tsubject\trelation\tobject\targuments\n"

// WritePropositionsTSV writes a line for each proposition of the document with that
// id: further arguments stand in columns of their own. Who is quoted is left out.
func WritePropositionsTSV(w io.Writer, id string, props []Proposition) error {
	for i := range props {
		p := &props[i]
		row := append([]string{id, fmt.Sprintf("%.3f", p.Confidence), p.Subject, p.Relation, p.Object}, p.Arguments...)
		if _, err := fmt.Fprintln(w, strings.Join(row, "\t")); err != nil {
			return err
		}
	}
	return nil
}

// propositionLine is a proposition as one line of JSON.
type propositionLine struct {
	Doc        string   `json:"doc"`
	Start      int      `json:"start"`
	End        int      `json:"end"`
	Confidence float64  `json:"confidence"`
	Subject    string   `json:"subject"`
	Relation   string   `json:"relation"`
	Object     string   `json:"object,omitempty"`
	Arguments  []string `json:"arguments,omitempty"`
	By         string   `json:"by,omitempty"`
}

// WritePropositionsJSONL writes a JSON object a line. Start and end are code points of
// the document's text.
func WritePropositionsJSONL(w io.Writer, id string, props []Proposition) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range props {
		p := &props[i]
		confidence := math.Round(p.Confidence*1000) / 1000
		if err := enc.Encode(propositionLine{id, p.Start, p.End, confidence, p.Subject, p.Relation, p.Object, p.Arguments, p.By}); err != nil {
			return err
		}
	}
	return nil
}
