package extract

import "slices"

// tie is a pronoun beside a phrase that it may stand for, described by one value of
// each of the tieGroups. What a pronoun stands for is decided by the sum of the values'
// weights (pronoun-weights.tsv): a log-linear ranking of antecedents, as in Denis and
// Baldridge (2008).
type tie [groups]uint8

// group is one of the properties of a tie.
type group int

const (
	reachGroup   group = iota // how far, and on which side
	rolesGroup                // roles of pronoun and antecedent
	reachRole                 // reach, roughly, with the roles of both
	betweenGroup              // other persons named in between
	genderGroup
	countGroup    // mentions so far
	formGroup     // full name, single name, pronoun, noun
	classGroup    // of the entity
	chainGroup    // who the last pronoun of the same gender stood for
	topicGroup    // first or most often named
	insideGroup   // pronoun inside of the antecedent's phrase
	distanceGroup // in the tree, within a sentence
	quoteGroup
	depthGroup // of the antecedent in its sentence
	listGroup  // member of a list
	firstGroup // subject of the sentence's main clause
	linkGroup  // how the clauses of the two hang together
	totalGroup // names of the referent in the whole article
	aheadGroup // whether the name comes again after the pronoun
	groups
)

// groupSizes are how many values each group has.
var groupSizes = [groups]int{
	reachGroup: int(reaches), rolesGroup: int(argRoles * argRoles), reachRole: 5 * 4 * int(argRoles), betweenGroup: 6,
	genderGroup: 18, countGroup: 5, formGroup: int(forms) * 2, classGroup: 6, chainGroup: 8, topicGroup: 4, insideGroup: 4,
	distanceGroup: 10, quoteGroup: 5, depthGroup: 6, listGroup: 3, firstGroup: 24, linkGroup: int(links), totalGroup: 6, aheadGroup: 4,
}

// reach is how far an antecedent is from its pronoun.
type reach uint8

const (
	sameClause reach = iota
	upperClause
	sameSentence
	later // cataphora
	previous
	twoBack
	threeBack
	farBack
	nextSentence
	reaches
)

// coarse puts reaches together.
func (r reach) coarse() int {
	switch r {
	case sameClause:
		return 0
	case upperClause, sameSentence:
		return 1
	case later, nextSentence:
		return 2
	case previous:
		return 3
	}
	return 4
}

// anaphor is a pronoun that looks for its antecedent.
type anaphor struct {
	sent *sentence
	at   int
	sex  byte
	role argRole
}

func (p *anaphor) reach(a *antecedent) reach {
	s := p.sent
	switch d := s.index - a.sent.index; {
	case d < 0:
		return nextSentence
	case d == 0 && a.first > p.at:
		return later
	case d == 0:
		mine, other := s.clauseOf(p.at), s.clauseOf(a.head)
		if mine == other {
			return sameClause
		}
		if _, ok := s.pathUp(mine, other); ok {
			return upperClause
		}
		return sameSentence
	case d == 1:
		return previous
	case d == 2:
		return twoBack
	case d == 3:
		return threeBack
	}
	return farBack
}

// barred says that syntax forbids the pronoun to stand for the antecedent.
func (p *anaphor) barred(a *antecedent) bool {
	s := p.sent
	if a.sent != s {
		return false
	}
	if p.at >= a.first && p.at < a.last {
		return true
	}
	if deps, ok := s.pathUp(p.at, a.head); ok && nominalPath(deps) {
		return true // "Ann, her mother": within the phrase itself
	}
	owner := p.role == ownerOfSubject || p.role == ownerElsewhere
	if owner {
		// "his wife, Ann"
		if deps, ok := s.pathUp(a.head, s.head(p.at)); ok && !slices.ContainsFunc(deps, func(d string) bool { return d != "appos" && d != "compound" && d != "nmod" }) {
			return true
		}
		return false
	}
	verb := s.head(p.at)
	if verb < 0 || !s.verbal(verb) {
		return false
	}
	if p.role == subjectRole {
		// "He saw Ann's brother": nothing that follows within the clause.
		_, below := s.pathUp(a.head, verb)
		return below && a.first > p.at
	}
	return p.role == objectRole && s.head(a.head) == verb && s.argRoleOf(a.head) == subjectRole
}

