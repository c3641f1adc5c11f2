package article

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNormalURL(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"as it is", "https://news.example/a/b?id=1", "https://news.example/a/b?id=1"},
		{"scheme, host, port", "HTTP://News.Example:80/a", "https://news.example/a"},
		{"another port", "https://news.example:8443/a", "https://news.example:8443/a"},
		{"fragment and slash", "https://news.example/a/#top", "https://news.example/a"},
		{"home page", "https://news.example", "https://news.example"},
		{"home page with its slash", "https://news.example/", "https://news.example"},
		{"visitors", "https://news.example/a?utm_source=x&id=1&fbclid=2", "https://news.example/a?id=1"},
		{"order of parameters", "https://news.example/a?b=2&a=1&b=1", "https://news.example/a?a=1&b=2&b=1"},
		{"empty query", "https://news.example/a?", "https://news.example/a"},
		{"dots", "https://news.example/x/../a/./b", "https://news.example/a/b"},
		{"escapes", "https://news.example/%7Eana/caf%c3%a9", "https://news.example/~ana/caf%C3%A9"},
		{"user", "https://ana:x@news.example/a", "https://news.example/a"},
		{"no address", "see attachment", "see attachment"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := NormalURL(tt.in)
			if got != tt.want {
				t.Errorf("NormalURL(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if again := NormalURL(got); again != got {
				t.Errorf("NormalURL(%q) = %q, not the same again", got, again)
			}
		})
	}
}

func TestCleanID(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"ours", "guangdong-2026-01-29", "guangdong-2026-01-29"},
		{"other scripts", "广东_1.v2", "广东_1.v2"},
		{"accents in two ways", "cafe\u0301", "café"},
		{"spaces around", " a ", "a"},
		{"path", "2026/01/29", "2026_01_29-" + hash("id", "2026/01/29")[:8]},
		{"up a folder", "../x", "_._x-" + hash("id", "../x")[:8]},
		{"option", "-rf", "_rf-" + hash("id", "-rf")[:8]},
		{"address", "https://a.b/?c=d", "https___a.b__c_d-" + hash("id", "https://a.b/?c=d")[:8]},
		{"zero byte", "a\x00", "a_-" + hash("id", "a\x00")[:8]},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := CleanID(tt.in); got != tt.want {
				t.Errorf("CleanID(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
	if a, b := CleanID("a/b"), CleanID("a_b"); a == b {
		t.Errorf("two identifiers give %q", a)
	}
}

// FuzzCleanID checks what its results promise.
func FuzzCleanID(f *testing.F) {
	f.Add("2026/01/29")
	f.Add(strings.Repeat("é", 300))
	f.Fuzz(func(t *testing.T, id string) {
		clean := CleanID(id)
		if len(clean) > maxID || !utf8.ValidString(clean) || strings.ContainsAny(clean, "/\\<>\"{}|^`:*? %\x00") {
			t.Errorf("CleanID(%q) = %q", id, clean)
		}
		if again := CleanID(clean); again != clean {
			t.Errorf("CleanID(%q) = %q, cleaned again %q", id, clean, again)
		}
	})
}

func TestIdentity(t *testing.T) {
	id := func(pairs ...string) string {
		t.Helper()
		var ids []string
		fsys := files(pairs...)
		for a, err := range Read(t.Context(), fsys, pairs[:1], Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, a.ID)
		}
		return strings.Join(ids, " ")
	}
	given := id("a.json", `{"id":17,"url":"https://news.example/a","text":"One."}`)
	byURL := id("a.json", `{"url":"http://news.example/a/?utm_medium=x","text":"One."}`)
	byURL2 := id("a.json", `{"url":"https://news.example/a","text":"Another."}`)
	byText := id("a.txt", "One\ncafé.")
	byText2 := id("b.json", `{"text":" One cafe\u0301. "}`)
	sidecar := id("a.txt", "One.", "a.meta.json", `{"id":"side"}`)
	switch {
	case given != "17":
		t.Errorf("given identifier is %q", given)
	case byURL != byURL2 || len(byURL) != 32:
		t.Errorf("one address gives %q and %q", byURL, byURL2)
	case byText != byText2 || len(byText) != 32:
		t.Errorf("one text gives %q and %q", byText, byText2)
	case sidecar != "side":
		t.Errorf("sidecar's identifier is %q", sidecar)
	}
}
