// Package en is the English model: the weights and tables of spaCy's en_core_web_sm
// 3.8.0 as one file, used where it lies in the program (MODEL.md says what is in it and
// how good it is).
package en

import (
	_ "embed"
	"sync"

	"kg/internal/nlp"
)

//go:generate go run ./convert

//go:embed model.bin
var model []byte

// Load gives the pipeline of the embedded model. All calls give the same one, so that
// they share its caches.
func Load() (*nlp.Pipeline, error) { return load() }

var load = sync.OnceValues(func() (*nlp.Pipeline, error) { return nlp.NewPipeline(model) })
