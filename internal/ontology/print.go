package ontology

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// RulesOf are the rules that find a relation, by name.
func (o *Ontology) RulesOf(relation string) []*Rule {
	var out []*Rule
	for _, r := range o.Rules() {
		if r.Relation == relation {
			out = append(out, r)
		}
	}
	return out
}

// everywhere are the qualifiers that all relations take, whether they list them or not.
var everywhere = []string{"date", "period", "place", "scope"}

// WriteYAML writes relations with their rules as a file that can be loaded on top of o.
func (o *Ontology) WriteYAML(w io.Writer, relations ...*Relation) error {
	b := &yamlWriter{}
	fmt.Fprintf(b, "# All relations take %s as well.\nrelations:\n", strings.Join(everywhere, ", "))
	var rules []*Rule
	for _, r := range relations {
		b.relation(r)
		own := o.RulesOf(r.Name)
		if len(own) == 0 {
			b.WriteString("    # No rule of verbs or nouns: constructions of the program and the model find it.\n")
		}
		rules = append(rules, own...)
	}
	if len(rules) > 0 {
		b.WriteString("rules:\n")
	}
	for _, r := range rules {
		b.rule(r)
	}
	_, err := w.Write(b.Bytes())
	return err
}

type yamlWriter struct{ bytes.Buffer }

// field writes a field that has a value.
func (b *yamlWriter) field(indent int, key, value string) {
	if value != "" {
		fmt.Fprintf(b, "%*s%s: %s\n", indent, "", key, value)
	}
}

func (b *yamlWriter) relation(r *Relation) {
	fmt.Fprintf(b, "  %s:\n", r.Name)
	b.field(4, "label", scalar(r.Label))
	b.field(4, "means", scalar(r.Means))
	b.field(4, "subject", flow(r.Subject))
	b.field(4, "object", flow(r.Object))
	b.field(4, "literal", string(r.Literal))
	b.field(4, "qualifiers", flow(r.Qualifiers))
	b.field(4, "key", flow(r.Key))
	b.field(4, "single", flow(r.Single))
	if !r.Direct {
		b.field(4, "direct", "false")
	}
	if r.Symmetric {
		b.field(4, "symmetric", "true")
	}
	b.field(4, "traits", flow(r.Traits))
	b.field(4, "near", scalar(strings.Join(r.Near, ", ")))
	if len(r.Unlike) > 0 {
		b.WriteString("    unlike:\n")
	}
	for _, c := range r.Unlike {
		b.field(6, c.Relation, scalar(c.Why))
	}
	if len(r.Examples) > 0 {
		b.WriteString("    examples:\n")
	}
	for _, e := range r.Examples {
		b.example(&e)
	}
}

func (b *yamlWriter) example(e *Example) {
	fmt.Fprintf(b, "      - text: %s\n", scalar(e.Text))
	b.field(8, "date", scalar(e.Date))
	switch len(e.States) {
	case 0:
		b.field(8, "states", "none")
	case 1:
		b.field(8, "states", scalar(e.States[0].String()))
	default:
		b.WriteString("        states:\n")
		for _, s := range e.States {
			fmt.Fprintf(b, "          - %s\n", scalar(s.String()))
		}
	}
	if e.Unsure {
		b.field(8, "unsure", "true")
	}
}

func (b *yamlWriter) rule(r *Rule) {
	fmt.Fprintf(b, "  %s:\n", r.Name)
	if r.Construction != "verb" {
		b.field(4, "construction", r.Construction)
	}
	b.field(4, "words", scalar(strings.Join(r.Words, ", ")))
	b.field(4, "relation", r.Relation)
	b.field(4, "subject", scalar(r.Subject.String()))
	b.field(4, "object", scalar(r.Object.String()))
	b.field(4, "role", scalar(r.Role))
	b.field(4, "status", r.Status)
	b.field(4, "holds", r.Holds)
	b.field(4, "needs", scalar(r.Needs))
	b.field(4, "confidence", strconv.FormatFloat(r.Confidence, 'g', -1, 64))
}

