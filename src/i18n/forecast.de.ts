/** Texts of the forecast, of *what would it take* and of the seasonal pace. German; the keys are taken from here. */
export const forecast = {
  'forecast.title': 'Wie der Zyklus enden könnte',
  'forecast.lead.model': 'Nach bisheriger Erfahrung',
  'forecast.lead.line': 'Wenn es so weitergeht',
  'forecast.between': 'mit 80 % Wahrscheinlichkeit zwischen {low} und {high}',
  'forecast.noInterval': 'Wie weit das danebenliegen kann, lässt sich noch nicht sagen.',
  'forecast.ofTarget': '{share} des Ziels von {target}',
  'forecast.sum.won': 'Gewonnen',
  'forecast.sum.open': '{n, plural, one {Aus # offenen Deal} other {Aus # offenen Deals}}',
  'forecast.sum.later': 'Aus Deals, die noch entstehen',
  'forecast.sum.total': 'Zusammen',
  'forecast.other.model':
    'Nach bisheriger Erfahrung wären es {point}, mit 80 % Wahrscheinlichkeit zwischen {low} und {high}.',
  'forecast.other.line': 'Ginge es in gleichem Tempo weiter, wären es {point}.',
  'forecast.trust.model':
    'Um diese Zeit des Zyklus lag die Prognose im Mittel {model} daneben, die gerade Linie {line}. Nachgerechnet an {n, plural, one {# früheren Zyklus} other {# früheren Zyklen}}.',
  'forecast.trust.line':
    'Die gerade Linie war um diese Zeit des Zyklus genauer und steht deshalb zuerst: im Mittel lag sie {line} daneben, die Prognose {model}. Nachgerechnet an {n, plural, one {# früheren Zyklus} other {# früheren Zyklen}}.',
  'forecast.inside':
    'Der Bereich der Prognose enthielt das Ergebnis in {inside} der Fälle; 80 % sollen es sein.',
  'forecast.few':
    '{n, plural, =0 {Noch ist kein vergleichbarer Zyklus ganz bekannt} one {Erst # vergleichbarer Zyklus ist ganz bekannt} other {Erst # vergleichbare Zyklen sind ganz bekannt}}; ab 4 rechnet Pegel mit der eigenen Erfahrung. Bis dahin steht hier nur die gerade Linie, ohne Gewähr.',
  'forecast.untested': 'Aus den früheren Zyklen lässt sich um diese Zeit noch nichts lernen.',
  'forecast.tooMany': 'Für so viele Deals rechnet Pegel hier noch keine Prognose.',
  'forecast.drawing': 'Gewonnen: {won}. {lead}: {point}{range}. Gerade Linie: {line}. Ziel: {target}.',
  'forecast.drawingRange': ', mit 80 % Wahrscheinlichkeit zwischen {low} und {high}',
  'forecast.none': 'keines',
  'forecast.mark.model': 'Prognose',
  'forecast.mark.line': 'gerade Linie',
  'forecast.mark.range': '80 %',
  'forecast.stages': 'Woraus sich die Erwartung zusammensetzt',
  'forecast.stagesNote':
    'Früher gewonnen: wie viele Deals, die an diesem Punkt früherer Zyklen in der Phase standen, bis zum Ende des Zyklus gewonnen wurden. Gerechnet wird zusätzlich nach dem Alter der Deals; kleine Gruppen werden dem Durchschnitt der Phase angenähert.',
  'forecast.stage': 'Phase',
  'forecast.open': 'Offen',
  'forecast.amount': 'Betrag',
  'forecast.expected': 'Erwartet',
  'forecast.past': 'Früher gewonnen',
  'forecast.pastRate': '{won} von {n} ({rate})',
  'forecast.pastNone': 'keine Erfahrung',
  'forecast.noStage': 'ohne Phase',
  'forecast.tests': 'Wie genau es früher war',
  'forecast.testsNote':
    'Jeder frühere Zyklus wurde an diesen Tagen nur mit dem vorhergesagt, was damals bekannt war. Mittlere Abweichung vom Ergebnis.',
  'forecast.testDay': 'Zeitpunkt',
  'forecast.testPoint': 'noch {days, plural, one {# Tag} other {# Tage}}',
  'forecast.testModel': 'Prognose',
  'forecast.testLine': 'Gerade Linie',
  'forecast.testAll': 'Alle',

  'take.title': 'Was es noch braucht',
  'take.reached': 'Das Ziel ist erreicht.',
  'take.enough':
    'Bis zum Ziel fehlen {gap}. {n, plural, one {Ein offener Deal würde reichen} other {# offene Deals würden zusammen reichen}}: {adds}. Die wahrscheinlichsten zuerst; fiele einer aus, reichte der Rest nicht.',
  'take.notEnough':
    'Bis zum Ziel fehlen {gap}. {n, plural, =0 {Es gibt keinen offenen Deal mit Betrag, der dazu beitragen könnte.} one {Der eine offene Deal mit Betrag bringt {adds}: Das reicht nicht.} other {Alle # offenen Deals mit Betrag bringen zusammen {adds}: Das reicht nicht.}}',
  'take.deal': 'Deal',
  'take.stage': 'Phase',
  'take.closeDate': 'Abschluss',
  'take.chance': 'Aussicht',
  'take.adds': 'Beitrag',
  'take.more': '{n, plural, one {und # weiterer} other {und # weitere}}',
  'take.chanceNote': 'Aussicht: Anteil vergleichbarer Deals, die bis zum Ende ihres Zyklus gewonnen wurden.',
  'take.noEvidence': 'Welche Deals das sind, sieht, wer die Belege sehen darf.',

  'pace.title': 'Soll-Verlauf',
  'pace.linear': 'gleichmäßig',
  'pace.seasonal': 'wie frühere Zyklen',
  'pace.seasonalHint':
    'Nach dem Verlauf der letzten 4 bis 8 vergleichbaren Zyklen; nur für Summen über den Zyklus.',
  'pace.phased': 'in Etappen',
  'pace.phasedHint': 'Wie über die Schnittstelle festgelegt.',
  'pace.curve':
    'Das Soll folgt dem mittleren Verlauf der letzten {n} vergleichbaren Zyklen; das Band reicht vom niedrigsten bis zum höchsten.',
  'pace.none.metric': 'Das Soll ist eine gerade Linie: Diese Kennzahl summiert sich nicht über den Zyklus.',
  'pace.none.window': 'Das Soll ist eine gerade Linie: Der Zeitraum der Kennzahl ist nicht der Zyklus.',
  'pace.none.few_cycles':
    'Das Soll ist eine gerade Linie: {n, plural, =0 {Noch ist kein vergleichbarer Zyklus bekannt} one {Erst # vergleichbarer Zyklus ist bekannt} other {Erst # vergleichbare Zyklen sind bekannt}}, 4 sind nötig.',
  'pace.none.too_many':
    'Das Soll ist eine gerade Linie: Für so viele Deals rechnet Pegel noch keinen Verlauf.',
  'pace.none.not_ready':
    'Das Soll ist vorläufig eine gerade Linie: Der Verlauf früherer Zyklen wird in der nächsten Nacht gerechnet.',
  'pace.band': 'Band früherer Zyklen',
  'issue.pace_not_seasonal':
    'Wie frühere Zyklen geht nur bei Kennzahlen, die sich über den Zyklus summieren, mit dem Zyklus als Zeitraum.',
} as const
