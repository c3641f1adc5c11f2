package extract

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// datesOf renders the dates of a text as they resolve for an article of Thursday,
// 29 January 2026; "?" is one that does not.
func datesOf(text, published string, ahead bool) string {
	c := newClock(published)
	var out []string
	for _, d := range readDates(text) {
		v := c.resolve(&d.dateExpr, ahead)
		if v == "" {
			v = "?"
		} else {
			c.last = v
		}
		out = append(out, v)
	}
	return strings.Join(out, "; ")
}

type dateCase struct{ text, want string }

func runDateCases(t *testing.T, published string, ahead bool, cases []dateCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			if diff := cmp.Diff(c.want, datesOf(c.text, published, ahead)); diff != "" {
				t.Errorf("dates of %q (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

func TestDates(t *testing.T) {
	runDateCases(t, "2026-01-29", false, []dateCase{
		// Complete days.
		{"on 2026-01-26", "2026-01-26"},
		{"on January 26, 2026", "2026-01-26"},
		{"on Jan. 26, 2026,", "2026-01-26"},
		{"on Jan 26 2026", "2026-01-26"},
		{"on 26 January 2026", "2026-01-26"},
		{"on the 26th of January 2026", "2026-01-26"},
		{"on January 26th, 2026", "2026-01-26"},
		{"on Monday, January 26, 2026", "2026-01-26"},
		{"on Monday 26 January 2026", "2026-01-26"},
		{"on Sept. 3, 2019", "2019-09-03"},
		{"on February 29, 2020", "2020-02-29"},
		{"from August 3 to 5 in 2007", "2007-08-03/2007-08-05"},
		{"on February 30, 2020", "2020"},
		{"on 4 July 1776", "1776-07-04"},
		{"January 15-17, 2019", "2019-01-15/2019-01-17"},
		{"15-17 January 2019", "2019-01-15/2019-01-17"},
		{"15 to 17 January 2019", "2019-01-15/2019-01-17"},
		{"from January 15 to February 3, 2019", "2019-01-15/2019-02-03"},
		{"from 15 January 2019 to 3 February 2019", "2019-01-15/2019-02-03"},

		// Days without a year.
		{"on Jan. 26", "2026-01-26"},
		{"on January 29", "2026-01-29"},
		{"on January 30", "2026-01-30"},
		{"on 26 January", "2026-01-26"},
		{"on December 31", "2025-12-31"},
		{"on Dec. 31st", "2025-12-31"},
		{"on August 30", "2025-08-30"},
		{"on March 3", "2026-03-03"},
		{"on February 29", "2024-02-29"},
		{"on June 15", "2025-06-15"},
		{"Friday, December 12", "2025-12-12"},
		{"on Friday (December 12)", "2025-12-12"},
		{"January 15-17", "2026-01-15/2026-01-17"},
		{"January 12 and 13", "2026-01-12/2026-01-13"},
		{"from January 12 to January 20", "2026-01-12/2026-01-20"},

		// Weekdays.
		{"on Monday", "2026-01-26"},
		{"on Thursday", "2026-01-29"},
		{"on Friday", "2026-01-23"},
		{"last Friday", "2026-01-23"},
		{"last Thursday", "2026-01-22"},
		{"next Friday", "2026-01-30"},
		{"next Thursday", "2026-02-05"},
		{"this Saturday", "2026-01-31"},
		{"Tuesday's hearing", "2026-01-27"},
		{"on Wed., he", "2026-01-28"},
		{"the sun rose and he sat", ""},
		{"The Sun reported", ""},
		{"Sunday morning", "2026-01-25"},

		// Relative days, weeks, months, years.
		{"yesterday", "2026-01-28"},
		{"Yesterday's vote", "2026-01-28"},
		{"today", "2026-01-29"},
		{"tomorrow", "2026-01-30"},
		{"tonight", "2026-01-29"},
		{"last night", "2026-01-28"},
		{"this morning", "2026-01-29"},
		{"the day before yesterday", "2026-01-27"},
		{"last week", "2026-01"},
		{"this week", "2026-01"},
		{"next week", "2026-02"},
		{"last month", "2025-12"},
		{"this month", "2026-01"},
		{"next month", "2026-02"},
		{"last year", "2025"},
		{"last year's growth", "2025"},
		{"this year", "2026"},
		{"next year", "2027"},
		{"earlier this year", "2026"},
		{"so far this year", "2026"},
		{"by year's end", "2026"},
		{"by the end of the year", "2026"},
		{"by the end of 2027", "2027"},
		{"two days ago", "2026-01-27"},
		{"a week ago", "2026-01"},
		{"three weeks ago", "2026-01"},
		{"five weeks ago", "2025-12"},
		{"two months ago", "2025-11"},
		{"a year ago", "2025"},
		{"10 years ago", "2016"},
		{"a year earlier", ""},

		// Months.
		{"in January 2019", "2019-01"},
		{"in Jan. 2019", "2019-01"},
		{"in May", "2025-05"},
		{"in March", "2026-03"},
		{"in November", "2025-11"},
		{"November", "2025-11"},
		{"last May", "2025-05"},
		{"last January", "2025-01"},
		{"next May", "2026-05"},
		{"early May", "2025-05"},
		{"since March 2020", "2020-03"},
		{"in September last year", "2025-09"},
		{"in March next year", "2027-03"},
		{"in May of this year", "2026-05"},
		{"Theresa May said", ""},
		{"The march ended", ""},
		{"They may come", ""},
		{"from January to June 2025", "2025-01/2025-06"},
		{"January-November 2025", "2025-01/2025-11"},

		// Years and parts of years.
		{"in 2019", "2019"},
		{"since 1999, he", "1999"},
		{"the 2019 elections", "2019"},
		{"a 2018 report", "2018"},
		{"by 2030", "2030"},
		{"2019's best", "2019"},
		{"2000 people", ""},
		{"killed 2019 people", ""},
		{"2019", "2019"},
		{"late 2019", "2019"},
		{"mid-2019", "2019"},
		{"fiscal year 2025", "2025"},
		{"FY2025", "2025"},
		{"in 44 BC", "-44"},
		{"2,019 boats", ""},
		{"$2019", ""},
		{"2019 dollars", ""},
		{"spring 2019", "2019"},
		{"the winter of 1986", "1986"},
		{"the first quarter of 2025", "2025-01/2025-03"},
		{"Q3 2025", "2025-07/2025-09"},
		{"the second half of 2025", "2025-07/2025-12"},
		{"the fourth quarter of last year", "2025-10/2025-12"},
		{"the fourth quarter", "2025-10/2025-12"},
		{"the first nine months of 2025", "2025-01/2025-09"},
		{"the first half of the game", ""},

		// Decades and spans.
		{"in the 1990s", "1990/1999"},
		{"in the 1990's", "1990/1999"},
		{"in the '90s", "1990/1999"},
		{"the mid-1980s", "1980/1989"},
		{"For 2026-2030, the region", "2026/2030"},
		{"2026–2030", "2026/2030"},
		{"the 2025/26 season", "2025/2026"},
		{"the 2025-26 season", "2025/2026"},
		{"from 2015 to 2019", "2015/2019"},
		{"between 2015 and 2019", "2015/2019"},
		{"from 2015 until 2019", "2015/2019"},
		{"2015 and 2019", "2015; 2019"},
		{"from 2019 to 2015", "2019; 2015"},

		// Anaphora.
		{"in 2025. Trade that year", "2025; 2025"},
		{"on May 3, 2019, and later that day", "2019-05-03; 2019-05-03"},
		{"that year", "?"},

		// No dates.
		{"Jane Doe, 45, of Springfield", ""},
		{"at 3:30", ""},
		{"Flight 2019", ""},
		{"the 9/11 attacks", ""},
		{"I will sat 5", ""},
	})
}

func TestDatesAhead(t *testing.T) {
	runDateCases(t, "2026-01-29", true, []dateCase{
		{"on Friday", "2026-01-30"},
		{"on Monday", "2026-02-02"},
		{"on Thursday", "2026-01-29"},
		{"on January 26", "2027-01-26"},
		{"on March 3", "2026-03-03"},
		{"on August 30", "2026-08-30"},
		{"in May", "2026-05"},
		{"in January", "2026-01"},
		{"next year", "2027"},
		{"2026-02-01", "2026-02-01"},
	})
}

func TestDatesWithoutPublication(t *testing.T) {
	runDateCases(t, "", false, []dateCase{
		{"yesterday", "?"},
		{"on Friday", "?"},
		{"on Jan. 26", "?"},
		{"in May", "?"},
		{"last year", "?"},
		{"on January 26, 2026", "2026-01-26"},
		{"in the 1990s", "1990/1999"},
		{"from January 12 to January 20", "?"},
	})
	runDateCases(t, "soon", false, []dateCase{{"yesterday", "?"}})
	runDateCases(t, "2026-01-29T12:00:00Z", false, []dateCase{{"yesterday", "2026-01-28"}})
}

func TestRelativeDates(t *testing.T) {
	text := "On Friday, 3 May 2019, he said yesterday's vote and that of last week would count in 2020. That year passed."
	if got := RelativeDates(text); got != 2 {
		t.Errorf("%d relative dates, want 2", got)
	}
}

func FuzzReadDates(f *testing.F) {
	for _, text := range []string{"on Jan. 26", "from January 15 to February 3, 2019", "2026-2030", "the '90s", "44 BC", "Q1 2025", "last last May", "2025-13-45"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := newClock("2026-01-29")
		end := 0
		for _, d := range readDates(text) {
			if d.start < end || d.end <= d.start || d.end > len(text) {
				t.Fatalf("date of %q spans [%d, %d)", text, d.start, d.end)
			}
			end = d.end
			for _, ahead := range []bool{false, true} {
				if v := c.resolve(&d.dateExpr, ahead); !isoValue(v) {
					t.Fatalf("date %q of %q has the value %q", text[d.start:d.end], text, v)
				}
			}
		}
	})
}

// isoValue says whether v is empty, an ISO 8601 day, month or year, or two of them
// in order.
func isoValue(v string) bool {
	if v == "" || strings.HasPrefix(v, "-") && strings.Trim(v, "-0123456789") == "" {
		return true
	}
	low, high, isSpan := strings.Cut(v, "/")
	if isSpan && (low >= high || !isoDatePart(high)) {
		return false
	}
	return isoDatePart(low)
}

func isoDatePart(v string) bool {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, v); err == nil {
			return true
		}
	}
	return false
}
