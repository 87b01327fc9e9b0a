/** Der Ablauf eines Zyklus: Phasen, wer was darin tut, Vision und Themen. */
export const processCycle = {
  'issue.phase_closing':
    'Der Abschluss hat begonnen: Ziele und Schlüsselergebnisse ändern sich nicht mehr. Der OKR Master kann den Zyklus weiterlaufen lassen, solange er nicht zu Ende ist.',
  'issue.phase_closed': 'Der Zyklus ist abgeschlossen: Ziele und Schlüsselergebnisse bleiben, wie sie sind.',
  'issue.phase_step': 'Dieser Schritt geht jetzt nicht: {subject}.',

  'action.phase.write': 'Einen Zyklus von einer Phase in die nächste bringen',
  'action.direction.write': 'Vision und Themen festhalten',

  'phase.draft': 'Entwurf',
  'phase.agreed': 'Vereinbart',
  'phase.running': 'Läuft',
  'phase.closing': 'Abschluss',
  'phase.closed': 'Abgeschlossen',
  'phase.title': 'Ablauf',
  'phase.page': 'Ablauf von {cycle}',
  'phase.is': 'Phase',
  'phase.byDays': 'Noch hat niemand die Phase bestimmt: sie folgt den Tagen des Zyklus.',
  'phase.now': 'Was jetzt zu tun ist',
  'phase.yours': 'die eigene Rolle',
  'phase.nothing': 'Die Rolle {role} liest in diesem Ablauf mit und hat darin keine Aufgabe.',
  'phase.move': 'Weitergehen',
  'phase.moveHint': 'Den Zyklus bewegt der OKR Master. Wer und wann, wird festgehalten.',
  'phase.to.draft': 'Zurück in den Entwurf',
  'phase.to.agreed': 'Als vereinbart festhalten',
  'phase.to.running': 'Den Zyklus laufen lassen',
  'phase.to.closing': 'Den Abschluss beginnen',
  'phase.to.closed': 'Den Zyklus abschließen',
  'phase.reason': 'Anlass',
  'phase.end': 'Ein abgeschlossener Zyklus wird nicht wieder geöffnet.',
  'phase.record': 'Bisherige Schritte',
  'phase.recordNone': 'Noch keiner.',
  'phase.meanwhile': 'Inzwischen hat jemand anderes den Zyklus bewegt. Hier steht, wo er jetzt ist.',
  'phase.refused': 'Dieser Schritt geht noch nicht:',
  'phase.against.no_step': 'Von „{from}“ führt kein Schritt nach „{to}“.',
  'phase.against.no_objectives': 'Es gibt noch kein Ziel, das vereinbart werden könnte.',
  'phase.against.bare_objectives':
    'Ohne Schlüsselergebnis ist nicht zu sehen, ob ein Ziel erreicht ist: {titles}.',
  'phase.against.not_begun': 'Der Zyklus beginnt erst am {day}.',
  'phase.against.too_early_to_close': 'Der Abschluss beginnt frühestens am {day}, zwei Wochen vor dem Ende.',
  'phase.against.over': 'Der Zyklus endete am {day}; danach läuft er nicht mehr.',
  'phase.against.not_final':
    '{n, plural, one {# Schlüsselergebnis hat} other {# Schlüsselergebnisse haben}} noch keinen endgültigen Wert. Werte werden nach den Abschlusstagen von selbst endgültig.',

  'duty.draft.management':
    'Vision und Themen sagen, eigene Ziele aus ihnen ableiten und mit den Teams besprechen.',
  'duty.draft.okr_master':
    'Zu den Terminen einladen, bei den Formulierungen helfen, auf Anschluss an die Themen achten.',
  'duty.draft.team_lead':
    'Mit dem Team Ziele entwerfen, Vorschläge der Mitglieder beantworten, sich mit anderen Teams abstimmen.',
  'duty.draft.member': 'Ziele und Schlüsselergebnisse vorschlagen und sagen, was dafür fehlt.',
  'duty.draft.coach': 'Die Gespräche begleiten und fragen, woran ein Erfolg zu erkennen wäre.',
  'duty.agreed.management': 'Die vereinbarten Ziele bekannt machen und sagen, was dafür zurücksteht.',
  'duty.agreed.okr_master': 'Prüfen, ob jedes Ziel gemessen wird, und den Zyklus laufen lassen.',
  'duty.agreed.team_lead': 'Den wöchentlichen Check-in ansetzen und Zuständigkeiten klären.',
  'duty.agreed.member': 'Die eigenen Beiträge planen.',
  'duty.agreed.coach': 'Mit den Teams den ersten Check-in üben.',
  'duty.running.management': 'An Check-ins teilnehmen, Hindernisse wegräumen, die Richtung halten.',
  'duty.running.okr_master':
    'Auf Stille und liegen gebliebene Hindernisse achten und dort nachfragen; Hindernisse übernehmen.',
  'duty.running.team_lead':
    'Jede Woche den Check-in halten und Hindernisse jemandem geben, der sich kümmert.',
  'duty.running.member': 'Ergebnisse erarbeiten, Werte eintragen, sagen, was hilft und was hindert.',
  'duty.running.coach': 'Bei Check-ins zuhören und dem OKR Master Rückmeldung geben.',
  'duty.closing.management': 'Auf Ergebnisse und Lehren schauen, nicht auf Personen.',
  'duty.closing.okr_master': 'Den Rückblick vorbereiten, die Bewertung der Ziele und die Lehren sammeln.',
  'duty.closing.team_lead':
    'Mit dem Team bewerten, was erreicht ist, und entscheiden, was in den nächsten Zyklus geht.',
  'duty.closing.member': 'Sagen, was gelernt wurde, und die letzten Werte eintragen.',
  'duty.closing.coach': 'Den Rückblick moderieren, wo das gewünscht ist.',
  'duty.closed.management': 'Die Lehren in Vision und Themen einarbeiten.',
  'duty.closed.okr_master': 'Den Rückblick ablegen und den nächsten Zyklus vorbereiten.',
  'duty.closed.team_lead': 'Die Lehren in die nächsten Ziele mitnehmen.',
  'duty.closed.member': 'Vorschläge für den nächsten Zyklus sammeln.',
  'duty.closed.coach': 'Mit dem OKR Master auf den Zyklus zurückblicken.',

  'direction.title': 'Vision und Themen',
  'direction.none': 'Noch ist keine Richtung gesagt.',
  'direction.edit': 'Richtung ändern',
  'direction.intro':
    'Woran Ziele sich ausrichten. Alte Fassungen bleiben für die Zyklen, die ihnen gefolgt sind.',
  'direction.vision': 'Vision',
  'direction.visionHint': 'Ein Satz: wohin das Unternehmen will.',
  'direction.themes': 'Themen der Strategie',
  'direction.themesHint': 'Eines je Zeile, höchstens {most}, das wichtigste zuerst.',
  'direction.tooMany': 'Höchstens {most} Themen von je 160 Zeichen: mehr ist keine Richtung.',
  'direction.save': 'Richtung festhalten',
} as const
