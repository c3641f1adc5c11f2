package link

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// sssomColumns are slots of https://mapping-commons.github.io/sssom/Mapping/.
var sssomColumns = []string{
	"subject_id", "subject_label", "subject_category", "predicate_id", "object_id", "object_label", "object_category",
	"mapping_justification", "subject_match_field", "object_match_field", "match_string", "mapping_tool", "mapping_tool_version", "comment",
}

// WriteSSSOM writes the links as a mapping set in SSSOM's TSV, with its metadata above.
// It says nothing of the time, so that the same links give the same bytes.
func (r *Result) WriteSSSOM(w io.Writer, run Run) error {
	out := bufio.NewWriter(w)
	short := r.shortener(run)
	fmt.Fprintf(out, "#mapping_set_id: %s\n#license: https://w3id.org/sssom/license/unspecified\n", string(run.IRI(r)))
	fmt.Fprintf(out, "#comment: links with %s\n#curie_map:\n", tsvCell(run.Other))
	for _, p := range short {
		fmt.Fprintf(out, "#  %s: %q\n", p.prefix, p.namespace)
	}
	fmt.Fprintln(out, strings.Join(sssomColumns, "\t"))
	for _, l := range r.Links {
		cells := []string{
			short.curie(l.Subject.IRI), l.Subject.Label, strings.Join(l.Subject.Classes, "|"),
			short.curie(l.Predicate),
			short.curie(l.Object.IRI), l.Object.Label, strings.Join(l.Object.Classes, "|"),
			"semapv:" + l.Evidence.justify(), l.Evidence.From, l.Evidence.To, l.Evidence.Value,
			"kg", run.Version, l.Evidence.Reason(),
		}
		for i, cell := range cells {
			cells[i] = tsvCell(cell)
		}
		fmt.Fprintln(out, strings.Join(cells, "\t"))
	}
	return out.Flush()
}

// tsvCell keeps a value in its cell.
func tsvCell(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\t' || r == '\n' || r == '\r' }), " ")
}

// shortener shortens IRIs by the first prefix that fits, the longest namespaces first.
type shortener []struct{ prefix, namespace string }

// shortener gives the prefixes in use. Those of the two graphs are their entities'
// common beginnings.
func (r *Result) shortener(run Run) shortener {
	s := shortener{
		{"data", string(run.Base)}, {"owl", owlNS}, {"semapv", semapvNS}, {"skos", skosNS}, {"wikidata", wikidataItem},
	}
	if strings.HasPrefix(string(run.Base), "urn:") { // else readers take a URN for an unknown prefix
		s = append(s, struct{ prefix, namespace string }{"urn", "urn:"})
	}
	if other := r.otherBase(); other != "" && other != string(run.Base) && other != wikidataItem {
		s = append(s, struct{ prefix, namespace string }{"other", other})
	}
	slices.SortFunc(s, func(a, b struct{ prefix, namespace string }) int {
		return cmp.Or(cmp.Compare(len(b.namespace), len(a.namespace)), cmp.Compare(a.prefix, b.prefix))
	})
	return s
}

// otherBase is what all objects' IRIs begin with, up to a "/", "#" or ":"; a host alone is
// none.
func (r *Result) otherBase() string {
	if len(r.Links) == 0 {
		return ""
	}
	common := string(r.Links[0].Object.IRI)
	for _, l := range r.Links {
		for !strings.HasPrefix(string(l.Object.IRI), common) {
			common = common[:len(common)-1]
		}
	}
	common = common[:strings.LastIndexAny(common, "/#:")+1]
	if strings.HasSuffix(common, "://") {
		return ""
	}
	return common
}

// curie shortens an IRI. SSSOM takes URIs alone: what is not ASCII is escaped, as RFC
// 3987, section 3.1, maps the one to the other.
func (s shortener) curie(iri quad.IRI) string {
	for _, p := range s {
		if local, ok := strings.CutPrefix(string(iri), p.namespace); ok && local != "" {
			return p.prefix + ":" + uri(local)
		}
	}
	return uri(string(iri))
}

func uri(iri string) string {
	var out strings.Builder
	for _, c := range []byte(iri) {
		if c < 0x80 {
			out.WriteByte(c)
		} else {
			fmt.Fprintf(&out, "%%%02X", c)
		}
	}
	return out.String()
}
