package ontology

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

func TestSlug(t *testing.T) {
	long := strings.Repeat("a", 200)
	for name, want := range map[string]string{
		"Zhang Jingsong":         "zhang-jingsong",
		"  Zhang   Jingsong ":    "zhang-jingsong",
		"ZHANG Jingsong":         "zhang-jingsong",
		"José Muñoz":             "josé-muñoz",
		"Jose\u0301 Mun\u0303oz": "josé-muñoz",
		"U.S. Senate":            "us-senate",
		"O’Brien":                "obrien",
		"O'Brien":                "obrien",
		"AT&T":                   "at-t",
		"C++":                    "c++",
		"Владимир Ёлкин":         "владимир-ёлкин",
		"中国商务部":                  "中国商务部",
		"हिन्दी":                 "हिन्दी",
		"G20":                    "g20",
		"a/b#c?d%e":              "a-b-c-d-e",
		"!!!":                    "x-" + digest("!!!")[:8],
		"":                       "x-" + digest("")[:8],
		long:                     strings.Repeat("a", 121) + "-" + digest(long)[:8],
	} {
		if got := Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestEntityIRI(t *testing.T) {
	article := DefaultBase.Article("a-1", "", "")
	for _, c := range []struct {
		entity Entity
		want   quad.IRI
	}{
		{Entity{Class: "Person", Name: "Zhang Jingsong"}, "urn:newskg:data/entity/person/zhang-jingsong"},
		{Entity{Class: "PoliticalParty", Name: "Greens"}, "urn:newskg:data/entity/political-party/greens"},
		{Entity{Class: "Organization", Name: "Department of Commerce", Local: true}, "urn:newskg:data/article/a-1#entity/department-of-commerce"},

		// What the gazetteer knows is the same by any name, and never an article's own.
		{Entity{Class: "Place", Name: "U.S.", Canonical: "United States"}, "urn:newskg:data/entity/place/united-states"},
		{Entity{Class: "Place", Name: "United States", Canonical: "United States"}, "urn:newskg:data/entity/place/united-states"},
		{Entity{Class: "Place", Name: "Georgia", Canonical: "Georgia (state)"}, "urn:newskg:data/entity/place/georgia-state"},
		{Entity{Class: "Place", Name: "Georgia", Canonical: "Georgia (country)"}, "urn:newskg:data/entity/place/georgia-country"},
		{Entity{Class: "Organization", Name: "GOP", Local: true, Canonical: "Republican Party"}, "urn:newskg:data/entity/organization/republican-party"},
	} {
		if got := DefaultBase.Entity(&c.entity, article); got != c.want {
			t.Errorf("%+v: %s, want %s", c.entity, got, c.want)
		}
	}
}

func TestArticleIRI(t *testing.T) {
	b := DefaultBase
	for _, c := range []struct {
		name    string
		x, y    quad.IRI
		differs bool
	}{
		{"the id goes before the address", b.Article("x", "https://a.example/", "t"), b.Article("x", "", ""), false},
		{"the address goes before the text", b.Article("", "https://a.example/", "t"), b.Article("", "https://a.example/", "u"), false},
		{"white space in a text", b.Article("", "", "a  b\r\nc"), b.Article("", "", "a b c\n"), false},
		{"another text", b.Article("", "", "a b c"), b.Article("", "", "a b d"), true},
		{"ids that escape alike", b.Article("a/b", "", ""), b.Article("a%2Fb", "", ""), true},
		{"a text that looks like an address", b.Article("", "https://a.example", ""), b.Article("", "", "https://a.example"), true},
	} {
		if (c.x != c.y) != c.differs {
			t.Errorf("%s: %s, %s", c.name, c.x, c.y)
		}
	}
	if got := b.Article("Ünïcode id/#", "", ""); got != "urn:newskg:data/article/Ünïcode%20id%2F%23" {
		t.Errorf("escaped: %s", got)
	}
}

func TestNormalURL(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP://WWW.Example.COM:80/A/?utm_source=x&b=2&a=1#top": "https://example.com/A?a=1&b=2",
		"https://example.com":                 "https://example.com",
		"https://example.com/":                "https://example.com",
		"https://example.com:8443/a":          "https://example.com:8443/a",
		"https://user:pw@example.com/a%2Fb/c": "https://example.com/a%2Fb/c",
		"https://example.com/?fbclid=1":       "https://example.com",
		" not a url ":                         "not a url",
		"https://[::1]/a":                     "https://[::1]/a",
		"":                                    "",
	} {
		if got := NormalURL(in); got != want {
			t.Errorf("NormalURL(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestStatementIRI holds what the IRI of a statement depends on.
func TestStatementIRI(t *testing.T) {
	q := func(key string, v quad.Value) Qualified { return Qualified{key, Term(key), v} }
	role, start := q("role", quad.String("head")), q("start", Literal("2025", Date))
	base := DefaultBase.Statement("urn:s", "urn:p", quad.IRI("urn:o"), []Qualified{role, start}, "asserted")
	for _, c := range []struct {
		name string
		iri  quad.IRI
		same bool
	}{
		{"order of qualifiers", DefaultBase.Statement("urn:s", "urn:p", quad.IRI("urn:o"), []Qualified{start, role}, "asserted"), true},
		{"a qualifier twice", DefaultBase.Statement("urn:s", "urn:p", quad.IRI("urn:o"), []Qualified{start, role, role}, "asserted"), true},
		{"status", DefaultBase.Statement("urn:s", "urn:p", quad.IRI("urn:o"), []Qualified{role, start}, "former"), false},
		{"object of another kind", DefaultBase.Statement("urn:s", "urn:p", quad.String("urn:o"), []Qualified{role, start}, "asserted"), false},
		{"datatype", DefaultBase.Statement("urn:s", "urn:p", quad.IRI("urn:o"), []Qualified{role, q("start", quad.String("2025"))}, "asserted"), false},
		{"no subject", DefaultBase.Statement("", "urn:p", quad.IRI("urn:o"), []Qualified{role, start}, "asserted"), false},
	} {
		if (c.iri == base) != c.same {
			t.Errorf("%s: %s, %s", c.name, base, c.iri)
		}
	}
	if hash := strings.TrimPrefix(string(base), "urn:newskg:data/statement/"); len(hash) != 32 || strings.Trim(hash, "0123456789abcdef") != "" {
		t.Errorf("statement %s: want 32 hexadecimal digits", base)
	}
}

func TestKeyHash(t *testing.T) {
	q := func(key, v string) Qualified { return Qualified{key, Term(key), quad.String(v)} }
	keys := []string{"object", "role"}
	base := KeyHash("urn:s", "urn:p", quad.IRI("urn:o"), []Qualified{q("role", "head"), q("start", "1")}, keys)
	for _, c := range []struct {
		name string
		key  string
		same bool
	}{
		{"what is no key", KeyHash("urn:s", "urn:p", quad.IRI("urn:o"), []Qualified{q("start", "2"), q("role", "head")}, keys), true},
		{"order of keys", KeyHash("urn:s", "urn:p", quad.IRI("urn:o"), []Qualified{q("role", "head")}, []string{"role", "object"}), true},
		{"role", KeyHash("urn:s", "urn:p", quad.IRI("urn:o"), []Qualified{q("role", "member")}, keys), false},
		{"object", KeyHash("urn:s", "urn:p", quad.IRI("urn:x"), []Qualified{q("role", "head")}, keys), false},
		{"subject", KeyHash("urn:x", "urn:p", quad.IRI("urn:o"), []Qualified{q("role", "head")}, keys), false},
	} {
		if (c.key == base) != c.same {
			t.Errorf("%s: %s, %s", c.name, base, c.key)
		}
	}
}

func TestLiteral(t *testing.T) {
	for _, c := range []struct {
		lexical  string
		datatype Datatype
		want     string // its type, "" for a plain string
	}{
		{"2026-01-29", Date, "date"},
		{"2026-01", Date, "gYearMonth"},
		{"2026", Period, "gYear"},
		{"-0044", Date, "gYear"},
		{"2026-01-29T10:00:00Z", Date, "dateTime"},
		{"2025-01/2025-06", Period, ""},
		{"2026-13", Date, ""},
		{"2026-01-32", Date, ""},
		{"9490000000000", Decimal, "decimal"},
		{"1.5", Decimal, "decimal"},
		{"16-17", Decimal, ""},
		{"12", Integer, "integer"},
		{"1.5", Integer, "decimal"},
		{"+4.4%", Percent, ""},
		{"CNY", Currency, ""},
		{"12", String, ""},
	} {
		got := ""
		if v, ok := Literal(c.lexical, c.datatype).(quad.TypedString); ok {
			got = strings.TrimPrefix(string(v.Type), xsd)
			if string(v.Value) != c.lexical {
				t.Errorf("%q as %s: lexical form %q", c.lexical, c.datatype, v.Value)
			}
		}
		if got != c.want {
			t.Errorf("%q as %s: xsd:%s, want xsd:%s", c.lexical, c.datatype, got, c.want)
		}
	}
}

func TestParseBase(t *testing.T) {
	for base, ok := range map[string]bool{
		"urn:newskg:data/":         true,
		"https://news.example/kg/": true,
		"https://news.example/#":   false,
		"https://news.example":     false,
		"news.example/":            false,
		"https://news example/":    false,
		"https://news.example/<>/": false,
		":/":                       false,
		"1a:/":                     false,
		"":                         false,
	} {
		if _, err := ParseBase(base); (err == nil) != ok {
			t.Errorf("ParseBase(%q): %v", base, err)
		}
	}
}

// FuzzIRIs holds that whatever an article names gives valid IRIs, and names with one
// slug keep it when it is read as a name.
func FuzzIRIs(f *testing.F) {
	for _, s := range []string{"Zhang Jingsong", "U.S.", "!!!", "", "\xff", "a/b", "<>", "\u202e", "İ", "ﬀ", "\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		article := DefaultBase.Article(s, s, s)
		for _, iri := range []quad.IRI{
			article,
			DefaultBase.Article("", s, ""),
			DefaultBase.Entity(&Entity{Class: "Person", Name: s}, article),
			DefaultBase.Entity(&Entity{Class: s, Name: s, Local: true}, article),
			Term(s),
		} {
			if _, err := ParseIRI(string(iri)); err != nil {
				t.Errorf("%q: %v", s, err)
			}
		}
		if slug := Slug(s); utf8.RuneCountInString(slug) <= maxSlug && Slug(slug) != slug && !strings.HasPrefix(slug, "x-") {
			t.Errorf("Slug(%q) = %q, whose slug is %q", s, slug, Slug(slug))
		}
	})
}
