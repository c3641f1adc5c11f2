package link

import (
	"testing"

	"kg/internal/ontology"
)

func TestIsBareBody(t *testing.T) {
	tests := []struct {
		in   string
		want bool
	}{
		{"Department of Commerce", true},
		{"Ministry of Foreign Affairs", true},
		{"the Supreme Court", true},
		{"House of Representatives", true},
		{"Central Bank", true},
		{"Senate", true},
		{"Bank of Uganda", false},
		{"Guangdong Department of Commerce", false},
		{"European Commission", false},
		{"ASEAN", false},
		{"", false},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			if got := isBareBody(ontology.NameKey(tt.in)); got != tt.want {
				t.Errorf("isBareBody(%q) = %v, want %v", tt.in, got, tt.want)
			}
		})
	}
}
