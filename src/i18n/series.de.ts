/** Texts of what a key result would have been before it was one. German; the keys are taken from here. */
export const series = {
  'past.title': 'Wie es vorher war',
  'past.lead': 'Was dieses Ergebnis seit dem {since} gewesen wäre, nach allem, was heute bekannt ist.',
  'past.leadCycles':
    'Was dieses Ergebnis seit dem {since} gewesen wäre, nach allem, was heute bekannt ist. Jeder Zeitraum beginnt von vorn.',
  'past.nothing': 'Über die Zeit davor weiß das CRM nichts, was diese Zahl zeigen könnte.',
  'past.nothingSince': 'Davor ist nichts bekannt: Die Deals sind erst seit dem {day} vollständig.',
  'past.legend.past': 'nachträglich berechnet',
  'past.legend.published': 'veröffentlicht',
  'past.legend.gap': 'nicht oder nur teilweise bekannt',
  'past.legend.start': 'neuer Zeitraum',
  'past.gaps': '{n, plural, one {An # Tag} other {An # Tagen}} ist nicht alles bekannt: {why}',
  'past.step': 'Gezeigt ist jeder {n}. Tag; jeder dieser Werte ist genau.',
  'past.drawing':
    'Verlauf vom {from} bis {to}: zuerst {first}, zuletzt {last}; am niedrigsten {low}, am höchsten {high}.',
  'past.periods': 'Vergleichbare Zeiträume',
  'past.period': 'Zeitraum',
  'past.end': 'Stand am Ende',
  'past.unknown': 'nicht bekannt',
  'past.partly': 'nicht vollständig',
  'past.proposal': 'Vorschlag: von {baseline} auf {target}',
  'past.why.up':
    'Das Ziel ist der höchste Stand der letzten {n} vergleichbaren Zeiträume, auf zwei Stellen aufgerundet.',
  'past.why.down':
    'Das Ziel ist der niedrigste Stand der letzten {n} vergleichbaren Zeiträume, auf zwei Stellen abgerundet.',
  'past.why.nothing': 'Der Ausgangswert ist 0, denn die Zahl beginnt in jedem Zeitraum von vorn.',
  'past.why.middle': 'Der Ausgangswert ist ihr mittlerer Stand.',
  'past.no.too_few': 'Für einen Vorschlag fehlen vergleichbare Zeiträume: Es braucht mindestens zwei.',
  'past.no.no_direction':
    'Ob mehr oder weniger besser ist, weiß nur, wer fragt. Deshalb gibt es keinen Vorschlag.',
  'past.no.no_better':
    'Die Zeiträume ergeben keinen Weg, auf dem sich etwas bessert. Deshalb gibt es keinen Vorschlag.',
  'past.many': 'Bei so vielen Deals dauert die Rückrechnung einige Sekunden.',
  'past.show': 'Jetzt zurückrechnen',
  'past.take': 'Vorschlag übernehmen',
  'past.taken': 'Ausgangswert und Ziel sind übernommen. Noch ist nichts gespeichert.',
} as const
