package encoder

import "slices"

// WindowSize is the most pieces that the encoder reads together, [CLS] and [SEP] among
// them.
const WindowSize = 256

// TitleSize is how many pieces of the title, at most, stand before each window.
const TitleSize = 32

// Spot is where a word's first piece stands: WindowSize times the window plus the place
// in it.
type Spot int32

// Window is the number of the window.
func (s Spot) Window() int { return int(s) / WindowSize }

// Place is the place within the window.
func (s Spot) Place() int { return int(s) % WindowSize }

// Pack cuts the words of sentences into pieces and fills windows with whole sentences.
// Each window is [CLS], the title and [SEP] if there is one, the sentences, [SEP]. The
// rest of a sentence longer than a window is cut off; the spots of its words are the
// window's last place. spots has an entry for each word of each sentence.
func Pack(v *Vocabulary, title []string, sentences [][]string) (windows [][]uint16, spots [][]Spot) {
	p := packer{vocabulary: v, known: map[string][]uint16{}, start: v.start(title)}
	p.window = slices.Clone(p.start)
	spots = make([][]Spot, len(sentences))
	for i, words := range sentences {
		spots[i] = p.sentence(words)
	}
	if len(p.window) > len(p.start) {
		p.close()
	}
	return p.windows, spots
}

// start is what each window starts with.
func (v *Vocabulary) start(title []string) []uint16 {
	start := []uint16{v.cls}
	for _, w := range title {
		if start = v.AppendPieces(start, w); len(start) > TitleSize {
			break
		}
	}
	if len(start) > 1 {
		start = append(start[:min(len(start), 1+TitleSize)], v.sep)
	}
	return start
}

type packer struct {
	vocabulary *Vocabulary
	known      map[string][]uint16
	start      []uint16 // of each window
	windows    [][]uint16
	window     []uint16 // without its last [SEP]
}

func (p *packer) sentence(words []string) []Spot {
	size := 0
	for _, w := range words {
		size += len(p.pieces(w))
	}
	if len(p.window) > len(p.start) && len(p.window)+size+1 > WindowSize {
		p.close()
	}
	spots := make([]Spot, len(words))
	for i, w := range words {
		spots[i] = Spot(len(p.windows)*WindowSize + min(len(p.window), WindowSize-2))
		pieces := p.pieces(w)
		p.window = append(p.window, pieces[:min(len(pieces), WindowSize-1-len(p.window))]...)
	}
	return spots
}

func (p *packer) close() {
	p.windows = append(p.windows, append(p.window, p.vocabulary.sep))
	p.window = slices.Clone(p.start)
}

// pieces are those of a word, one at least.
func (p *packer) pieces(word string) []uint16 {
	pieces, ok := p.known[word]
	if !ok {
		if pieces = p.vocabulary.AppendPieces(nil, word); len(pieces) == 0 {
			pieces = []uint16{p.vocabulary.unknown}
		}
		p.known[word] = pieces
	}
	return pieces
}
