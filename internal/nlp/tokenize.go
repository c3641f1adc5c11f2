package nlp

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"
)

// tokenizer cuts a text into tokens: at white space, then each chunk between white
// space by the model's prefixes, suffixes, infixes and exceptions ("can't" is "ca"
// and "n't"), then again where neighbouring tokens form an exception.
type tokenizer struct {
	affixes    affixes
	exceptions exceptions
	specials   sequences
	chunks     *cache[[]piece]
}

// piece is a token of a chunk. It begins where the piece before it ends.
type piece struct {
	end  int    // in bytes from the start of the chunk
	norm string // given by an exception, else ""
}

// chunkCacheSize is the number of chunks whose pieces are kept: about 150 bytes each, at
// most 1,600.
const chunkCacheSize = 1 << 14

func decodeTokenizer(section []byte) (*tokenizer, error) {
	r := tableReader{rest: section}
	t := &tokenizer{
		affixes:    r.affixes(),
		exceptions: r.exceptions(),
		chunks:     newCache[[]piece](chunkCacheSize),
	}
	if err := r.done("tokenizer"); err != nil {
		return nil, err
	}
	t.specials = newSequences(t)
	return t, nil
}

// tokenize fills doc.Tokens from doc.Text: Text, Start and Space, and Norm where an
// exception of the tokenizer gives it. The error is that of ctx.
func (t *tokenizer) tokenize(ctx context.Context, doc *Doc) error {
	s := splitter{tokenizer: t}
	toks, err := s.tokens(ctx, doc.Text)
	if err != nil {
		return err
	}
	doc.Tokens = t.specials.join(t, doc.Text, toks)
	return nil
}

// chunkEnd is the end of the longest run from byte start on in which all runes are
// white space or none is.
func chunkEnd(text string, start int) int {
	first, size := utf8.DecodeRuneInString(text[start:])
	space := isSpace(first)
	for i := start + size; i < len(text); i += size {
		r := rune(text[i])
		size = 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if isSpace(r) != space {
			return i
		}
	}
	return len(text)
}

// splitter cuts chunks and keeps its scratch memory from one to the next.
type splitter struct {
	tokenizer *tokenizer
	plain     bool // do without exceptions

	out      []piece
	suffixes []int // lengths of the suffixes taken off, from the outside in
}

// tokens cuts a text at white space and each chunk into its pieces. The error is that
// of ctx.
func (s *splitter) tokens(ctx context.Context, text string) ([]Token, error) {
	toks := make([]Token, 0, strings.Count(text, " ")+len(text)/16+1)
	for start, chunks := 0, 0; start < len(text); chunks++ {
		end := chunkEnd(text, start)
		from := start
		pieces := s.pieces(text[start:end])
		if (chunks%1024 == 0 || len(pieces) > 1024) && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		toks = slices.Grow(toks, len(pieces)) // at once: one chunk may be all of the text
		for _, p := range pieces {
			toks = append(toks, Token{Text: text[from : start+p.end], Start: from, Norm: p.norm})
			from = start + p.end
		}
		// The first U+0020 after a word belongs to it. No run of white space ends
		// before one, so the last token is a word.
		if end < len(text) && text[end] == ' ' {
			toks[len(toks)-1].Space = true
			end++
		}
		start = end
	}
	return toks, nil
}

// pieces is split through the cache. The result is valid until the next call.
func (s *splitter) pieces(chunk string) []piece {
	if s.plain || len(chunk) > maxCacheKey {
		return s.split(chunk)
	}
	cache := s.tokenizer.chunks
	if kept := cache.get(chunk); kept != nil {
		return *kept
	}
	kept := slices.Clone(s.split(chunk))
	cache.put(strings.Clone(chunk), &kept)
	return kept
}

// split cuts a chunk into pieces: prefixes and suffixes are taken off one after the
// other until an exception is left or nothing more comes off.
func (s *splitter) split(chunk string) []piece {
	s.out, s.suffixes = s.out[:0], s.suffixes[:0]
	if s.exception(chunk, 0) {
		return s.out
	}
	start, end := s.strip(chunk)
	if start < end && !s.exception(chunk[start:end], start) {
		if s.tokenizer.affixes.isURL(chunk[start:end]) {
			s.emit(end)
		} else {
			s.splitInfixes(chunk[start:end], start)
		}
	}
	for i := len(s.suffixes) - 1; i >= 0; i-- {
		end += s.suffixes[i]
		s.emit(end)
	}
	return s.out
}

// strip emits the prefixes of a chunk, notes its suffixes, and gives what lies
// between them.
func (s *splitter) strip(chunk string) (start, end int) {
	a := &s.tokenizer.affixes
	end = len(chunk)
	for start < end && !s.isException(chunk[start:end]) {
		rest := chunk[start:end]
		p := a.prefix(rest)
		if p > 0 && s.isException(rest[p:]) {
			start += p
			s.emit(start)
			break
		}
		// A suffix does not see the prefix.
		q := a.suffix(rest[p:])
		if q > 0 && s.isException(rest[:len(rest)-q]) {
			end -= q
			s.suffixes = append(s.suffixes, q)
			break
		}
		if p == 0 && q == 0 {
			break
		}
		if p > 0 {
			start += p
			s.emit(start)
		}
		if q > 0 {
			end -= q
			s.suffixes = append(s.suffixes, q)
		}
	}
	return start, end
}

// splitInfixes emits the pieces of word, which begins at byte start of the chunk.
func (s *splitter) splitInfixes(word string, start int) {
	last := 0
	for at := 0; ; {
		from, to := s.tokenizer.affixes.infix(word, at)
		if from == to {
			break
		}
		at = to
		if from == 0 {
			continue // it stays with what follows it
		}
		if from > last {
			s.emit(start + from)
		}
		s.emit(start + to)
		last = to
	}
	if last < len(word) {
		s.emit(start + len(word))
	}
}

func (s *splitter) emit(end int) { s.out = append(s.out, piece{end: end}) }

func (s *splitter) isException(word string) bool {
	return !s.plain && s.tokenizer.exceptions.keys.has(word)
}

// exception emits the pieces of word, which begins at byte start of the chunk, if it
// is an exception.
func (s *splitter) exception(word string, start int) bool {
	if s.plain {
		return false
	}
	out, ok := s.tokenizer.exceptions.appendPieces(s.out, word, start)
	s.out = out
	return ok
}
