package nlp

// exceptions are the words that the model cuts by a list: "can't", "a.m.", ":-)".
type exceptions struct {
	keys   wordTable // the number is where the word's pieces begin in pieces
	pieces string    // a count, then for each its length, its norm's length and its norm
}

func (r *tableReader) exceptions() exceptions {
	e := exceptions{keys: r.wordTable(), pieces: r.text()}
	for key, at := range e.keys.all() {
		if !e.fits(key, at) {
			r.bad = true
			return exceptions{}
		}
	}
	return e
}

// fits tells whether the pieces at a place are whole and make up a key.
func (e *exceptions) fits(key string, at uint32) bool {
	if int64(at) >= int64(len(e.pieces)) {
		return false
	}
	count, rest, length := int(e.pieces[at]), e.pieces[at+1:], 0
	for range count {
		if len(rest) < 2 || len(rest) < 2+int(rest[1]) || rest[0] == 0 {
			return false
		}
		length += int(rest[0])
		rest = rest[2+int(rest[1]):]
	}
	return length == len(key)
}

// appendPieces appends the pieces of an exception that begins at byte start.
func (e *exceptions) appendPieces(out []piece, word string, start int) ([]piece, bool) {
	at, ok := e.keys.find(word)
	if !ok {
		return out, false
	}
	count, rest := int(e.pieces[at]), e.pieces[at+1:]
	for range count {
		start += int(rest[0])
		norm := rest[2 : 2+int(rest[1])]
		out = append(out, piece{end: start, norm: norm})
		rest = rest[2+len(norm):]
	}
	return out, true
}
