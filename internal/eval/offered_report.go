package eval

import (
	"cmp"
	"context"
	"io/fs"
	"slices"
)

// OfferCounts is how many annotated statements there are, of how many the ends are
// offered, and of how many in the wording that would be written.
type OfferCounts struct{ Gold, Offered, Chosen int }

func (c *OfferCounts) add(r Reach) {
	c.Gold++
	if r.Ends {
		c.Offered++
	}
	if r.Chosen {
		c.Chosen++
	}
}

// Shares are those of the statements whose ends are offered in any wording, and in the
// chosen one; 0 without statements.
func (c OfferCounts) Shares() (offered, chosen float64) {
	if c.Gold == 0 {
		return 0, 0
	}
	return float64(c.Offered) / float64(c.Gold), float64(c.Chosen) / float64(c.Gold)
}

// OfferReport gathers what articles offer; the zero value is ready.
type OfferReport struct {
	Strict, Lenient OfferCounts

	groups map[[2]string]*OfferCounts // by scope and name; lenient
	missed map[string][]Offered       // by what Missed says
}

// Score adds what the articles of all annotations in the top folder of gold offer, with
// as many at a time as workers says. The system must be safe for that.
func (r *OfferReport) Score(ctx context.Context, gold fs.FS, system OfferSystem, workers int) error {
	names, err := Names(gold)
	if err != nil {
		return err
	}
	found := make([][]Offered, len(names))
	err = beside(ctx, len(names), workers, func(ctx context.Context, i int) error {
		stmts, err := ReadFile(gold, names[i])
		if err != nil {
			return err
		}
		found[i], err = system(ctx, names[i], stmts)
		return err
	})
	if err != nil {
		return err
	}
	for _, list := range found {
		r.Add(list)
	}
	return ctx.Err()
}

// Add counts statements.
func (r *OfferReport) Add(found []Offered) {
	if r.groups == nil {
		r.groups, r.missed = map[[2]string]*OfferCounts{}, map[string][]Offered{}
	}
	for _, o := range found {
		r.Strict.add(o.Strict)
		r.Lenient.add(o.Lenient)
		for _, key := range [][2]string{{"predicate", o.Statement.P}, {"source", Source(o.Article)}, {"article", o.Article}} {
			if r.groups[key] == nil {
				r.groups[key] = new(OfferCounts)
			}
			r.groups[key].add(o.Lenient)
		}
		for _, name := range o.Missed() {
			r.missed[name] = append(r.missed[name], o)
		}
	}
}

// OfferRow is one line of figures.
type OfferRow struct {
	Scope, Name string // as of [Row]
	OfferCounts
}

// Rows lays the figures out as [Report.Rows] does: the scopes asked for, then the totals.
func (r *OfferReport) Rows(scopes ...string) []OfferRow {
	var rows []OfferRow
	for _, scope := range scopes {
		from := len(rows)
		for key, c := range r.groups {
			if key[0] == scope {
				rows = append(rows, OfferRow{scope, key[1], *c})
			}
		}
		slices.SortFunc(rows[from:], func(a, b OfferRow) int {
			if scope != "article" && a.Gold != b.Gold {
				return cmp.Compare(b.Gold, a.Gold)
			}
			return cmp.Compare(a.Name, b.Name)
		})
	}
	return append(rows, OfferRow{"total", "strict", r.Strict}, OfferRow{"total", "lenient", r.Lenient})
}

// Miss is one reason why statements cannot be found in the right words.
type Miss struct {
	Name       string // as [Offered.Missed] names it
	Statements []Offered
}

// Missed are the reasons, the most frequent first. A statement both of whose ends are
// missing stands under both.
func (r *OfferReport) Missed() []Miss {
	var out []Miss
	for name, list := range r.missed {
		out = append(out, Miss{name, list})
	}
	slices.SortFunc(out, func(a, b Miss) int {
		return cmp.Or(cmp.Compare(len(b.Statements), len(a.Statements)), cmp.Compare(a.Name, b.Name))
	})
	return out
}
