// Who says what is known about somebody or something: the article, its publisher, and
// whoever is quoted or cited.
// @param entity entity                whom or what it is about
// @param relation relation optional  only statements of this relation, as holds-office
// @column subject entity, relation relation, object value, status text, by entity, source text, title text, published date, article article, quote text
const stated = statements(params.relation, {either: params.entity})
  .saveOpt(rdf.subject, 'subject')
  .save(rdf.predicate, 'relation')
  .save(rdf.object, 'object')
  .save(kg('status'), 'status');
const said = sure(stated.in(kg('states'))).saveOpt(kg('attributedTo'), 'by').save(oa.exact, 'quote')
  .out(oa.hasTarget).out(oa.hasSource).has(rdf.type, schema.NewsArticle).tag('article')
  .saveOpt(schema.publisher, 'source').saveOpt(schema.headline, 'title').saveOpt(schema.datePublished, 'published');

rows(said, function (t) { return Object.assign(t, {relation: term(t.relation)}); });
