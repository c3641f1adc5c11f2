// Package extract reads statements out of articles: who holds which office, who
// trades with whom and by how much, what lies where.
//
// Callers make one [Extractor] with [New] and call [Extractor.Extract] for each
// article, from as many goroutines as they like. The words of the rules are data of
// package ontology; the constructions that use them are functions here, listed in
// one table. What an entity is outside of its article is package link's matter.
package extract

import (
	"context"
	"fmt"
	"sync"

	"kg/internal/nlp"
	"kg/internal/ontology"
)

// Annotator cuts a text into tokens, sentences and names. It must be safe for
// concurrent use.
type Annotator interface {
	Annotate(ctx context.Context, text string) (*nlp.Doc, error)
}

// Extractor reads statements. It is safe for concurrent use.
type Extractor struct {
	scorer Scorer // nil where only rules read
	judge  *judge

	nlp    Annotator
	ont    *ontology.Ontology
	gaz    *gazetteer
	frames *frames

	buffers sync.Pool // of *pairBuffers
}

// Input is an article to be read.
type Input struct {
	Text  string // offsets of readings are its code points
	Title string // counts for which names and events are the main ones
	Date  string // ISO 8601 day of publication, against which "yesterday" is counted; may be empty
}

// New makes an Extractor from an annotator and the ontology whose relations and
// rules it reads by.
func New(annotator Annotator, ont *ontology.Ontology) (*Extractor, error) {
	x := &Extractor{nlp: annotator, ont: ont, gaz: newGazetteer(ont), frames: newFrames(ont)}
	x.buffers.New = func() any { return new(pairBuffers) }
	return x, nil
}

// construction is one way in which a sentence states facts.
type construction struct {
	name string
	find func(s *sentence)
}

// constructions are run in this order over each sentence; of two facts that say the
// same the earlier one stays.
var constructions = []construction{
	{"alias", findAcronyms},
	{"title", findTitles},
	{"apposition", findAppositiveOffices},
	{"copula", findCopulaOffices},
	{"place chain", findPlaceChains},
	{"place phrase", findPlacePhrases},
	{"capital", findCapitals},
	{"facility", findFacilities},
	{"including", findIncluded},
	{"named part", findNamedParts},
	{"body part", findBodyParts},
	{"appointment", findAppointments},
	{"member", findMembers},
	{"kin", findKin},
	{"kind", findKinds},
	{"kind list", findKindLists},
	{"origin", findOrigins},
	{"request", findRequests},
	{"verb", findVerbFrames},
	{"noun", findNounFrames},
	{"trade", findTrade},
	{"age", findAges},
	{"life", findLives},
	{"casualty", findCasualties},
	{"event", findEvents},
	{"participant", findParticipants},
	{"organiser", findOrganisers},
	{"money", findPayments},
	{"indicator", findIndicators},
}

// Extract reads an article. Readings come in the order of their sentences, each
// fact once.
func (x *Extractor) Extract(ctx context.Context, in Input) ([]ontology.Reading, error) {
	_, readings, err := x.read(ctx, in)
	return readings, err
}

// read is Extract, and gives what was read besides.
func (x *Extractor) read(ctx context.Context, in Input) (*article, []ontology.Reading, error) {
	art, err := x.state(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	if x.scorer != nil {
		if err := art.learn(ctx); err != nil {
			return nil, nil, err
		}
	}
	return art, art.readings(), nil
}

// state annotates an article and reads by rules what it states.
func (x *Extractor) state(ctx context.Context, in Input) (*article, error) {
	art, err := x.annotate(ctx, in)
	if err != nil {
		return nil, err
	}
	return art, art.construct(ctx)
}

// construct runs the constructions over each sentence.
func (art *article) construct(ctx context.Context) error {
	for _, s := range art.sents {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, c := range constructions {
			c.find(s)
		}
	}
	return nil
}

// annotate parses an article paragraph by paragraph and finds its names.
func (x *Extractor) annotate(ctx context.Context, in Input) (*article, error) {
	r, err := x.refer(ctx, in, false)
	if err != nil {
		return nil, err
	}
	return r.article, nil
}

// refer is annotate, on demand with the headings, which state no facts; it gives what
// says who is meant where.
func (x *Extractor) refer(ctx context.Context, in Input, headings bool) (*resolver, error) {
	art := &article{Extractor: x, in: in, runes: []rune(in.Text), holders: map[string]*entity{}, held: map[string]bool{}, phrases: map[string]*entity{}, homes: map[*entity]*entity{}, bearers: map[string]map[*entity]bool{}}
	paras := paragraphs(in.Text)
	for i := range paras {
		p := &paras[i]
		if p.heading && !headings {
			continue
		}
		doc, err := x.nlp.Annotate(ctx, p.text)
		if err != nil {
			return nil, fmt.Errorf("annotate at character %d: %w", p.start, err)
		}
		for _, s := range newSentences(art, doc, p) {
			s.index = len(art.sents)
			s.findNames()
			art.sents = append(art.sents, s)
		}
	}
	art.resolveNames()
	for _, s := range art.sents {
		s.noteHolders()
	}
	r := newResolver(art, pronounWeights())
	r.resolve()
	return r, nil
}

// readings gives the facts their final form, in the order of the text, each once:
// of two that say the same the first stays.
func (art *article) readings() []ontology.Reading {
	art.sortFacts()
	art.dropBareOffices()
	art.endTies()
	art.attribute()
	art.identify()
	seen := map[string]bool{}
	out := []ontology.Reading{}
	for i := range art.facts {
		f := &art.facts[i]
		key := f.pred + "|" + f.subj.key() + "|" + f.obj.key()
		key += f.distinction()
		if seen[key] || f.subj.ent != nil && f.subj.key() == f.obj.key() {
			continue
		}
		seen[key] = true
		out = append(out, f.reading())
	}
	return out
}
