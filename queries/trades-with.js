// Who trades with whom, and how much. Trade that is only planned, or denied, is left out:
// facts-about has it.
// @param place entity optional    only trade of this place or body, whichever side the sentence puts it on
// @param partner entity optional  only trade with this one
// @column place entity, partner entity, amount number, currency text, change number, period date, article article, quote text
function trade(place, partner, where) {
  const trades = statements('trades-with', Object.assign(where, {status: 'asserted'}))
    .save(rdf.subject, place).save(rdf.object, partner);
  rows(readings(saved(trades, {amount: 'amount', currency: 'currency', change: 'change', period: 'period'})));
}
trade('place', 'partner', {subject: params.place, object: params.partner});
// Trade goes both ways: the other side of a sentence can be asked for, too.
if (params.place || params.partner) trade('partner', 'place', {subject: params.partner, object: params.place});
