// What all saved queries need. It runs before each of them, once `params` (the query's
// parameters), `base` (the namespace of the data) and `minConfidence` (how sure a reading
// must be, a decimal as text) are set.

// kg('holds-office') is a term of the vocabulary: Gizmo expands no prefixes.
function kg(name) { return iri('urn:newskg:' + name); }

const rdf = {
  type: iri('http://www.w3.org/1999/02/22-rdf-syntax-ns#type'),
  Statement: iri('http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement'),
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
  headline: iri('https://schema.org/headline'),
  publisher: iri('https://schema.org/publisher'),
};

// iris(list) makes IRIs of plain strings, as params hold them.
function iris(list) { return list.map(function (s) { return iri(s); }); }

// statements(relations, {subject, object, either, status}) is a path over the statements
// of some relations (a name or a list; null for all). subject, object and either (one of
// the two) are lists of IRIs, status is a word or a list; what is undefined is free. A
// statement stands under one label, so that no hop out of it multiplies; from an entity
// it can be reached twice.
function statements(relations, where) {
  const names = [].concat(relations || []).map(kg);
  const ends = where || {};
  let path;
  if (ends.either) path = g.V(...iris(ends.either)).in([rdf.subject, rdf.object]);
  else if (ends.subject) path = g.V(...iris(ends.subject)).in(rdf.subject);
  else if (ends.object) path = g.V(...iris(ends.object)).in(rdf.object);
  else if (names.length) path = g.V(...names).in(rdf.predicate);
  else path = g.V(rdf.Statement).in(rdf.type);
  path = path.unique();
  if (ends.subject && ends.object) path = path.has(rdf.object, ...iris(ends.object));
  if ((ends.subject || ends.object || ends.either) && names.length) path = path.has(rdf.predicate, ...names);
  if (ends.status) path = path.has(kg('status'), ...[].concat(ends.status).map(function (s) { return str(s); }));
  return path;
}

// saved(path, {role: 'role', start: 'since'}) tags qualifiers that may be absent.
function saved(path, qualifiers) {
  for (const name in qualifiers) path = path.saveOpt(kg(name), qualifiers[name]);
  return path;
}

// sure(path) keeps those readings whose confidence is minConfidence at least. kg writes
// confidences as plain decimals from 0 to 1, whose order is that of their texts: Gizmo
// compares no decimals by value.
function sure(path) {
  if (minConfidence === '0') return path;
  return path.has(kg('confidence'), gte(typed(minConfidence, 'http://www.w3.org/2001/XMLSchema#decimal')));
}

// readings(path) goes from statements to the sentences that say them, surely enough, in
// the present text of an article, and tags quote and article. With a third tag, as
// readings(path, 'graph'), it also tags the named graph that each sentence stands in.
function readings(path, graph) {
  if (graph) path = path.labelContext(g.V(), graph);
  path = path.in(kg('states'));
  if (graph) path = path.labelContext(null);
  return sure(path).save(oa.exact, 'quote').out(oa.hasTarget).out(oa.hasSource)
    .has(rdf.type, schema.NewsArticle).tag('article');
}

// rows(path, make) emits make(tags) for each result, where it gives an object. Articles
// that another newsroom's graph brought along count with --linked only.
function rows(path, make) {
  path.forEach(function (tags) {
    delete tags.id;
    if (tags.article && !params.linked && !lexical(tags.article).startsWith(base + 'article/')) return;
    const row = make ? make(tags) : tags;
    if (row) g.emit(row);
  });
}

// lexical(v) is a value without its syntax: the text of a literal, an IRI without its
// brackets. Gizmo gives literals with a datatype as N-Quads writes them.
function lexical(v) {
  if (typeof v !== 'string') return v === undefined || v === null ? '' : String(v);
  if (v[0] === '<' && v[v.length - 1] === '>') return v.slice(1, -1);
  const end = v.lastIndexOf('"^^<');
  if (v[0] !== '"' || end < 1) return v;
  return v.slice(1, end).replace(/\\(.)/g, function (_, c) { return {n: '\n', r: '\r', t: '\t'}[c] || c; });
}

// isIRI(v) tells entities from literals among values out of Gizmo.
function isIRI(v) { return typeof v === 'string' && /^<[^\s<>"]+>$/.test(v); }

// term(v) is a term of the vocabulary without its namespace.
function term(v) { return lexical(v).replace(/^urn:newskg:/, ''); }

// first(date) and last(date) are the ends of a period, "2024-01-12/2024-01-20", and every
// other date as it is.
function first(date) { const s = lexical(date), i = s.indexOf('/'); return i < 0 ? date : s.slice(0, i); }
function last(date) { const s = lexical(date), i = s.indexOf('/'); return i < 0 ? date : s.slice(i + 1); }

// onDay(tags, day) tells whether what holds from `since` to `until` holds on a day; a date
// without a day covers its whole period, an unknown end is open.
function onDay(tags, day) {
  const since = lexical(tags.since), until = lexical(tags.until), status = tags.status;
  if (status === 'former' ? !until : status !== 'asserted' && status !== 'acting') return false;
  const n = function (date) { return Math.min(date.length, day.length); };
  return since.slice(0, n(since)) <= day.slice(0, n(since)) && (!until || until.slice(0, n(until)) >= day.slice(0, n(until)));
}
