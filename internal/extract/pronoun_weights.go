package extract

import (
	_ "embed"
	"fmt"
	"strconv"
)

//go:embed pronoun-weights.tsv
var pronounWeightsTSV string

// weights are what each value of each group of a tie is worth, in nats; none is the
// worth of "nobody named here".
type weights struct {
	none  float64
	group [groups][]float64
}

var pronounWeights = onDemandTable(parseWeights, pronounWeightsTSV)

// groupNames name the groups in the table of weights.
var groupNames = [groups]string{
	"reach", "roles", "reach-role", "between", "gender", "count", "form", "class", "chain", "topic", "inside", "distance",
	"quote", "depth", "list", "first", "link", "total", "ahead",
}

func newWeights() *weights {
	w := new(weights)
	for g := range w.group {
		w.group[g] = make([]float64, groupSizes[g])
	}
	return w
}

// parseWeights reads rows of group, value's number, weight; what is missing weighs 0.
func parseWeights(table string) (*weights, error) {
	w := newWeights()
	byName := map[string]group{}
	for g, name := range groupNames {
		byName[name] = group(g)
	}
	err := parseTSV("pronoun-weights.tsv", table, 3, func(row []string) error {
		value, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			return err
		}
		if row[0] == "none" {
			w.none = value
			return nil
		}
		g, ok := byName[row[0]]
		n, err := strconv.Atoi(row[1])
		if !ok || err != nil || n < 0 || n >= groupSizes[g] {
			return fmt.Errorf("no value %q of group %q", row[1], row[0])
		}
		w.group[g][n] = value
		return nil
	})
	return w, err
}

func (w *weights) score(t *tie) float64 {
	sum := 0.0
	for g, v := range t {
		sum += w.group[g][v]
	}
	return sum
}
