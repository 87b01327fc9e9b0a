/** Zahlen, die ein CRM selbst ausrechnet. Deutsch. */
export const native = {
  'origin.native': 'Aus Salesforce',
  'krForm.origin.nativeHint':
    'Salesforce rechnet ihn selbst aus: eine SOQL-Abfrage oder die Gesamtsumme eines Berichts.',

  'native.fields': 'Was fragen wir Salesforce?',
  'native.connection': 'Verbindung',
  'native.question': 'SOQL-Abfrage, oder ID oder Adresse eines Berichts',
  'native.questionHint':
    'Feste Daten sind besser als „dieses Quartal“: Was mit dem Kalender wandert, fragen wir nach dem Ende des Zyklus nicht mehr. Prozentfelder liefern 42,5 für 42,5 %.',
  'native.confirm': 'Es geht nicht um einzelne Personen',
  'native.confirmText':
    'Ich habe geprüft, dass die Zahl nicht auf wenige Personen eingegrenzt ist. Pegel kann das nicht bei jeder Frage selbst sehen.',

  'native.title': 'Eine Zahl von Salesforce',
  'native.report': 'Gesamtsumme des Berichts {title}',
  'native.reportPlain': 'Gesamtsumme eines Berichts',
  'native.soql': 'Antwort auf eine SOQL-Abfrage',
  'native.rights': 'Ausgerechnet als {user}, Profil {profile}: gezählt ist, was dieser Benutzer sieht.',
  'native.rightsUser':
    'Ausgerechnet als {user}: gezählt ist, was dieser Benutzer sieht. Sein Profil nennt Salesforce nicht.',
  'native.rightsUnknown':
    'Gezählt ist, was der Benutzer der Verbindung sieht. Welcher das ist, nennt Salesforce nicht.',
  'native.scope': 'Umfang des Berichts: {scope}',
  'native.moves':
    'Die Frage wandert mit dem Kalender. Nach dem Ende des Zyklus wird sie nicht mehr gestellt.',
  'native.people': '{n, plural, one {Eine Person steht} other {# Personen stehen}} dahinter',
  'native.asked': 'Zuletzt gefragt: {instant}',
  'native.notAsked': 'Noch nicht gefragt. Das geschieht in der nächsten Nacht.',
  'native.trouble': 'Zuletzt kam keine Zahl; es gilt der letzte gute Wert.',
  'native.confirmed': 'Beim Speichern hat jemand bestätigt, dass es nicht um einzelne Personen geht.',
  'native.foreign':
    'Diese Zahl hat Salesforce ausgerechnet. Welche Deals dahinterstehen, was sie bewegt hat und wie sie früher war, sagt es nicht: Der Verlauf ist das, was Pegel jede Nacht notiert hat.',

  'health.purpose.native': 'Eigene Zahlen des CRM',
  'health.native.title': 'Eigene Zahlen des CRM',
  'health.native.well': '{n, plural, one {Eine Zahl kam} other {# Zahlen kamen}} zuletzt an.',
  'health.native.sick':
    '{sick, plural, one {Eine} other {#}} von {n} {n, plural, one {Zahl} other {Zahlen}} kam zuletzt nicht an. Es gelten die letzten guten Werte.',

  'issue.native_foreign':
    'Diese Zahl hat Salesforce ausgerechnet. Welche Deals dahinterstehen, was sie bewegt hat und wie sie früher war, sagt es nicht.',
  'issue.native_empty': 'Hier fehlt die Abfrage oder der Bericht.',
  'issue.native_too_long':
    'Die Abfrage ist länger als {subject} Zeichen. Für eine einzige Zahl genügt weniger.',
  'issue.native_not_a_read':
    'Nur lesende Abfragen sind möglich: ein SELECT ohne FOR VIEW, FOR REFERENCE, FOR UPDATE und UPDATE TRACKING oder VIEWSTAT.',
  'issue.native_no_aggregate':
    'Die Abfrage fasst nichts zusammen. Nötig ist genau eine Aggregatfunktion, zum Beispiel SELECT SUM(Amount) FROM Opportunity.',
  'issue.native_several_columns':
    'Es kamen {subject} Spalten statt einer. Bitte nur eine Aggregatfunktion abfragen.',
  'issue.native_fields_all':
    'FIELDS() liefert Felder und keine Zahl. Bitte eine Aggregatfunktion wie SUM(Amount) abfragen.',
  'issue.native_persons':
    '{subject} grenzt auf Personen ein oder gruppiert nach ihnen. Pegel bewertet niemanden: Bitte ohne Inhaber- und Benutzerfelder fragen.',
  'issue.native_own_scope':
    'Mit {subject} zählt nur, was einem Benutzer oder seinem Team selbst gehört. Bitte über alle Datensätze fragen.',
  'issue.native_no_report_id':
    'Darin steht keine Berichts-ID. Eine solche beginnt mit 00O und steht in der Adresse des geöffneten Berichts.',
  'issue.native_nothing': 'Es kam keine Zeile zurück. Passt die HAVING-Bedingung zu irgendeiner Gruppe?',
  'issue.native_rows':
    'Es kamen {subject} Zeilen statt einer. Bitte GROUP BY weglassen oder auf eine Gruppe eingrenzen.',
  'issue.native_text':
    'Es kam keine Zahl zurück, sondern Text, ein Datum oder ja/nein. Bitte SUM, AVG oder COUNT über ein Zahlenfeld bilden.',
  'issue.native_null':
    'Es kam ein leerer Wert zurück: Kein Datensatz passt, oder das Feld ist in allen leer. Bitte die Bedingungen prüfen; COUNT liefert in diesem Fall 0.',
  'issue.native_too_big': '{subject} ist größer, als hier ein Wert sein kann. Stimmen Feld und Einheit?',
  'issue.native_not_whole':
    '{subject} ist keine ganze Zahl. Bitte eine andere Einheit wählen oder COUNT abfragen.',
  'issue.native_not_summary':
    'Das ist kein Summenbericht, sondern {subject}. Bitte den Bericht nach einem Feld gruppieren, sodass er das Format SUMMARY hat.',
  'issue.native_no_total':
    'Der Bericht hat keine Gesamtsumme. Bitte eine Spalte zusammenfassen, zum Beispiel die Summe des Betrags.',
  'issue.native_several_totals':
    'Der Bericht hat mehrere Gesamtwerte: {subject}. Bitte nur einen davon zusammenfassen lassen.',
  'issue.native_incomplete':
    'Der Bericht ist zu groß, Salesforce liefert ihn nicht vollständig. Bitte enger filtern oder die Zahl als SOQL-Abfrage stellen.',
  'issue.native_currency':
    'Der Betrag ist in {subject} und nicht in der Währung des Unternehmens. Pegel rechnet fremde Summen nicht um: Bitte den Bericht auf die Währung umstellen oder eine andere Einheit wählen.',
  'issue.native_few_people':
    'Hinter der Zahl {subject, plural, one {steht nur eine Person} other {stehen nur {subject} Personen}}. Das sind zu wenige; bitte weiter fassen.',
  'issue.native_unconfirmed':
    'Ob es dabei um einzelne Personen geht, kann Pegel hier nicht sehen. Bitte prüfen und bestätigen.',
  'issue.native_malformed': 'Salesforce versteht die Frage nicht. Seine Meldung: {subject}',
  'issue.native_timeout':
    'Die Antwort dauert Salesforce zu lange. Bitte enger eingrenzen, am besten über ein Datum. Seine Meldung: {subject}',
  'issue.native_no_rights':
    'Dem Benutzer der Verbindung fehlt dafür ein Recht, oder es wurden zu viele Berichte in einer Stunde abgefragt. Bitte Freigabe und Rechte prüfen. Meldung von Salesforce: {subject}',
  'issue.native_report_gone':
    'Den Bericht gibt es nicht mehr, oder er ist für den Benutzer der Verbindung nicht freigegeben. Meldung von Salesforce: {subject}',
  'issue.native_unavailable':
    'Salesforce antwortet gerade nicht ({subject}). Bitte später noch einmal versuchen.',
  'issue.native_not_offered': 'Diese Verbindung beantwortet keine eigenen Fragen. Das kann nur Salesforce.',
  'issue.native_not_connected': 'Diese Verbindung gibt es nicht, oder sie ist getrennt: {subject}',
} as const
