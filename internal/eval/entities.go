package eval

import (
	"context"
	"maps"
	"slices"
)

// EntityClass is one of the three classes of names that annotated sets share.
type EntityClass string

const (
	Person       EntityClass = "person"
	Organisation EntityClass = "organisation"
	Place        EntityClass = "place" // states and towns, other locations, facilities
)

// EntitySpan is an annotated name: code points [Start, End) of its text.
type EntitySpan struct {
	Start, End int
	Class      EntityClass
}

// EntityText is a text and the names annotated in it.
type EntityText struct {
	ID   string
	Text string
	Gold []EntitySpan
}

// EntitySystem finds the names of a text; spans of other classes are left out.
type EntitySystem func(ctx context.Context, text string) ([]EntitySpan, error)

// ScoreEntities counts exact spans of the right class, over all classes and by class. A
// span counts once however often it is annotated or given.
func ScoreEntities(ctx context.Context, texts []EntityText, system EntitySystem) (total Counts, byClass map[EntityClass]Counts, err error) {
	byClass = map[EntityClass]Counts{}
	for i := range texts {
		if err := ctx.Err(); err != nil {
			return total, nil, err
		}
		spans, err := system(ctx, texts[i].Text)
		if err != nil {
			return total, nil, err
		}
		gold, found := spanSet(texts[i].Gold), spanSet(spans)
		add := func(class EntityClass, d Counts) {
			c := byClass[class]
			c.add(d)
			byClass[class] = c
			total.add(d)
		}
		for sp := range gold {
			add(sp.Class, Counts{Gold: 1})
		}
		for sp := range found {
			d := Counts{System: 1}
			if gold[sp] {
				d.Right = 1
			}
			add(sp.Class, d)
		}
	}
	return total, byClass, nil
}

func spanSet(spans []EntitySpan) map[EntitySpan]bool {
	set := make(map[EntitySpan]bool, len(spans))
	for _, sp := range spans {
		set[sp] = true
	}
	return set
}

// EntityRows lays the figures of a system on a set out, classes by name and the total
// last.
func EntityRows(set, system string, total Counts, byClass map[EntityClass]Counts) []Row {
	var rows []Row
	for _, class := range slices.Sorted(maps.Keys(byClass)) {
		rows = append(rows, newRow(set, system+" "+string(class), byClass[class]))
	}
	return append(rows, newRow(set, system, total))
}
