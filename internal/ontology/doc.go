// Package ontology holds what kg can state: classes, relations, their qualifiers,
// and the IRIs that name them.
package ontology
