/** Wo Spiegel und CRM verschieden zählen, auf der Seite eines Key Results. */
export const differences = {
  'differences.title': 'Abweichung vom CRM',
  'differences.waits':
    'Das CRM zählt hier anders als Pegel. Der letzte Wert bleibt stehen, bis beide wieder übereinstimmen, höchstens drei Nächte.',
  'differences.shown':
    'Das CRM zählt hier seit mehr als drei Nächten anders als Pegel. Der Wert erscheint mit dieser Abweichung.',
  'differences.held':
    'Das CRM kennt viele Deals auf einmal nicht mehr. Der letzte Wert bleibt stehen, bis die Administration entscheidet.',
  'differences.where': 'Pipeline, Status',
  'differences.what': 'Gezählt',
  'differences.ours': 'Pegel',
  'differences.theirs': 'CRM',
  'differences.nights': 'Nächte',
  'differences.all': 'alle Pipelines',
  'differences.measure.count': 'Deals',
  'differences.measure.amount': 'Betrag',
  'differences.measure.held': 'Deals ohne Datensatz im CRM',
  'differences.ids': '{n, plural, one {Deal {ids}} other {Deals {ids}}}',
} as const
