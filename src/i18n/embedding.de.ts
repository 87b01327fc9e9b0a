/** Die Seite für Karten in anderen Werkzeugen. */
export const embedding = {
  'embedding.title': 'Karten in anderen Werkzeugen',
  'embedding.intro':
    'Die Karte zu einem Deal oder Unternehmen lässt sich auch außerhalb des CRM zeigen, etwa im Intranet.',
  'embedding.state': 'Stand',
  'embedding.off': 'Ausgeschaltet: Außerhalb des CRM wird keine Karte gezeigt.',
  'embedding.on': 'Eingeschaltet mit einem Schlüssel vom {day}.',
  'embedding.begin': 'Einschalten',
  'embedding.renew': 'Neuen Schlüssel erzeugen',
  'embedding.end': 'Ausschalten',
  'embedding.key': 'Der Schlüssel',
  'embedding.once':
    'Er wird nur dieses eine Mal gezeigt und gehört auf den Server des Werkzeugs, nicht in eine Seite. Ein früherer gilt ab jetzt nicht mehr.',
  'embedding.origins': 'Wo die Karte erscheinen darf',
  'embedding.originsIntro':
    'Eine Adresse je Zeile, mit https, ohne Pfad. Überall sonst verweigert der Browser den Rahmen.',
  'embedding.originsLabel': 'Adressen',
  'embedding.nowhere': 'Noch nirgends.',
  'embedding.save': 'Adressen speichern',
  'embedding.sample': 'So entsteht die Adresse einer Karte',
  'embedding.sampleIntro':
    'Der Server des Werkzeugs unterschreibt, welcher Datensatz gemeint ist, wer ihn ansieht (E-Mail-Adresse eines Mitglieds) und bis wann die Adresse gilt, höchstens zehn Minuten. Was diese Person nicht sehen darf, zeigt auch die Karte nicht.',
  'issue.origin': 'Mindestens eine Zeile ist keine Adresse wie https://intranet.example.',
} as const
