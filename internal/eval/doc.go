// Package eval measures extracted statements against annotated articles.
//
// Most callers give [Report.Score] a folder of annotations and a [System];
// [Report.Rows] lays the figures out. The measure is that of the annotation
// guidelines' score.py, to the last digit: a statement is right when its predicate is
// equal and both ends match, strictly (equal after folding) or leniently (half of the
// words in common). [OfferReport] counts instead which statements the articles offer the
// ends of. The package extracts nothing itself.
package eval
