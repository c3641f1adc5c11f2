package article

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// identify fills in the identifier: the one given, else a hash of the page's address,
// else of the text. None of them depends on the order or time of reading.
func (a *Article) identify() {
	switch {
	case a.ID != "":
		a.ID = CleanID(a.ID)
	case a.URL != "":
		a.ID = hash("url", NormalURL(a.URL))
	default:
		a.ID = TextHash(a.Text)
	}
}

// TextHash is a hash of the text that does not change with its white space or
// composition of accents.
func TextHash(text string) string {
	return hash("text", strings.Join(strings.Fields(norm.NFC.String(text)), " "))
}

// hash is 32 hexadecimal digits of SHA-256; kind keeps an address apart from a text
// that spells it.
func hash(kind, s string) string {
	sum := sha256.Sum256([]byte(kind + "\n" + s))
	return hex.EncodeToString(sum[:16])
}

// maxID is the longest identifier in bytes: with an extension it still is a file name.
const maxID = 200

// CleanID makes a given identifier safe to end an IRI and to name a file. Letters and
// digits of every script and "-", "_", "." stay, so that most identifiers are their own
// clean form, and every clean one is. In any other, "_" takes the place of what cannot
// stay, and a hash of the whole keeps it apart: "2026/01" gives "2026_01-3ab1c09f".
func CleanID(id string) string {
	id = strings.TrimSpace(norm.NFC.String(id))
	var out strings.Builder
	for i, r := range id {
		if !isIDRune(r) || i == 0 && (r == '.' || r == '-') {
			r = '_'
		}
		out.WriteRune(r)
	}
	clean := out.String()
	if clean == id && len(id) <= maxID {
		return id
	}
	const tail = 8
	for len(clean) > maxID-1-tail {
		_, size := utf8.DecodeLastRuneInString(clean)
		clean = clean[:len(clean)-size]
	}
	return clean + "-" + hash("id", id)[:tail]
}

func isIDRune(r rune) bool {
	return r == '-' || r == '_' || r == '.' ||
		r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// NormalURL writes two addresses of one page alike: scheme https for http, host in
// lower case without the default port, no fragment, no dot segments, no slash at the
// end, parameters sorted and without those that only count visitors.
func NormalURL(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" {
		return s
	}
	u.Scheme = strings.ToLower(u.Scheme)
	port := u.Port()
	if u.Scheme == "http" || u.Scheme == "https" {
		u.Scheme = "https"
		if port == "80" || port == "443" {
			port = ""
		}
	}
	u.Host = strings.ToLower(u.Hostname())
	if strings.Contains(u.Host, ":") {
		u.Host = "[" + u.Host + "]"
	}
	if port != "" {
		u.Host += ":" + port
	}
	u.Fragment, u.RawFragment, u.User = "", "", nil
	u.Path = strings.TrimSuffix(path.Clean("/"+u.Path), "/")
	u.RawPath = "" // escapes are written again, all in one way
	u.RawQuery = normalQuery(u.RawQuery)
	u.ForceQuery = false
	return u.String()
}

// normalQuery sorts parameters by name and keeps the order of equal names.
func normalQuery(query string) string {
	params := strings.FieldsFunc(query, func(r rune) bool { return r == '&' })
	params = slices.DeleteFunc(params, func(p string) bool {
		name, _, _ := strings.Cut(strings.ToLower(p), "=")
		return strings.HasPrefix(name, "utm_") || slices.Contains(visitorParams, name)
	})
	slices.SortStableFunc(params, func(a, b string) int {
		x, _, _ := strings.Cut(a, "=")
		y, _, _ := strings.Cut(b, "=")
		return cmp.Compare(x, y)
	})
	return strings.Join(params, "&")
}

// visitorParams say where a visitor came from, not what the page is.
var visitorParams = []string{
	"at_campaign", "at_medium", "cmpid", "fbclid", "gclid", "dclid", "msclkid", "igshid", "mc_cid", "mc_eid",
	"ocid", "partner", "ref", "ref_src", "smid", "smtyp", "spm", "taid", "twclid", "yclid",
}

// cleanURL gives an absolute web address that may stand in an IRI, or "".
func cleanURL(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}
