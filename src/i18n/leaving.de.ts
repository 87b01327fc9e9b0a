/** Alles mitnehmen und gehen. */
export const leaving = {
  'leaving.title': 'Daten des Unternehmens',
  'leaving.intro': 'Alles mitnehmen, und gehen können.',
  'leaving.takeOut': 'Alles mitnehmen',
  'leaving.takeOutIntro':
    'Deals, Verträge, Werte, Ziele und Einstellungen, so wie Pegel sie hält. Ohne die Kennungen von Personen im CRM und ohne Zugangsdaten.',
  'leaving.csv': 'CSV, eine Datei je Tabelle (ZIP)',
  'leaving.json': 'JSON, eine Datei',
  'leaving.clock': 'Nach der Trennung vom CRM',
  'leaving.rests':
    'Ist kein CRM mehr verbunden, löscht Pegel {days, plural, =0 {sofort} one {nach # Tag} other {nach # Tagen}} alles von diesem Unternehmen.',
  'leaving.runs':
    'Seit dem {since} ist kein CRM mehr verbunden. Am {due} wird alles von diesem Unternehmen gelöscht, endgültig.',
  'leaving.kept': 'Seit dem {since} bleibt das Unternehmen auch ohne CRM bestehen.',
  'leaving.keep': 'Unternehmen behalten',
  'leaving.days': 'Tage bis zur Löschung',
  'leaving.daysHint': '0 bis 90',
  'leaving.save': 'Frist speichern',
  'leaving.end': 'Unternehmen beenden',
  'leaving.endIntro':
    'Löscht sofort und endgültig: die Datenbank, den Schlüssel der Zugangsdaten, alle Mitglieder und Sitzungen. Sicherungskopien der Zugangsdaten lassen sich danach nicht mehr öffnen. Was im CRM steht, bleibt.',
  'leaving.name': 'Name des Unternehmens, zur Bestätigung',
  'leaving.nameHint': '{name}',
  'leaving.endNow': 'Alles löschen',
  'leaving.short': 'Daten',
} as const
