package main

import (
	"strings"
	"testing"
)

// m makes a map from keys and values in turn.
func m(pairs ...any) packedMap {
	var out packedMap
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, packedEntry{pairs[i], pairs[i+1]})
	}
	return out
}

// TestEncodersReject checks that what the program does not know how to do ends the
// conversion: another version of the package must not be taken over in part.
func TestEncodersReject(t *testing.T) {
	rule := func(token packedMap, attrs packedMap, index int64) any {
		return []any{m("patterns", []any{[]any{token}}, "attrs", attrs, "index", index)}
	}
	exception := func(key string, tokens ...any) error {
		return new(tableWriter).exceptions(m(key, tokens))
	}
	run := func(encode func(any) ([]byte, error), v any) error {
		_, err := encode(v)
		return err
	}
	long := strings.Repeat("a", 256)
	for _, tt := range []struct {
		name string
		err  error
		ok   bool
	}{
		{"a rule", run(encodeRuler, rule(m("TAG", "NN"), m("POS", "NOUN"), 0)), true},
		{"a rule with a list", run(encodeRuler, rule(m("TAG", m("IN", []any{"NN"})), m("POS", "NOUN"), 0)), true},
		{"an unknown attribute", run(encodeRuler, rule(m("SHAPE", "x"), m("POS", "NOUN"), 0)), false},
		{"an attribute that is only set", run(encodeRuler, rule(m("POS", "NOUN"), m("TAG", "NN"), 0)), false},
		{"an attribute that is only tested", run(encodeRuler, rule(m("TAG", "NN"), m("LOWER", "x"), 0)), false},
		{"an operator", run(encodeRuler, rule(m("TAG", "NN", "OP", "+"), m("POS", "NOUN"), 0)), false},
		{"an unknown operator", run(encodeRuler, rule(m("TAG", m("FUZZY", "NN")), m("POS", "NOUN"), 0)), false},
		{"an unknown regular expression", run(encodeRuler, rule(m("LOWER", m("REGEX", "^a")), m("POS", "NOUN"), 0)), false},
		{"an index from the end", run(encodeRuler, rule(m("TAG", "NN"), m("POS", "NOUN"), -1)), false},
		{"an index after the end", run(encodeRuler, rule(m("TAG", "NN"), m("POS", "NOUN"), 1)), false},
		{"no rules", run(encodeRuler, m()), false},

		{"an exception", exception("can't", m(int64(65), "ca", int64(67), "can"), m(int64(65), "n't")), true},
		{"tokens that are not the exception", exception("can't", m(int64(65), "can")), false},
		{"tokens that are more", exception("can", m(int64(65), "can"), m(int64(65), "t")), false},
		{"an unknown attribute of a token", exception("a", m(int64(65), "a", int64(73), "a")), false},
		{"a token without text", exception("a", m(int64(67), "a")), false},
		{"no tokens", exception("a"), false},
		{"a long exception", exception(long, m(int64(65), long)), false},
		{"no patterns", run(encodeTokenizer, m("exceptions", m())), false},

		{"norms", run(encodeNorms, m("lexeme_norm", m(int64(7), "a", uint64(1<<63), "b"))), true},
		{"norms by name", run(encodeNorms, m("lexeme_norm", m("a", "a"))), false},
		{"no norms", run(encodeNorms, m()), false},

		{"lemmas", run(encodeLemmas, m("lemma_rules", m(), "lemma_index", m(), "lemma_exc", m())), true},
		{
			"a rule of one part",
			run(encodeLemmas, m("lemma_rules", m(int64(1), []any{[]any{"s"}}), "lemma_index", m(), "lemma_exc", m())), false,
		},
		{"no index", run(encodeLemmas, m("lemma_rules", m(), "lemma_exc", m())), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if (tt.err == nil) != tt.ok {
				t.Errorf("error %v", tt.err)
			}
		})
	}
}
