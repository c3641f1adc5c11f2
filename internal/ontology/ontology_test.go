package ontology

import "testing"

func BenchmarkDefault(b *testing.B) {
	for b.Loop() {
		o := &Ontology{}
		for _, d := range [][]byte{newsYAML, rulesYAML, wordsYAML, placesYAML} {
			next, err := o.merge("news.yaml", d)
			if err != nil {
				b.Fatal(err)
			}
			o = next
		}
	}
}
