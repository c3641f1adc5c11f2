package relate

import _ "embed"

//go:embed relations.bin
var weights []byte

// Load gives the whole model of the embedded weights.
func Load(schema Schema) (*Model, error) { return Open(weights, "full", schema) }

// LoadFast gives the model that reads only features.
func LoadFast(schema Schema) (*Model, error) { return Open(weights, "fast", schema) }
