package nlp

import (
	"strings"
	"unicode/utf8"
)

// isURL tells whether s as a whole is a web address or the like: an optional scheme,
// an optional user, a host, an optional port, an optional path.
//
// It stands for the model's url_match pattern, whose user part ("anything, then @")
// makes a backtracking engine slow. Where the host begins decides all that follows,
// and there are few such places; each is read once, up to the next "@" at most.
func (a *affixes) isURL(s string) bool {
	if strings.IndexByte(s, '.') < 0 {
		return false
	}
	if a.isHostAndPath(s) {
		return true
	}
	if rest, ok := cutScheme(s); ok && a.isHostAndPath(rest) {
		return true
	}
	for i := 1; i < len(s); i++ {
		next := strings.IndexByte(s[i:], '@')
		if next < 0 {
			break
		}
		i += next
		if a.isHostAndPath(s[i+1:]) {
			return true
		}
	}
	return false
}

// cutScheme gives what follows the first "://" of s if a scheme stands before it.
func cutScheme(s string) (string, bool) {
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok || utf8.RuneCountInString(scheme) < 2 {
		return "", false
	}
	for _, r := range scheme {
		if !isWord(r) && r != '+' && r != '-' && r != '.' {
			return "", false
		}
	}
	return rest, true
}

// isHostAndPath tells whether s is a host, an optional port and an optional path.
func (a *affixes) isHostAndPath(s string) bool {
	end := len(s)
	if i := strings.IndexAny(s, ":/?#@"); i >= 0 {
		end = i
	}
	if !a.isDomain(s[:end]) && !isPublicIPv4(s[:end]) {
		return false
	}
	rest := s[end:]
	if port, ok := strings.CutPrefix(rest, ":"); ok {
		n, digits := 0, 0
		for n < len(port) {
			r, size := utf8.DecodeRuneInString(port[n:])
			if !isDecimal(r) {
				break
			}
			n += size
			digits++
		}
		if digits < 2 || digits > 5 {
			return false
		}
		rest = port[n:]
	}
	return rest == "" || strings.IndexByte("/?#", rest[0]) >= 0
}

// Limits of a domain name, in runes.
const (
	maxLabel    = 64
	minTopLevel = 2
	maxTopLevel = 63
)

// isDomain tells whether s is one or more labels, each with a "." after it, and a
// top-level domain.
func (a *affixes) isDomain(s string) bool {
	label, rest, dotted := strings.Cut(s, ".")
	if !dotted {
		return false
	}
	for dotted {
		if !isLabel(label) {
			return false
		}
		label, rest, dotted = strings.Cut(rest, ".")
	}
	n := 0
	for _, r := range label {
		if n++; n > maxTopLevel || a.classes.of(r)&classTopLevel == 0 {
			return false
		}
	}
	return n >= minTopLevel
}

// isLabel tells whether s is a label of a domain name: letters and digits in a wide
// sense, with "_" and "-" only in between.
func isLabel(s string) bool {
	n := 0
	last := '-'
	for _, r := range s {
		inner := r == '_' || r == '-'
		if !inner && !isLabelRune(r) || inner && n == 0 {
			return false
		}
		if n++; n > maxLabel {
			return false
		}
		last = r
	}
	return last != '_' && last != '-'
}

func isLabelRune(r rune) bool {
	return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9' || 0xa1 <= r && r <= 0xffff
}

// isPublicIPv4 tells whether s is an IPv4 address outside the private ranges. Like the
// model's pattern it takes a decimal digit of any script in some places.
func isPublicIPv4(s string) bool {
	if len(s) > 4*3*utf8.UTFMax+3 {
		return false
	}
	octets := strings.Split(s, ".")
	if len(octets) != 4 || isPrivateIPv4(octets[0], octets[1]) {
		return false
	}
	return isOuterOctet(octets[0], '2', '3') && isInnerOctet(octets[1]) && isInnerOctet(octets[2]) &&
		isOuterOctet(octets[3], '5', '4')
}

// isPrivateIPv4 tells whether an address with these first two octets is private, the
// machine's own or link-local.
func isPrivateIPv4(first, second string) bool {
	switch first {
	case "10", "127":
		return true
	case "169":
		return second == "254"
	case "192":
		return second == "168"
	case "172":
		d := []rune(second)
		if len(d) != 2 {
			return false
		}
		return d[0] == '1' && '6' <= d[1] && d[1] <= '9' || d[0] == '2' && isDecimal(d[1]) ||
			d[0] == '3' && (d[1] == '0' || d[1] == '1')
	}
	return false
}

// isOuterOctet tells whether s is a first or last octet: 1 or more, no leading zero,
// and at most 2, tens, units (223 or 254).
func isOuterOctet(s string, tens, units rune) bool {
	d := []rune(s)
	switch len(d) {
	case 1:
		return '1' <= d[0] && d[0] <= '9'
	case 2:
		return '1' <= d[0] && d[0] <= '9' && isDecimal(d[1])
	case 3:
		return d[0] == '1' && isDecimal(d[1]) && isDecimal(d[2]) || isTwoHundred(d, tens, units)
	}
	return false
}

// isInnerOctet tells whether s is a second or third octet: 0 to 255, where two digits
// may begin with a zero and three may not.
func isInnerOctet(s string) bool {
	d := []rune(s)
	switch len(d) {
	case 1:
		return isDecimal(d[0])
	case 2:
		return isDecimal(d[0]) && isDecimal(d[1])
	case 3:
		return d[0] == '1' && isDecimal(d[1]) && isDecimal(d[2]) || isTwoHundred(d, '5', '5')
	}
	return false
}

// isTwoHundred tells whether three digits are 200 or more and at most 2, tens, units.
func isTwoHundred(d []rune, tens, units rune) bool {
	if d[0] != '2' {
		return false
	}
	return '0' <= d[1] && d[1] < tens && isDecimal(d[2]) || d[1] == tens && '0' <= d[2] && d[2] <= units
}
