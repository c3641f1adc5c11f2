package main

import (
	"cmp"
	"fmt"
	"slices"
)

// encodeLemmas writes for each part of speech, by the id of its lower-case name, its
// rules, its index of base forms, and its irregular forms.
func encodeLemmas(file any) ([]byte, error) {
	tables := make(map[string]map[uint64]any)
	var ids []uint64
	for _, name := range []string{"lemma_rules", "lemma_index", "lemma_exc"} {
		table, err := mapAt(file, name)
		if err != nil {
			return nil, err
		}
		tables[name] = make(map[uint64]any)
		for _, e := range table {
			id, ok := idKey(e.Key)
			if !ok {
				return nil, fmt.Errorf("%q has the key %v", name, e.Key)
			}
			tables[name][id] = e.Value
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, cmp.Compare[uint64])
	ids = slices.Compact(ids)
	var w tableWriter
	w.uint32(len(ids))
	for _, id := range ids {
		w.uint64(id)
		if err := w.lemmaTable(tables["lemma_rules"][id], tables["lemma_index"][id], tables["lemma_exc"][id]); err != nil {
			return nil, fmt.Errorf("lemmas of %d: %w", id, err)
		}
	}
	return w.out, nil
}

// lemmaTable writes the table of one part of speech; each part may be missing.
func (w *tableWriter) lemmaTable(rules, index, exceptions any) error {
	list, _ := rules.([]any)
	w.uint32(len(list))
	for _, v := range list {
		rule, err := stringsOf(v)
		if err != nil || len(rule) != 2 {
			return fmt.Errorf("rule %v", v)
		}
		w.text(rule[0])
		w.text(rule[1])
	}
	words, err := stringsOf(orEmpty(index))
	if err != nil {
		return err
	}
	if err := w.words(words, nil); err != nil {
		return err
	}
	table, ok := exceptions.(packedMap)
	if !ok && exceptions != nil {
		return fmt.Errorf("irregular forms are %T", exceptions)
	}
	return w.irregular(table)
}

func orEmpty(list any) any {
	if list == nil {
		return []any{}
	}
	return list
}

// irregular writes the irregular forms, each with the place of its base forms, and the
// base forms: a count, then for each its length and bytes.
func (w *tableWriter) irregular(table packedMap) error {
	words := make([]string, 0, len(table))
	places := make(map[string]int)
	var forms []byte
	for _, e := range table {
		word, ok := e.Key.(string)
		bases, err := stringsOf(e.Value)
		if err != nil || !ok || len(bases) > 255 {
			return fmt.Errorf("irregular form %v: %v", e.Key, e.Value)
		}
		words = append(words, word)
		places[word] = len(forms)
		forms = append(forms, byte(len(bases)))
		for _, base := range bases {
			if len(base) > 255 {
				return fmt.Errorf("base form %q is too long", base)
			}
			forms = append(forms, byte(len(base)))
			forms = append(forms, base...)
		}
	}
	if err := w.words(words, places); err != nil {
		return err
	}
	w.blob(forms)
	return nil
}
