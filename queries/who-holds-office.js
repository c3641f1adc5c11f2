// Who holds which office, according to whom. The status tells former, acting and
// coming holders from present ones. since is the start that a sentence names, never the
// article's date; with on=DAY, rows of present holders without one are included.
// @param organisation entity optional  only offices of this organisation or place
// @param on date optional              as of this day: who held it then, as far as dates are given
// @column person entity, role text, organisation entity, since date, status text, article article, quote text
const offices = statements('holds-office', {object: params.organisation})
  .save(rdf.subject, 'person')
  .save(rdf.object, 'organisation')
  .save(kg('status'), 'status');

rows(readings(saved(offices, {role: 'role', start: 'since', end: 'until'})), function (t) {
  t.since = first(t.since);
  t.until = last(t.until);
  if (params.on && !onDay(t, params.on)) return null;
  // "The judge, X": where no body is named the role is all that there is of the office.
  if (!isIRI(t.organisation)) return Object.assign(t, {role: t.organisation, organisation: undefined, until: undefined});
  return Object.assign(t, {until: undefined});
});
