// Package encoder runs a BERT encoder (uncased word pieces, learned positions, layer
// norms after each half, GELU) with weights of 6 bits, without other libraries.
//
//	vocabulary, err := encoder.NewVocabulary(text)
//	windows, spots := encoder.Pack(vocabulary, title, sentences)
//	vectors, err := network.Encode(ctx, nil, windows[0], places, scratch)
//
// Weights have one scale for each output, activations one scale and zero point for each
// row, found as they come, and 7 bits (NewMatrix, Rows). Products are summed in int32, hence exact;
// what is float32 is done in an order that is fixed, without fused operations and with
// approximations of exp and erf of its own. So the portable code and the assembly (AVX2,
// AVX-VNNI, AVX-512 VNNI, AMX) give the same bits, and a text is read alike on every machine.
//
// It leaves out what the relation model does not need: a second segment, batches of
// windows with padding, training (../../train does that).
package encoder
