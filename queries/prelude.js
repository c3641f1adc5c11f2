// What all saved queries need. Runs before each of them; params and base are set.

// kg('holds-office') is a term of the vocabulary. Gizmo does not expand prefixes.
function kg(name) { return iri('urn:newskg:' + name); }

const rdf = {
  type: iri('http://www.w3.org/1999/02/22-rdf-syntax-ns#type'),
  subject: iri('http://www.w3.org/1999/02/22-rdf-syntax-ns#subject'),
  predicate: iri('http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate'),
  object: iri('http://www.w3.org/1999/02/22-rdf-syntax-ns#object'),
};
const oa = {
  exact: iri('http://www.w3.org/ns/oa#exact'),
  hasSource: iri('http://www.w3.org/ns/oa#hasSource'),
  hasTarget: iri('http://www.w3.org/ns/oa#hasTarget'),
};
const schema = {
  NewsArticle: iri('https://schema.org/NewsArticle'),
  datePublished: iri('https://schema.org/datePublished'),
};

// nodes(list) is a path over IRIs given as plain strings, as params hold them.
function nodes(list) { return g.V(...list.map(function (s) { return iri(s); })); }

// statements(predicates, {subject, object, status}) is a path over statements of one
// relation or of several. subject and object are lists of IRIs, status a list of words;
// what is left out is free. A statement has one label, so that no hop from it multiplies.
function statements(predicates, where) {
  where = where || {};
  const relations = [].concat(predicates || []).map(kg);
  let path;
  if (where.subject) path = nodes(where.subject).in(rdf.subject);
  else if (where.object) path = nodes(where.object).in(rdf.object);
  else if (relations.length) path = g.V(...relations).in(rdf.predicate);
  else path = g.V(iri('http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement')).in(rdf.type);
  path = path.unique();
  if (where.subject && where.object) path = path.has(rdf.object, ...where.object.map(function (s) { return iri(s); }));
  if ((where.subject || where.object) && relations.length) path = path.has(rdf.predicate, ...relations);
  if (where.status) path = path.has(kg('status'), ...where.status.map(function (s) { return str(s); }));
  return path;
}

// readings(path) goes from statements to the sentences in present texts of articles
// that say them, and tags article and quote.
function readings(path) {
  return path.in(kg('states')).save(oa.exact, 'quote')
    .out(oa.hasTarget).out(oa.hasSource).has(rdf.type, schema.NewsArticle).tag('article');
}
