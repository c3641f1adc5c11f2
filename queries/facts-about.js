// All that is said about somebody or something. With --linked also what other graphs
// say about what the links graph holds for the same; graph names where each row is from.
// @param entity entity                whom or what
// @param relation relation optional  only statements of this relation, as holds-office
// @column subject entity, relation relation, object value, qualifiers text, status text, article article, quote text, graph iri
const label = iri('http://www.w3.org/2000/01/rdf-schema#label');
const model = /^http:\/\/www\.w3\.org\/1999\/02\/22-rdf-syntax-ns#|^urn:newskg:(status|key)$/;

// inWords(statement) are its qualifiers: "currency CNY, period 2025".
const words = {};
function inWords(statement) {
  if (words[statement] === undefined) {
    const found = [];
    g.V(iri(lexical(statement))).out(null, 'key').forEach(function (t) {
      const key = lexical(t.key);
      if (!model.test(key)) found.push(term(key) + ' ' + name(t.id));
    });
    words[statement] = found.sort().join(', ');
  }
  return words[statement];
}

function name(v) { return isIRI(v) && g.V(iri(lexical(v))).out(label).toValue() || lexical(v); }

const stated = statements(params.relation, {either: params.entity}).tag('statement')
  .saveOpt(rdf.subject, 'subject')
  .save(rdf.predicate, 'relation')
  .save(rdf.object, 'object')
  .save(kg('status'), 'status');

rows(readings(stated, 'graph'), function (t) {
  const row = Object.assign(t, {relation: term(t.relation), qualifiers: inWords(t.statement)});
  delete row.statement;
  return row;
});

// What a graph of another form says of a linked thing: its quads as they are.
function plain(entity) {
  if (g.V(iri(entity)).in([rdf.subject, rdf.object, kg('attributedTo')]).limit(1).toArray().length) return;
  rows(g.V(iri(entity)).tag('subject').labelContext(g.V(), 'graph').out(null, 'relation').tag('object'), function (t) {
    return Object.assign(t, {relation: lexical(t.relation)});
  });
}
if (params.linked && !params.relation) params.entity.forEach(plain);