// nominalPath says that the labels on a way up stay within one noun phrase.
func nominalPath(deps []string) bool {
	for _, d := range deps {
		switch d {
		case "relcl", "acl", "conj", "advcl", "ccomp", "xcomp", "nsubj", "nsubjpass", "dobj":
			return false
		}
	}
	return true
}

// tie describes the pronoun with an antecedent.
func (r *resolver) tie(p *anaphor, a *antecedent, between int) tie {
	var t tie
	reach := p.reach(a)
	role := a.sent.argRoleOf(a.head)
	t[reachGroup] = uint8(reach)
	t[rolesGroup] = uint8(int(p.role)*int(argRoles) + int(role))
	t[reachRole] = uint8((reach.coarse()*4+p.role.coarse())*int(argRoles) + int(role))
	t[betweenGroup] = uint8(min(between, 5))
	t[genderGroup] = p.agreement(a.ref.gender)
	t[countGroup] = countBucket(len(a.ref.mentions))
	t[formGroup] = uint8(a.form)
	if len(a.ref.mentions) > 0 && a.ref.mentions[len(a.ref.mentions)-1] == a {
		t[formGroup] += uint8(forms) // the last one of its referent
	}
	t[classGroup] = classValue(a.ref.ent)
	t[chainGroup] = r.chain(p, a)
	t[topicGroup] = r.topic(a)
	t[insideGroup] = p.inside(a)
	t[quoteGroup] = p.quotes(a)
	t[depthGroup] = uint8(min(len(a.sent.ancestors(a.head)), 5))
	t[listGroup] = a.listed()
	t[firstGroup] = p.leads() * 12
	switch reach.coarse() {
	case 3:
		t[firstGroup] += a.leads() + 4
	case 4:
		t[firstGroup] += a.leads() + 8
	default:
		t[firstGroup] += a.leads()
	}
	if a.sent == p.sent {
		t[linkGroup] = uint8(p.link(a))
	}
	t[aheadGroup] = p.ahead(a)
	if a.ref.ent != nil {
		t[totalGroup] = uint8(min(len(a.ref.ent.mentions), 5))
	}
	if a.sent == p.sent {
		t[distanceGroup] = uint8(min(p.sent.treeDistance(p.at, a.head), 9))
	}
	return t
}

// agreement compares the pronoun's gender: 0 unknown, 1-4 the same, 5-8 another, by
// sureness; 9 more for women, since a person of whom nothing is known is rather a man.
func (p *anaphor) agreement(g gender) uint8 {
	v := uint8(0)
	if p.sex == 'f' {
		v = 9
	}
	switch {
	case g.sex == 0 || p.sex == 0:
		return v
	case g.sex == p.sex:
		return v + uint8(g.sure)
	}
	return v + 4 + uint8(g.sure)
}

// leads says that the pronoun is, or owns, the subject of its sentence's main clause.
func (p *anaphor) leads() uint8 {
	s, i := p.sent, p.at
	if p.role == ownerOfSubject {
		i = s.head(i)
	}
	if d := s.dep(i); d != "nsubj" && d != "nsubjpass" {
		return 0
	}
	if h := s.head(i); h >= 0 && s.head(h) >= 0 {
		return 0
	}
	return 1
}

// link is how the pronoun's clause and the antecedent's hang together.
type link uint8

const (
	unlinked   link = iota
	oneClause       // the same
	complement      // "Ann says that she", and deeper
	adverbial       // "Ann left when she"
	relative        // "Ann, whom she"
	joined          // "Ann came and she"
	deeper          // other clauses below
	reported        // the antecedent stands in what the pronoun's clause says
	fronted         // "When Ann came, she"
	below           // the antecedent stands in another clause below the pronoun's
	links
)

func (p *anaphor) link(a *antecedent) link {
	s := p.sent
	mine, other := s.clauseOf(p.at), s.clauseOf(a.head)
	if mine == other {
		return oneClause
	}
	if deps, ok := s.pathUp(mine, other); ok {
		switch deps[len(deps)-1] {
		case "ccomp", "xcomp":
			return complement
		case "advcl", "prep":
			return adverbial
		case "relcl", "acl":
			return relative
		case "conj":
			return joined
		}
		return deeper
	}
	if deps, ok := s.pathUp(other, mine); ok {
		switch deps[len(deps)-1] {
		case "ccomp":
			return reported
		case "advcl":
			return fronted
		}
		return below
	}
	return unlinked
}

