// Package relate scores which relations hold between the candidates of an article, with
// a small neural network whose weights are part of the program (MODEL.md says what they
// are and where they come from).
//
//	model, err := relate.Load(schema)
//	out, err := model.Score(ctx, input)
//	out.Probability(pair)[relation]
//
// The whole model reads the words of the article with an encoder; [LoadFast] gives a
// smaller one that knows only the features of each pair. What is a candidate, which
// pairs are worth asking, and what becomes of the scores is for the caller to say.
package relate
