package ontology

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
	"golang.org/x/text/unicode/norm"
)

// Vocabulary is the namespace of every term of ours: classes, relations, qualifiers
// and the words of the graph model.
const Vocabulary = "urn:newskg:"

// DefaultBase is the data namespace of a database that names none.
const DefaultBase Base = "urn:newskg:data/"

// Base is the namespace of a database's data, as "https://news.example/kg/". Every
// IRI below it is a function of the thing that it names, never of the order or time
// of reading.
type Base string

// ParseBase checks that s can stand before a path: an absolute IRI without query and
// fragment that ends with "/" or ":".
func ParseBase(s string) (Base, error) {
	if _, err := ParseIRI(s); err != nil {
		return "", fmt.Errorf("base %w", err)
	}
	if !strings.HasSuffix(s, "/") && !strings.HasSuffix(s, ":") || strings.ContainsAny(s, "?#") {
		return "", fmt.Errorf(`base %q: must end with "/" or ":" and have no "?" or "#"`, s)
	}
	return Base(s), nil
}

// ParseIRI checks that s is an absolute IRI that N-Quads can write.
func ParseIRI(s string) (quad.IRI, error) {
	if scheme, rest, ok := strings.Cut(s, ":"); !ok || !isScheme(scheme) || rest == "" {
		return "", fmt.Errorf("%q: want an absolute IRI, as %q", s, DefaultBase)
	}
	if i := strings.IndexFunc(s, notIRI); i >= 0 {
		return "", fmt.Errorf("%q: %q cannot stand in an IRI", s, s[i:i+1])
	}
	return quad.IRI(s), nil
}

func isScheme(s string) bool {
	for i, r := range s {
		letter := 'a' <= r|0x20 && r|0x20 <= 'z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", r)) {
			return false
		}
	}
	return s != ""
}

// notIRI holds for what the grammar of N-Quads keeps out of an IRIREF, and for
// invalid UTF-8.
func notIRI(r rune) bool {
	return r <= ' ' || 0x7f <= r && r < 0xa0 || r == utf8.RuneError || strings.ContainsRune("<>\"{}|^`\\", r)
}

// Term is an IRI of the vocabulary, as kg:holds-office for "holds-office".
func Term(name string) quad.IRI { return quad.IRI(Vocabulary + escapeSegment(name)) }

// Graph is a reserved graph: "ontology", "runs" or "links".
func (b Base) Graph(name string) quad.IRI { return quad.IRI(string(b) + "graph/" + name) }

// Run is the IRI of one run over articles, told apart by what is recorded of it.
func (b Base) Run(recorded ...string) quad.IRI {
	return quad.IRI(string(b) + "run/" + digest(recorded...))
}

// Article is the IRI of an article: of its id, else of its address, else of its text.
func (b Base) Article(id, address, text string) quad.IRI {
	if id == "" {
		id = ArticleID(address, text)
	}
	return quad.IRI(string(b) + "article/" + escapeSegment(id))
}

// ArticleID is the id of an article that brings none: 32 hexadecimal digits of the
// SHA-256 of its normalised address, or without one of its normalised text.
func ArticleID(address, text string) string {
	if address != "" {
		return digest("url", NormalURL(address))
	}
	return digest("text", NormalText(text))
}

// Version is the IRI of an earlier text of an article.
func Version(article quad.IRI, textHash string) quad.IRI {
	return article + quad.IRI("/version/"+textHash)
}

// Span is the IRI of the characters [start, end) of an article (RFC 5147), counted in
// code points.
func Span(article quad.IRI, start, end int) quad.IRI {
	return article + quad.IRI(fmt.Sprintf("#char=%d,%d", start, end))
}

// Reading is the IRI of one sentence of an article (or of a version of it) that
// states a statement.
func (b Base) Reading(statement, article quad.IRI, start, end int) quad.IRI {
	hash := digest(string(statement), string(article), fmt.Sprintf("%d,%d", start, end))
	return quad.IRI(string(b) + "reading/" + hash)
}

// Entity is the IRI of an entity that an article names. What the gazetteer knows is the
// same thing by any of its names, and a complete proper name in every article; any
// other stays the article's own.
func (b Base) Entity(e *Entity, article quad.IRI) quad.IRI {
	name := e.Name
	switch {
	case e.Canonical != "":
		name = e.Canonical
	case e.Local:
		return article + quad.IRI("#entity/"+Slug(e.Name))
	}
	return quad.IRI(string(b) + "entity/" + kebab(e.Class) + "/" + Slug(name))
}