// coarse puts the roles of pronouns together: subject, object, after a preposition, owner.
func (r argRole) coarse() int {
	switch r {
	case subjectRole:
		return 0
	case ownerOfSubject, ownerElsewhere:
		return 3
	case prepRole:
		return 2
	}
	return 1
}

func countBucket(n int) uint8 {
	switch {
	case n < 3:
		return uint8(n)
	case n < 5:
		return 3
	}
	return 4
}

func classValue(e *entity) uint8 {
	if e == nil {
		return 0
	}
	switch e.class {
	case "Person":
		return 1
	case "Thing", "Group":
		return 2
	case "Organization":
		return 3
	case "Place":
		return 4
	}
	return 5
}

// chain says whether the antecedent is who the last pronoun of that gender stood for,
// and how far back that one is: 0 no pronoun before, 1-3 the same one, 4-6 another.
func (r *resolver) chain(p *anaphor, a *antecedent) uint8 {
	last := r.last[p.sex]
	if last == nil || last.ref == nil {
		return 0
	}
	v := uint8(1)
	switch d := p.sent.index - last.sent.index; {
	case d == 1:
		v = 2
	case d > 1:
		v = 3
	}
	if last.ref != a.ref {
		v += 3
	}
	return v
}

// topic says whether the antecedent's referent is the first person named, the one most
// often named, or both.
func (r *resolver) topic(a *antecedent) uint8 {
	var v uint8
	if a.ref.ent != nil && a.ref.ent == r.firstPerson {
		v++
	}
	if a.ref.ent != nil && a.ref.ent == r.mainPerson {
		v += 2
	}
	return v
}

// ahead says where the antecedent's referent is named next after the pronoun: 1 in the
// same sentence, 2 in the next one, 3 later. Who is about to be named is rarely meant by
// a pronoun just before.
func (p *anaphor) ahead(a *antecedent) uint8 {
	if a.ref.ent == nil {
		return 0
	}
	v := uint8(0)
	for _, m := range a.ref.ent.mentions {
		if m.sent == a.sent && m.first == a.first {
			continue
		}
		switch d := m.sent.index - p.sent.index; {
		case d == 0 && m.first > p.at:
			return 1
		case d == 1:
			v = 2
		case d > 1 && v == 0:
			v = 3
		}
	}
	return v
}

// inside says how the pronoun stands within the antecedent's phrase: 1 in a clause that
// hangs on it ("Ann, who lost her son"), 2 in a list with it ("Ann and her son").
func (p *anaphor) inside(a *antecedent) uint8 {
	if a.sent != p.sent {
		return 0
	}
	deps, ok := p.sent.pathUp(p.at, a.head)
	switch {
	case !ok:
		return 0
	case slices.Contains(deps, "relcl") || slices.Contains(deps, "acl"):
		return 1
	case slices.Contains(deps, "conj"):
		return 2
	}
	return 3
}

func (p *anaphor) quotes(a *antecedent) uint8 {
	mine, other := p.sent.inQuotes(p.at), a.sent.inQuotes(a.head)
	switch {
	case mine && other:
		return 1
	case mine && a.sent == p.sent:
		return 2 // often the speaker
	case mine:
		return 3
	case other:
		return 4
	}
	return 0
}

// listed says that the antecedent is the first (1) or a later (2) member of a list.
func (a *antecedent) listed() uint8 {
	switch {
	case a.sent.dep(a.head) == "conj":
		return 2
	case a.sent.child(a.head, "conj") >= 0:
		return 1
	}
	return 0
}

// leads says that the antecedent is the subject of its sentence's main clause (1), of a
// clause joined to that (2), or of another clause (3).
func (a *antecedent) leads() uint8 {
	s := a.sent
	if d := s.dep(a.head); d != "nsubj" && d != "nsubjpass" {
		return 0
	}
	h := s.head(a.head)
	switch {
	case h < 0 || s.head(h) < 0:
		return 1
	case s.dep(h) == "conj":
		return 2
	}
	return 3
}
