// Which offices a person holds, held, or is to hold: what was won, given, left or taken
// away as well.
// @param person entity optional  only this person
// @column person entity, relation relation, role text, organisation entity, since date, until date, status text, article article, quote text
const relations = ['holds-office', 'elected-to', 'appointed-to', 'nominated-to', 'resigned-from', 'dismissed-from'];
const offices = statements(relations, {subject: params.person})
  .save(rdf.subject, 'person')
  .save(rdf.predicate, 'relation')
  .save(rdf.object, 'organisation')
  .save(kg('status'), 'status');

rows(readings(saved(offices, {role: 'role', start: 'start', date: 'date', end: 'until'})), function (t) {
  const body = isIRI(t.organisation);
  return {
    person: t.person, relation: term(t.relation), status: t.status, article: t.article, quote: t.quote,
    role: body ? t.role : t.organisation, organisation: body ? t.organisation : undefined,
    since: first(t.start || t.date), until: last(t.until),
  };
});
