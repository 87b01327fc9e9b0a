/** Änderungen im CRM, die Definitionen berühren. */
export const setUp = {
  'setUp.title': 'Änderungen im CRM',
  'setUp.intro': 'Das hat sich im CRM geändert, seit die Definitionen geschrieben wurden.',
  'setUp.open': '{n, plural, one {# offen} other {# offen}}',
  'setUp.pipeline_renamed': 'Die Pipeline „{before}“ heißt jetzt „{label}“. Alles zählt weiter wie bisher.',
  'setUp.pipeline_archived': 'Die Pipeline „{label}“ gibt es im CRM nicht mehr.',
  'setUp.pipeline_new': 'Die Pipeline „{label}“ ist neu.',
  'setUp.stage_renamed': 'Die Phase „{before}“ heißt jetzt „{label}“. Alles zählt weiter wie bisher.',
  'setUp.stage_archived': 'Die Phase „{label}“ gibt es im CRM nicht mehr.',
  'setUp.stage_new': 'Die Phase „{label}“ ist neu.',
  'setUp.team_renamed': 'Das Team „{before}“ heißt jetzt „{label}“. Alles zählt weiter wie bisher.',
  'setUp.team_archived': 'Das Team „{label}“ gibt es im CRM nicht mehr.',
  'setUp.team_empty': 'Zum Team „{label}“ gehört niemand mehr.',
  'setUp.property_gone': 'Das Feld „{label}“ gibt es im CRM nicht mehr, oder Pegel darf es nicht lesen.',
  'setUp.deals':
    '{n, plural, =0 {Kein Deal steht darin.} one {# Deal steht darin.} other {# Deals stehen darin.}}',
  'setUp.moved': '{n, plural, one {# Deal ist} other {# Deals sind}} nach „{successor}“ gewechselt.',
  'setUp.keyResults': '{n, plural, one {# Key Result ist betroffen:} other {# Key Results sind betroffen:}}',
  'setUp.listed':
    '{n, plural, one {# Key Result nennt vergleichbare:} other {# Key Results nennen vergleichbare:}}',
  'setUp.noKeyResult': 'Kein Key Result ist betroffen.',
  'setUp.follow': '{n, plural, one {# Definition ergänzen} other {# Definitionen ergänzen}}',
  'setUp.followNote': '„{name}“ kommt dazu, als neue Fassung; was schon gezählt wurde, bleibt.',
  'setUp.dismiss': 'Zur Kenntnis genommen',
  'setUp.byHand': 'Bitte die Definition von Hand ändern.',
  'setUp.decided':
    '{n, plural, =0 {Zur Kenntnis genommen; die Definitionen bleiben, wie sie sind.} one {Eine Definition hat eine neue Fassung.} other {# Definitionen haben eine neue Fassung.}}',
  'setUp.refused':
    '{n, plural, one {Ein Key Result ließ sich nicht ändern} other {# Key Results ließen sich nicht ändern}}, etwa weil zu wenige Personen dahinterstünden oder sein Wert feststeht.',
  'setUp.here': 'Im CRM geändert',
  'setUp.toHealth': 'Ansehen und entscheiden',
} as const
