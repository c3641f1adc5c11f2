package graph

// DefaultConfidence is how sure a reading must be for answers to rest on it unless they
// are asked for less or more. What is less sure is stored for those who want every hint.
// The bound lies under a half because a confidence is measured against what annotators
// wrote down, who pass over some of what a text says.
//
// A direct edge needs as much, whatever is asked: it bears no confidence of its own, and
// what is in the graph is a function of the articles alone. The SPARQL twins of the saved
// queries hold the same number.
const DefaultConfidence = 0.4
