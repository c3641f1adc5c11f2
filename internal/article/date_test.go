package article

import (
	"regexp"
	"testing"
)

func TestParseDate(t *testing.T) {
	tests := []struct{ in, want string }{
		// ISO 8601
		{"2026-01-29", "2026-01-29"},
		{" 2026-01-29 ", "2026-01-29"},
		{"2026-01", "2026-01"},
		{"2026", "2026"},
		{"2026-01-29T23:30:00-08:00", "2026-01-29"},
		{"2026-01-29T08:00:00.000Z", "2026-01-29"},
		{"2026-01-29 08:00:00+00:00", "2026-01-29"},
		{"2026-01-29 08:00", "2026-01-29"},
		{"20260129", "2026-01-29"},
		{"20260129T081500Z", "2026-01-29"},
		{"2024-02-29", "2024-02-29"},
		{"20260129081500", "2026-01-29"},
		{"1769674500", "2026-01-29"},
		{"1769674500123", "2026-01-29"},
		// figures with the year in front, or read in one way only
		{"2026/1/29", "2026-01-29"},
		{"2026.01.29 10:15", "2026-01-29"},
		{"2026-1-9", "2026-01-09"},
		{"29/01/2026", "2026-01-29"},
		{"29.1.2026", "2026-01-29"},
		{"01/29/2026", "2026-01-29"},
		{"03/03/2026", "2026-03-03"},
		{"2026年1月29日", "2026-01-29"},
		{"2026年1月29日 10:20", "2026-01-29"},
		// words
		{"January 29, 2026", "2026-01-29"},
		{"29 January 2026", "2026-01-29"},
		{"Jan. 29, 2026", "2026-01-29"},
		{"29th January 2026", "2026-01-29"},
		{"Sept. 3, 2025", "2025-09-03"},
		{"3-Sep-2025", "2025-09-03"},
		{"May 2025", "2025-05"},
		{"Thu, 29 Jan 2026 08:15:00 +0800", "2026-01-29"},
		{"Thu, 29 Jan 2026 08:15:00 -0800", "2026-01-29"},
		{"Thursday, January 29, 2026 at 3:04 p.m. EST", "2026-01-29"},
		{"Thu Jan 29 08:15:00 GMT 2026", "2026-01-29"},
		{"14 March 2025, 08:00 GMT", "2025-03-14"},
		// no dates
		{"", ""},
		{"yesterday", ""},
		{"n/a", ""},
		{"01/02/2026", ""},
		{"2026-13-01", ""},
		{"2026-02-30", ""},
		{"2025-02-29", ""},
		{"31 June 2025", ""},
		{"0000-00-00", ""},
		{"January 29", ""},
		{"29 2026", ""},
		{"2026-01-29x", ""},
		{"Mayor of 29 January 2026 town", ""},
		{"12345678901234567890", ""},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, ok := ParseDate(tt.in)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("ParseDate(%q) = %q, %v; want %q", tt.in, got, ok, tt.want)
			}
		})
	}
}

// FuzzParseDate checks that what is read is a date of ISO 8601 and reads as itself.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-01-29T08:00:00Z", "Jan. 29, 2026", "29/01/2026", "2026年1月29日", "20260129"} {
		f.Add(s)
	}
	form := regexp.MustCompile(`^[1-9]\d{3}(-\d\d(-\d\d)?)?$`)
	f.Fuzz(func(t *testing.T, s string) {
		date, ok := ParseDate(s)
		if !ok {
			return
		}
		if !form.MatchString(date) {
			t.Errorf("ParseDate(%q) = %q, no date", s, date)
		}
		if again, _ := ParseDate(date); again != date {
			t.Errorf("ParseDate(%q) = %q, read again %q", s, date, again)
		}
	})
}
