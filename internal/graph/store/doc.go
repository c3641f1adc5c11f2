// Package store keeps labelled quads behind Cayley's graph.QuadStore, as
// ordered keys in Pebble: a dictionary of terms, six orders of the same quads
// so that any combination of known positions is one seek, and counts a term
// and position for the query optimiser.
//
// Most callers need two calls: [Open], and [Store.Apply], which writes one
// article as one synced transaction. Reading goes through [Store.Snapshot],
// which stays as it was while the writer goes on and is what Gizmo runs over.
//
// Every quad has a label, and what is invalid in N-Quads is refused at the
// door with a [*QuadError]. Literals keep lexical form and datatype: a typed
// literal is a quad.TypedString, never a number of Go's.
//
// It leaves out: named graphs as objects, what a label means, text search and
// any syntax; those are the callers'.
package store
