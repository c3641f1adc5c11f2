// Package ingest is a whole run: articles in, statements through, quads out.
//
// Most callers need [Run]. [Map] is the engine below it, for those that process many
// articles beside each other and want the results in order. The package does not touch
// the operating system and prints nothing: what happens to each article goes to a
// callback, and the time of the run comes from the caller.
package ingest
