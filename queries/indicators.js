// What is measured of a place, a body or anything else: output, prices, trade, counts.
// @param subject entity optional  only of this place, body or thing
// @param measure text optional    only measures with this in their name, as trade
// @column subject entity, measure text, value number, currency text, unit text, change number, period date, scope text, status text, article article, quote text
const found = statements('indicator', {subject: params.subject})
  .save(rdf.subject, 'subject')
  .save(rdf.object, 'value')
  .save(kg('status'), 'status');
const qualifiers = {measure: 'measure', currency: 'currency', unit: 'unit', change: 'change', period: 'period', scope: 'scope'};
const wanted = (params.measure || '').toLowerCase();

rows(readings(saved(found, qualifiers)), function (t) {
  return lexical(t.measure).toLowerCase().includes(wanted) ? t : null;
});
