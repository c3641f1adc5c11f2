// Who holds which office, according to whom.
// @param organisation entity optional  only offices of this organisation or place
// @column person entity, role text, organisation entity, since date, status text, article iri, quote text
readings(
  statements('holds-office', {object: params.organisation})
    .save(rdf.subject, 'person')
    .save(rdf.object, 'organisation')
    .saveOpt(kg('role'), 'role')
    .saveOpt(kg('start'), 'since')
    .save(kg('status'), 'status')
).all();
