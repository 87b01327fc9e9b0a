/** Die Karte neben dem Deal im CRM. */
export const card = {
  'card.title': 'Beitrag zu den Zielen',
  'card.part': 'Dieser Deal',
  'card.now': 'Jetzt',
  'card.won': 'Wird er gewonnen',
  'card.lost': 'Geht er verloren',
  'card.same': 'unverändert',
  'card.nothing': 'zählt noch nicht mit',
  'card.both': 'zählt in Zähler und Nenner',
  'card.above': 'zählt im Zähler',
  'card.below': 'zählt im Nenner',
  'card.leftOut': 'zählt nicht mit, weil der Betrag oder das Datum fehlt',
  'card.unsure': 'Felder dieses Deals sind nicht lesbar',
  'card.unsaid': 'Was daraus wird, folgt nicht aus einem einzelnen Deal: Die ganze Liste entscheidet.',
  'card.terms': 'zählt in {n} von {all} Teilen',
  'card.of': '{part} von {whole}',
  'card.open': 'Pegel öffnen',
  'card.overridden': 'Der Wert ist von Hand gesetzt; der Deal ändert ihn nicht.',
  'card.more': '{n, plural, one {und # weiteres Key Result} other {und # weitere Key Results}}',
  'card.hidden':
    '{n, plural, one {# Key Result ist} other {# Key Results sind}} verborgen, weil zu wenige Personen dahinterstehen.',
  'card.age': 'Stand {age}',
  'card.stale': 'Die Zahlen sind älter als anderthalb Tage. Der letzte nächtliche Abgleich fehlt.',
  'card.noNight': 'Es gibt noch keine Zahlen: der erste nächtliche Abgleich steht aus.',
  'card.empty.title': 'Zählt für kein Key Result',
  'card.empty.text': 'Keines der laufenden Key Results misst Deals wie diesen.',
  'card.company.title': 'Wiederkehrender Umsatz und Ziele',
  'card.company.part': 'Dieser Kunde',
  'card.company.recurring': 'Wiederkehrender Umsatz im Jahr',
  'card.company.renewals': 'Nächste Verlängerungen',
  'card.company.keyResults': 'Zählt für',
  'card.company.contract': 'Vertrag',
  'card.company.contracts':
    '{n, plural, =0 {heute zählt kein Vertrag} one {aus # Vertrag} other {aus # Verträgen}}',
  'card.company.change': '{difference} seit dem {day}',
  'card.company.same': 'unverändert seit dem {day}',
  'card.company.due': 'endet am {day}',
  'card.company.pending': 'am {day} beendet, Verlängerung steht aus',
  'card.company.moreRenewals':
    '{n, plural, one {und # weitere Verlängerung} other {und # weitere Verlängerungen}}',
  'card.company.held':
    '{n, plural, one {# Vertrag ist nicht lesbar und zählt nicht mit.} other {# Verträge sind nicht lesbar und zählen nicht mit.}}',
  'card.company.withoutRate':
    '{n, plural, one {# Vertrag hat keinen Wechselkurs und trägt nichts bei.} other {# Verträge haben keinen Wechselkurs und tragen nichts bei.}}',
  'card.company.empty.title': 'Kein wiederkehrender Umsatz',
  'card.company.empty.text': 'Pegel kennt keinen Vertrag mit diesem Kunden.',
  'card.company.unchosen.title': 'Verträge sind nicht eingerichtet',
  'card.company.unchosen.text':
    'Noch ist nicht gewählt, woher die Verträge kommen. Die Administration kann das in Pegel unter „Synchronisation“ tun.',
  'card.no_member.title': 'Noch kein Zugang',
  'card.no_member.text':
    'Mit {email} hat niemand Zugang zu Pegel. OKR Master und Administration können einladen.',
  'card.no_right.title': 'Nicht für diese Rolle',
  'card.no_right.text': 'Diese Rolle zeigt in Pegel keine einzelnen Deals und Verträge.',
  'card.unknown_company.title': 'Pegel ist nicht verbunden',
  'card.unknown_company.text':
    'Dieses CRM ist mit keinem Unternehmen in Pegel verbunden. Die Administration kann es wieder verbinden.',
  'card.not_mirrored.title': 'Noch nicht eingelesen',
  'card.not_mirrored.text':
    'Pegel kennt diesen Deal noch nicht oder nicht mehr. Neue Deals kommen mit dem nächsten Abgleich, spätestens in der Nacht.',
  'card.unknown_customer.title': 'Noch nicht eingelesen',
  'card.unknown_customer.text':
    'Pegel kennt dieses Unternehmen noch nicht oder nicht mehr. Unternehmen kommen mit ihren Deals und Verträgen, spätestens in der Nacht.',
  'card.wrong_record.title': 'Nichts zu zeigen',
  'card.wrong_record.text': 'Die Karte gehört neben einen Deal oder ein Unternehmen.',
  'card.bad_link.title': 'Diese Adresse zeigt nichts',
  'card.bad_link.text':
    'Der Adresse fehlt die Unterschrift mit dem Schlüssel eines Unternehmens, oder der Schlüssel wurde gewechselt. Wer das Werkzeug ringsum betreut, kann das klären.',
  'card.old_link.title': 'Diese Adresse ist abgelaufen',
  'card.old_link.text': 'Die Adresse einer Karte gilt zehn Minuten. Bitte den Datensatz noch einmal öffnen.',
  'card.failed.title': 'Gerade nicht erreichbar',
  'card.failed.text': 'Die Zahlen konnten nicht gelesen werden. Bitte die Seite in einer Minute neu laden.',
} as const
