package ontology

import (
	"regexp"
	"sync"

	"github.com/cayleygraph/quad"
)

const xsd = "http://www.w3.org/2001/XMLSchema#"

// lexicalForms are the forms of XML Schema that a value in normal form may have.
var lexicalForms = sync.OnceValue(func() map[string]*regexp.Regexp {
	return map[string]*regexp.Regexp{
		"integer":    regexp.MustCompile(`^[+-]?[0-9]+$`),
		"decimal":    regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$`),
		"date":       regexp.MustCompile(`^-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`),
		"dateTime":   regexp.MustCompile(`^-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-][01][0-9]:[0-5][0-9])?$`),
		"gYearMonth": regexp.MustCompile(`^-?[0-9]{4,}-(0[1-9]|1[0-2])$`),
		"gYear":      regexp.MustCompile(`^-?[0-9]{4,}$`),
	}
})

// Literal is a value in normal form as an RDF literal of its datatype: a date as
// xsd:date, xsd:gYearMonth or xsd:gYear, whichever its precision allows. What does not
// have the datatype's lexical form ("16-17" for a decimal, "2025-Q3" for a period)
// stays a plain string, since a wrong type would make the graph invalid.
func Literal(lexical string, datatype Datatype) quad.Value {
	var forms []string
	switch datatype {
	case Integer:
		forms = []string{"integer", "decimal"}
	case Decimal:
		forms = []string{"decimal"}
	case Date, Period:
		forms = []string{"date", "dateTime", "gYearMonth", "gYear"}
	}
	for _, form := range forms {
		if lexicalForms()[form].MatchString(lexical) {
			return quad.TypedString{Value: quad.String(lexical), Type: quad.IRI(xsd + form)}
		}
	}
	return quad.String(lexical)
}
