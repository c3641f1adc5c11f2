package nlp

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"unicode/utf8"
	"unsafe"
)

// MaxRunes is the length in code points of the longest text that is annotated.
const MaxRunes = 1_000_000

// ErrTooLong says that a text has more than [MaxRunes] code points.
var ErrTooLong = errors.New("text has more than 1,000,000 characters")

// Pipeline annotates texts with the decisions of one model. It is safe for concurrent
// use; a text gets the same annotations whatever was annotated before or beside it.
type Pipeline struct {
	tokenizer  *tokenizer
	norms      *norms
	encoders   [encoderCount]*tok2vec
	tagger     *tagger
	parser     *parser
	ruler      *ruler
	lemmas     *lemmatizer
	recognizer *recognizer

	words   *cache[wordVectors]
	scratch sync.Pool // of *scratch
}

// NewPipeline reads a model file (package nlp/en embeds one). The pipeline goes on
// reading model: it must not change.
func NewPipeline(model []byte) (*Pipeline, error) {
	s, err := parseSections(aligned(model))
	if err != nil {
		return nil, err
	}
	p := &Pipeline{words: newCache[wordVectors](wordCacheSize)}
	for _, decode := range []func(sections) error{p.decodeLexical, p.decodeEncoders, p.decodeDecisions} {
		if err := decode(s); err != nil {
			return nil, fmt.Errorf("read model: %w", err)
		}
	}
	p.scratch.New = func() any { return p.newScratch() }
	return p, nil
}

// aligned gives the model at an address on which vector loads are fast, a copy where
// it is not at one.
func aligned(model []byte) []byte {
	if len(model) == 0 || uintptr(unsafe.Pointer(&model[0]))%32 == 0 {
		return model
	}
	room := make([]byte, len(model)+sectionAlign)
	shift := -uintptr(unsafe.Pointer(&room[0])) % sectionAlign
	copied := room[shift : int(shift)+len(model)]
	copy(copied, model)
	return copied
}

func (p *Pipeline) decodeLexical(s sections) (err error) {
	var parts [4][]byte
	for i, name := range []string{"tokenizer", "norms", "ruler", "lemmas"} {
		if parts[i], err = s.bytes(name); err != nil {
			return err
		}
	}
	if p.tokenizer, err = decodeTokenizer(parts[0]); err != nil {
		return err
	}
	if p.norms, err = decodeNorms(parts[1]); err != nil {
		return err
	}
	if p.ruler, err = decodeRuler(parts[2]); err != nil {
		return err
	}
	p.lemmas, err = decodeLemmas(parts[3])
	return err
}

func (p *Pipeline) decodeEncoders(s sections) (err error) {
	for e, name := range []string{sharedEncoder: "tok2vec", entityEncoder: "ner"} {
		if p.encoders[e], err = decodeTok2vec(s, name); err != nil {
			return err
		}
	}
	return nil
}

func (p *Pipeline) decodeDecisions(s sections) (err error) {
	if p.tagger, err = decodeTagger(s); err != nil {
		return err
	}
	if p.parser, err = decodeParser(s); err != nil {
		return err
	}
	if p.recognizer, err = decodeRecognizer(s); err != nil {
		return err
	}
	shared, entity := p.encoders[sharedEncoder].width(), p.encoders[entityEncoder].width()
	if p.tagger.scores.weights.in != shared || p.parser.model.project.weights.in != shared || p.recognizer.model.project.weights.in != entity {
		return fmt.Errorf("vectors do not fit what reads them: %w", ErrModel)
	}
	return nil
}

// scratch is the memory that one text needs while it is annotated and that the next
// one can use again.
type scratch struct {
	mixer      mixer
	encoder    encoderScratch
	scores     []float32
	inputs     []float32 // one run's rows of the recognizer's input
	parser     parserScratch
	recognizer recognizerScratch
}

func (p *Pipeline) newScratch() *scratch {
	return &scratch{mixer: mixer{
		encoders: &p.encoders, norms: p.norms, words: p.words,
		pending: make(map[string]*wordVectors),
	}}
}

