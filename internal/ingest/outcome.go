package ingest

import (
	"fmt"

	"kg/internal/extract"
)

// Outcome is what became of one article of a run.
type Outcome int

// The outcomes, in the order of reports.
const (
	New        Outcome = iota // stored for the first time
	Changed                   // stored, with another text or other data than before
	Unchanged                 // in the database as it is
	Superseded                // the run holds a later text with the same identity
	Refused                   // not in English
	Failed                    // could not be read or stored
)

var outcomeNames = [...]string{"new", "changed", "unchanged", "superseded", "refused", "failed"}

func (o Outcome) String() string {
	if o < 0 || int(o) >= len(outcomeNames) {
		return fmt.Sprintf("Outcome(%d)", int(o))
	}
	return outcomeNames[o]
}

// Event is what became of one article.
type Event struct {
	Path       string // of its file; empty where Err names it
	Line       int    // of its record in a file of several, from 1; else 0
	ID         string
	Outcome    Outcome
	Statements int                    // readings stored of a new or changed article
	Reread     bool                   // other rules had read it: another version, model or ontology
	Undated    int                    // relative dates of a new or changed article that has no date to count from
	Coverage   extract.CoverageCounts // of a new or changed article
	Err        error                  // why it was refused or failed; it names file and line itself
	Warnings   []string
}

// Summary counts a run's events.
type Summary struct {
	Outcomes   [len(outcomeNames)]int // indexed by Outcome
	Statements int
	Reread     int // of the changed and unchanged
	Undated    int // relative dates that count from no day
	Coverage   extract.CoverageCounts
}

func (s *Summary) add(e Event) {
	if e.Reread {
		s.Reread++
	}
	s.Outcomes[e.Outcome]++
	s.Statements += e.Statements
	s.Undated += e.Undated
	s.Coverage.Sum(e.Coverage)
}

// Left counts the articles that the user wanted in and that are not.
func (s *Summary) Left() int { return s.Outcomes[Refused] + s.Outcomes[Failed] }

// Through counts the articles that were in the database after their turn.
func (s *Summary) Through() int {
	return s.Outcomes[New] + s.Outcomes[Changed] + s.Outcomes[Unchanged]
}
