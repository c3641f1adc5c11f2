// Who is a member of what.
// @param organisation entity optional  only members of this body, party, team or bloc
// @param member entity optional        only memberships of this person or body
// @column member entity, role text, organisation entity, since date, until date, status text, article article, quote text
const members = statements('member-of', {object: params.organisation, subject: params.member})
  .save(rdf.subject, 'member')
  .save(rdf.object, 'organisation')
  .save(kg('status'), 'status');
rows(readings(saved(members, {role: 'role', start: 'since', end: 'until'})), function (t) {
  return Object.assign(t, {since: first(t.since), until: last(t.until)});
});
