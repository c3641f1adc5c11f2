// Who met whom, visits included.
// @param who entity optional  only meetings of this person, body or place
// @column who entity, relation relation, with entity, date date, place entity, status text, article article, quote text
const met = statements(['met-with', 'visited'], {either: params.who})
  .save(rdf.subject, 'who')
  .save(rdf.predicate, 'relation')
  .save(rdf.object, 'with')
  .save(kg('status'), 'status');

rows(readings(saved(met, {date: 'date', place: 'place'})), function (t) {
  return Object.assign(t, {relation: term(t.relation)});
});
