// Package ontology holds what kg can state: classes, relations, their qualifiers, the
// words of the rules that find them, and the IRIs that name things.
//
// Most callers take the embedded ontology with [Default] and look a relation up with
// [Ontology.Relation]; a user's file is laid over it with [Ontology.Merge]. [Base] mints
// IRIs. How a sentence is read is package extract's matter, how statements are stored
// package graph's.
package ontology