// Statement is the IRI of what is said, the same whoever says it. It is minted from
// its canonical form: subject, predicate, object, the qualifiers sorted, and status.
func (b Base) Statement(subject, predicate quad.IRI, object quad.Value, qualifiers []Qualified, status string) quad.IRI {
	parts := []string{string(subject), string(predicate), canonical(object)}
	var sorted []string
	for _, q := range qualifiers {
		sorted = append(sorted, string(q.Predicate)+" "+canonical(q.Value))
	}
	slices.Sort(sorted)
	parts = append(parts, slices.Compact(sorted)...)
	return quad.IRI(string(b) + "statement/" + digest(append(parts, status)...))
}

// Qualified is a qualifier as it stands in the graph.
type Qualified struct {
	Key       string
	Predicate quad.IRI
	Value     quad.Value
}

// KeyHash is the hash by which statements about one thing find each other: two that
// agree in subject, predicate and the qualifiers of keys ("object" among them means the
// object) say the same thing or contradict each other.
func KeyHash(subject, predicate quad.IRI, object quad.Value, qualifiers []Qualified, keys []string) string {
	parts := []string{string(subject), string(predicate)}
	sorted := slices.Clone(keys)
	slices.Sort(sorted)
	for _, key := range sorted {
		if key == "object" {
			parts = append(parts, "object", canonical(object))
		}
		var values []string
		for _, q := range qualifiers {
			if q.Key == key {
				values = append(values, canonical(q.Value))
			}
		}
		slices.Sort(values)
		for _, v := range slices.Compact(values) {
			parts = append(parts, key, v)
		}
	}
	return digest(parts...)
}

// canonical writes a term so that no two terms look alike.
func canonical(v quad.Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case quad.IRI:
		return "<" + string(v) + ">"
	case quad.String:
		return `"` + string(v)
	case quad.TypedString:
		return "^" + string(v.Type) + `"` + string(v.Value)
	case quad.LangString:
		return "@" + v.Lang + `"` + string(v.Value)
	}
	return v.String()
}

// digest is 32 hexadecimal digits of the SHA-256 over parts, each with its length
// before it so that no two lists of parts run together alike.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:", len(p))
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// TextHash is the hash of an article's text by which an edit is told: 32 hexadecimal
// digits.
func TextHash(text string) string { return digest("text", text) }

// maxSlug bounds a slug, in code points: names are rarely longer, and an IRI should
// fit a line.
const maxSlug = 120

// Slug is a name as a path segment: letters, marks and digits of every script in
// lower case, runs of anything else as one hyphen; dots and apostrophes vanish, so that
// "U.S." and "US", "O’Brien" and "O'Brien" are one. It is never empty.
func Slug(name string) string {
	var b strings.Builder
	runes, gap := 0, false
	for _, r := range norm.NFC.String(strings.ToLower(norm.NFC.String(name))) {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r), r == '+':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
			runes++
		case strings.ContainsRune(".'’‘ʼ`´", r):
		default:
			gap = true
		}
		if runes > maxSlug {
			return cutSlug(b.String(), name)
		}
	}
	if b.Len() == 0 {
		return "x-" + digest(name)[:8]
	}
	return norm.NFC.String(b.String()) // what vanished may have kept a letter from its accent
}

// cutSlug keeps a long name's beginning and tells it apart from others that begin alike.
func cutSlug(slug, name string) string {
	return strings.TrimRight(norm.NFC.String(slug), "-") + "-" + digest(norm.NFC.String(strings.ToLower(name)))[:8]
}

// kebab turns the name of a class into a path segment: "PoliticalParty" into
// "political-party".
func kebab(class string) string {
	var b strings.Builder
	for i, r := range class {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return Slug(b.String())
}

// escapeSegment percent-encodes whatever cannot stand in one segment of an IRI's
// path, "%" too, so that no two names escape alike. Letters of every script stay.
func escapeSegment(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r != utf8.RuneError && isSegment(r) {
			b.WriteString(s[i : i+size])
		} else {
			for _, c := range []byte(s[i : i+size]) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		}
		i += size
	}
	return b.String()
}

func isSegment(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-._~!$&'()*+,;=:@", r)
	default:
		return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
	}
}

// NormalURL is an address without what does not change the page: the scheme and host
// in lower case, "http" as "https", no "www.", default port, fragment, trailing slash
// or parameters that only say where a reader came from.
func NormalURL(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return strings.TrimSpace(address)
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme == "http" {
		u.Scheme = "https"
	}
	u.Host = strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	if port := u.Port(); port == "" || port == "443" || port == "80" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	query := u.Query()
	for key := range query {
		if isTracking(key) {
			query.Del(key)
		}
	}
	u.RawQuery, u.ForceQuery = query.Encode(), false
	return u.String()
}

func isTracking(key string) bool {
	key = strings.ToLower(key)
	return strings.HasPrefix(key, "utm_") || slices.Contains([]string{"fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "cmpid", "ref_src"}, key)
}

// NormalText is a text in NFC with every run of white space as one space.
func NormalText(text string) string {
	return strings.Join(strings.Fields(norm.NFC.String(text)), " ")
}
