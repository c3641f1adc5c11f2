package article

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestRecords(t *testing.T) {
	tests := []struct {
		name, in string
		want     Article
	}{
		{
			name: "ours",
			in:   `{"id":"lugo-1","url":"https://news.example/a","date":"2026-01-29","title":"New  mayor","text":"One.\n\nTwo."}`,
			want: Article{ID: "lugo-1", URL: "https://news.example/a", Date: "2026-01-29", Title: "New mayor", Source: "news.example", Text: "One.\n\nTwo."},
		},
		{
			name: "news-please",
			in: `{"authors":["Bo Lind","By Cy Park"],"date_download":"2026-02-01 10:00:00","date_modify":"2026-01-30 07:00:00","date_publish":"2026-01-29 06:30:00","description":"d","filename":"x.json","image_url":null,` +
				`"language":"en","localpath":null,"maintext":"One.\nTwo.","source_domain":"news.example","title":"New mayor","title_page":null,"title_rss":null,"url":"https://news.example/a"}`,
			want: Article{
				ID: hash("url", "https://news.example/a"), URL: "https://news.example/a", Date: "2026-01-29", Title: "New mayor",
				Source: "news.example", Language: "en", Authors: []string{"Bo Lind", "Cy Park"}, Text: "One.\n\nTwo.",
			},
		},
		{
			name: "schema.org",
			in:   `{"@type":"NewsArticle","headline":"New mayor","datePublished":"2026-01-29T08:00:00+01:00","author":{"name":"Bo Lind"},"publisher":{"name":"The Wire"},"inLanguage":"en","articleBody":"One."}`,
			want: Article{ID: TextHash("One."), Date: "2026-01-29", Title: "New mayor", Source: "The Wire", Language: "en", Authors: []string{"Bo Lind"}, Text: "One."},
		},
		{
			name: "nothing but text; null and empty values",
			in:   `{"id":null,"url":"","title":" ","date":null,"authors":[],"text":"One."}`,
			want: Article{ID: TextHash("One."), Text: "One."},
		},
		{
			name: "values that are left aside",
			in:   `{"id":{"a":1},"url":"/a/b","date":"last week","title":true,"text":"One."}`,
			want: Article{ID: TextHash("One."), Title: "true", Text: "One.", Warnings: []string{
				`id is an object: left aside`, `url "/a/b" is no web address: left aside`, `date "last week" is not understood: left aside`,
			}},
		},
		{
			name: "numbers as identifier and date",
			in:   `{"id":12345678901234567890,"date":1769674500,"text":"One."}`,
			want: Article{ID: "12345678901234567890", Date: "2026-01-29", Text: "One."},
		},
		{
			name: "escapes and invalid UTF-8",
			in:   "{\"id\":\"x\",\"text\":\"\\u00e9 \\ud83d\\ude00 \xE5\xB9.\"}",
			want: Article{ID: "x", Text: "é 😀 �."},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, name := range []string{"a.json", "a.jsonl"} {
				var got []Article
				for a, err := range Read(t.Context(), files(name, tt.in), []string{name}, Options{}) {
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, a)
				}
				opts := cmp.Options{cmpopts.IgnoreFields(Article{}, "Path", "Line"), cmpopts.EquateEmpty()}
				if diff := cmp.Diff([]Article{tt.want}, got, opts); diff != "" {
					t.Errorf("%s: articles (-want +got):\n%s", name, diff)
				}
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	tests := []struct{ name, file, data, want string }{
		{"one object", "a.json", "\n{\"text\":\"One.\"}\n", "read a.json One.\n"},
		{"objects in a row", "a.json", "{\"text\":\"One.\"}\n\n{\"text\":\"Two.\"} {\"text\":\"Three.\"}", "read a.json:1 One.\nread a.json:3 Two.\nread a.json:3 Three.\n"},
		{"a list", "a.json", "[\n{\"text\":\"One.\"}\n]", "read a.json:2 One.\n"},
		{"an empty list", "a.json", "[]", ""},
		{"nothing", "a.json", " \n", ""},
		{"no object", "a.json", "7", "error \"a.json\":1: an article is a JSON object, not a number\n"},
		{"rubbish", "a.json", "{\"text\":\"One.\"}\n]", "read a.json One.\nerror \"a.json\":2: broken JSON: invalid character ']' looking for beginning of value\n"},
		{"rubbish in a list", "a.json", "[{\"text\":\"One.\"},\n\nx]", "read a.json:1 One.\nerror \"a.json\":3: broken JSON: invalid character 'x' looking for beginning of value\n"},
		{"open list", "a.json", "[{\"text\":\"One.\"}\n", "read a.json:1 One.\nerror \"a.json\":2: broken JSON: ends too early\n"},
		{"UTF-16 with its mark", "a.jsonl", "\xFF\xFE{\x00\"\x00t\x00e\x00x\x00t\x00\"\x00:\x00\"\x00O\x00\"\x00}\x00", "read a.jsonl:1 O\n"},
		{"UTF-8 with its mark", "a.json", "\xEF\xBB\xBF{\"text\":\"One.\"}", "read a.json One.\n"},
		{"Windows line ends and empty lines", "a.jsonl", "{\"text\":\"One.\"}\r\n\r\n \n{\"text\":\"Two.\"}\r\n", "read a.jsonl:1 One.\nread a.jsonl:4 Two.\n"},
		{"more after an object", "a.jsonl", "{\"text\":\"One.\"} {\"text\":\"Two.\"}", "error \"a.jsonl\":1: broken JSON: more after the object\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, outcome(t, files(tt.file, tt.data), Options{}, tt.file)); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
		})
	}
}

func TestKnownBeside(t *testing.T) {
	read := func(opts Options, pairs ...string) Article {
		t.Helper()
		for a, err := range Read(t.Context(), files(pairs...), pairs[:1], opts) {
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		t.Fatal("nothing read")
		return Article{}
	}
	const text = " date 2026-01-29 Ana Ruiz won."
	t.Run("a date in front is read and stays", func(t *testing.T) {
		got := read(Options{}, "a.txt", text)
		if got.Date != "2026-01-29" || got.Text != text {
			t.Errorf("date %q, text %q", got.Date, got.Text)
		}
	})
	t.Run("a sidecar overrules the text, an option the sidecar", func(t *testing.T) {
		got := read(Options{Title: "Option"}, "a.txt", text, "a.meta.json", `{"title":"Sidecar","date":"2026-01-30","authors":"Bo Lind"}`)
		want := Article{ID: TextHash(text), Title: "Option", Date: "2026-01-30", Authors: []string{"Bo Lind"}, Text: text, Path: "a.txt"}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("article (-want +got):\n%s", diff)
		}
	})
	t.Run("of several articles a sidecar gives what they share", func(t *testing.T) {
		got := read(Options{}, "a.jsonl", `{"text":"One."}`, "a.meta.json", `{"id":"x","date":"2026-01-30","source":"The Wire"}`)
		if got.ID == "x" || got.Date != "" || got.Source != "The Wire" {
			t.Errorf("article %+v", got)
		}
	})
	t.Run("a word that only begins like a date", func(t *testing.T) {
		if got := read(Options{}, "a.txt", "Date palms 2026-01-29."); got.Date != "" {
			t.Errorf("date %q", got.Date)
		}
	})
}

func TestLanguage(t *testing.T) {
	english := "The provincial government said on Monday that trade with its neighbours had grown by a tenth over the past year, and that it would open two more ports before the summer. "
	tests := []struct {
		name, text, want string
		reliable         bool
	}{
		{"English", english + english, "en", true},
		{"English, full of other names", "Zhang Jingsong, Wu Jianhua and Nguyễn Phú Trọng met Łukasz Żółć and José María Ibáñez in Guangzhou. " + english + english, "en", true},
		{"too short", "Olá, mundo.", "", false},
		{"Portuguese", strings.Repeat("O governo do estado informou nesta segunda-feira que as exportações cresceram dez por cento no ano passado e que vai abrir mais dois portos antes do verão. ", 2), "pt", true},
		{"German", strings.Repeat("Die Landesregierung teilte am Montag mit, dass der Handel mit den Nachbarländern im vergangenen Jahr um ein Zehntel gewachsen sei. ", 3), "de", true},
		{"Chinese", strings.Repeat("广东省政府周一表示，去年与邻国的贸易增长了百分之十，夏天之前还将新开两个港口。", 8), "zh", true},
		{"Russian", strings.Repeat("Правительство области сообщило в понедельник, что торговля с соседями выросла за год на десятую часть. ", 3), "ru", true},
		{"figures", strings.Repeat("1,234.5 6% ", 100), "", false},
		{"nothing", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, reliable := Language(tt.text)
			if reliable != tt.reliable || tt.want != "" && got != tt.want {
				t.Errorf("Language = %q, %v; want %q, %v", got, reliable, tt.want, tt.reliable)
			}
		})
	}
}

func TestPlainlyEnglish(t *testing.T) {
	english := "The mayor of the town said on Monday that the bridge, which was closed in May, will open again this year. "
	dutch := "De burgemeester van de stad was in de winter in het ziekenhuis en zei maandag dat de brug in mei weer open is. "
	tests := []struct {
		name, text string
		want       bool
	}{
		{"English", strings.Repeat(english, 10), true},
		{"too short", english, false},
		{"Dutch", strings.Repeat(dutch, 10), false},
		{"a third English", strings.Repeat(english+dutch+dutch, 5), false},
		{"names", strings.Repeat("Lena Örn, Bo Chen and Ana Ruiz; ", 40), false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := plainlyEnglish(tt.text); got != tt.want {
				t.Errorf("plainlyEnglish is %t, want %t", got, tt.want)
			}
		})
	}
}

func BenchmarkLanguage(b *testing.B) {
	text := strings.Repeat("The provincial government said on Monday that trade had grown by a tenth over the year. ", 40)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Language(text)
	}
}
