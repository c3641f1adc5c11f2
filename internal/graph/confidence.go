package graph

// DefaultConfidence is how sure a reading must be for answers to rest on it unless they
// are asked for less: it is then as likely right as wrong, or likelier. What is less
// sure is stored for those who want every hint.
//
// A direct edge needs as much, whatever is asked: it bears no confidence of its own, and
// what is in the graph is a function of the articles alone.
const DefaultConfidence = 0.5