// Tokenize cuts a text into tokens with their norms; nothing else is decided. Invalid
// UTF-8 is replaced first (see [ValidText]).
func (p *Pipeline) Tokenize(ctx context.Context, text string) (*Doc, error) {
	doc := &Doc{Text: ValidText(text)}
	if n := utf8.RuneCountInString(doc.Text); n > MaxRunes {
		return nil, fmt.Errorf("%w: %d", ErrTooLong, n)
	}
	if err := p.tokenizer.tokenize(ctx, doc); err != nil {
		return nil, err
	}
	p.norms.apply(doc)
	return doc, nil
}

// Annotate decides everything that a Doc holds. Invalid UTF-8 is replaced first (see
// [ValidText]). The error is [ErrTooLong] or that of ctx.
func (p *Pipeline) Annotate(ctx context.Context, text string) (*Doc, error) {
	doc, err := p.Tokenize(ctx, text)
	if err != nil || len(doc.Tokens) == 0 {
		return doc, err
	}
	s := p.scratch.Get().(*scratch)
	defer p.scratch.Put(s)
	words, err := s.mixer.vectors(ctx, doc.Tokens)
	if err != nil {
		return nil, err
	}
	inputs, err := p.tag(ctx, doc, words, s)
	if err != nil {
		return nil, err
	}
	if err := p.parse(ctx, doc, inputs, s); err != nil {
		return nil, err
	}
	p.ruler.apply(doc)
	p.lemmas.apply(doc)
	if err := p.recognize(ctx, doc, words, s); err != nil {
		return nil, err
	}
	return doc, nil
}

// runTokens is how many tokens go through the encoders at once. The neighbours on
// either side are computed anew for each run: about 1 % more work.
const runTokens = 384

// runs calls f for each run of tokens with their vectors, which are valid until f
// returns.
func (p *Pipeline) runs(ctx context.Context, encoder int, words []*wordVectors, s *scratch, f func(first, count int, vectors []float32) error) error {
	n := len(words)
	mixed := func(i int) []float32 { return words[i][encoder] }
	for first := 0; first < n; first += runTokens {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		count := min(runTokens, n-first)
		if err := f(first, count, p.encoders[encoder].encode(mixed, n, first, count, &s.encoder)); err != nil {
			return err
		}
	}
	return nil
}

// tag sets the tags and gives the rows of the parser's input.
func (p *Pipeline) tag(ctx context.Context, doc *Doc, words []*wordVectors, s *scratch) ([]float32, error) {
	s.scores = grown(s.scores, roundRows(runTokens)*p.tagger.scores.step())
	project := &p.parser.model.project
	inputs := make([]float32, (len(words)+rowsAtOnce)*project.step())
	err := p.runs(ctx, sharedEncoder, words, s, func(first, count int, vectors []float32) error {
		p.tagger.tag(doc.Tokens[first:first+count], vectors, s.scores)
		project.apply(inputs[first*project.step():], vectors, count)
		return nil
	})
	return inputs, err
}

// parse sets heads, relations and sentence starts.
func (p *Pipeline) parse(ctx context.Context, doc *Doc, inputs []float32, s *scratch) error {
	t, err := p.parser.parse(ctx, inputs, len(doc.Tokens), &s.parser)
	if err != nil {
		return err
	}
	if err := t.deprojectivize(ctx, func(i int) bool { return isSpaceText(doc.Tokens[i].Text) }); err != nil {
		return err
	}
	e := t.edges()
	for i, start := range e.starts(t) {
		tok := &doc.Tokens[i]
		tok.Head, tok.Dep, tok.SentStart = int(t.head[i]), t.names.names[t.label[i]], start
	}
	return nil
}

// recognize sets the entities.
func (p *Pipeline) recognize(ctx context.Context, doc *Doc, words []*wordVectors, s *scratch) error {
	project := &p.recognizer.model.project
	s.inputs = grown(s.inputs, roundRows(runTokens)*project.step())
	d := p.recognizer.begin(doc.Tokens, &s.recognizer)
	err := p.runs(ctx, entityEncoder, words, s, func(first, count int, vectors []float32) error {
		project.apply(s.inputs, vectors, count)
		return d.run(ctx, first, count, s.inputs)
	})
	doc.Ents = d.ents
	return err
}
