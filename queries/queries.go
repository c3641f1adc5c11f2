// Package queries holds the saved queries: Gizmo scripts, each with a header that
// declares it, and the prelude that runs before them. docs/queries.md tells how to
// write one.
package queries

import "embed"

// Files are the scripts.
//
//go:embed *.js
var Files embed.FS

// Prelude runs before every script.
//
//go:embed prelude.js
var Prelude string
