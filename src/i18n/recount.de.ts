/** Die nächtliche Stichprobe der fortgeschriebenen Werte. */
export const recount = {
  'recount.title': 'Stichprobe',
  'recount.equal':
    'In der Nacht nach dem {day} {carried, plural, one {wurde # Wert} other {wurden # Werte}} fortgeschrieben statt neu gezählt; {checked, plural, one {# davon wurde} other {# davon wurden}} zur Probe an einem Teil der Deals nachgezählt: alles gleich.',
  'recount.differs':
    'In der Nacht nach dem {day} {n, plural, one {wich # fortgeschriebener Wert} other {wichen # fortgeschriebene Werte}} von der Zählung ab. Veröffentlicht wurde die Zählung, alle anderen wurden ebenfalls neu gezählt.',
  'recount.before': 'Zuletzt wich in der Nacht nach dem {day} ein Wert ab.',
} as const