// String writes a slot as a rule has it: "to|of Place".
func (s Slot) String() string {
	return strings.Join(append([]string{strings.Join(s.Where, "|")}, s.Classes...), " ")
}

// scalar is a text in YAML: JSON's way of quoting is one of YAML's.
func scalar(s string) string {
	if s == "" {
		return ""
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return ""
	}
	return strings.TrimSpace(b.String())
}

// flow is a list of names in YAML; a single plain one needs no brackets.
func flow(names []string) string {
	switch {
	case len(names) == 0:
		return ""
	case len(names) == 1 && isPlain(names[0]):
		return names[0]
	}
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = name
		if !isPlain(name) {
			parts[i] = scalar(name)
		}
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// isPlain says that YAML reads a name without quotes as it is: "prime minister".
func isPlain(name string) bool {
	for word := range strings.SplitSeq(name, " ") {
		if !isName(word) || strings.EqualFold(word, "null") {
			return false
		}
	}
	return true
}

// WriteMarkdown writes relations for people to read, a section each.
func (o *Ontology) WriteMarkdown(w io.Writer, relations ...*Relation) error {
	var b bytes.Buffer
	for _, r := range relations {
		o.markdown(&b, r)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (o *Ontology) markdown(b *bytes.Buffer, r *Relation) {
	fmt.Fprintf(b, "### %s\n\n", r.Name)
	if r.Means != "" {
		fmt.Fprintf(b, "%s.\n\n", strings.TrimSuffix(r.Means, "."))
	}
	fmt.Fprintf(b, "%s → %s", strings.Join(r.Subject, ", "), strings.Join(r.Ends(), ", "))
	if len(r.Qualifiers) > 0 {
		fmt.Fprintf(b, "; %s", strings.Join(r.Qualifiers, ", "))
	}
	if r.Symmetric {
		b.WriteString("; holds both ways round")
	}
	b.WriteString("\n\n")
	for _, c := range r.Unlike {
		fmt.Fprintf(b, "- not [%s](#%s): %s\n", c.Relation, c.Relation, c.Why)
	}
	if len(r.Unlike) > 0 {
		b.WriteString("\n")
	}
	for _, e := range r.Examples {
		e.markdown(b, r.Name)
	}
	for _, kind := range Constructions {
		if words := o.triggers(r.Name, kind); len(words) > 0 {
			fmt.Fprintf(b, "%s: %s\n\n", constructionTitles[kind], strings.Join(words, ", "))
		}
	}
}

// markdown writes an example of a relation as a quotation.
func (e *Example) markdown(b *bytes.Buffer, relation string) {
	fmt.Fprintf(b, "> %s", e.Text)
	if e.Date != "" {
		fmt.Fprintf(b, " (%s)", e.Date)
	}
	b.WriteString("\n>\n")
	if len(e.States) == 0 {
		fmt.Fprintf(b, "> no %s\n", relation)
	}
	for i, s := range e.States {
		end := "  " // breaks the line
		if i == len(e.States)-1 {
			end = ""
		}
		fmt.Fprintf(b, "> `%s`%s\n", s, end)
	}
	if e.Unsure {
		b.WriteString(">\n> (not found yet)\n")
	}
	b.WriteString("\n")
}

// constructionTitles stand before the words of a construction.
var constructionTitles = map[string]string{"verb": "Verbs", "noun": "Nouns", "office": "Verbs of offices"}

// Ends are what the object may be: classes, and the datatype of a literal.
func (r *Relation) Ends() []string {
	if r.Literal == "" {
		return r.Object
	}
	return append(slices.Clone(r.Object), string(r.Literal))
}

// Triggers are the words by which the rules find a relation: by construction, each once.
func (o *Ontology) Triggers(relation string) []string {
	var out []string
	for _, kind := range Constructions {
		out = append(out, o.triggers(relation, kind)...)
	}
	return out
}

func (o *Ontology) triggers(relation, construction string) []string {
	words := map[string]bool{}
	for _, r := range o.RulesOf(relation) {
		if r.Construction != construction {
			continue
		}
		for _, w := range r.Words {
			words[w] = true
		}
	}
	return slices.Sorted(maps.Keys(words))
}
