//go:build race

package store

// raceEnabled leaves times unjudged where the race detector stretches them.
const raceEnabled = true
