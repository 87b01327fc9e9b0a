/** Entwurf einer Betriebsvereinbarung, gefüllt mit den geltenden Einstellungen. Absätze sind je Paragraf gezählt. */
export const agreement = {
  'agreement.short': 'Entwurf einer Betriebsvereinbarung',
  'agreement.title': 'Betriebsvereinbarung über den Einsatz von Pegel',
  'agreement.pageIntro':
    'Ein Entwurf mit den Einstellungen, die am {day} gelten. Er lässt sich drucken und als Textdatei herunterladen.',
  'agreement.draft':
    'Entwurf, keine Rechtsberatung. Vor dem Abschluss ist eine rechtliche Prüfung nötig. Stellen in eckigen Klammern sind auszufüllen.',
  'agreement.download': 'Als Markdown herunterladen',
  'agreement.section': '§ {n} {title}',
  'agreement.annex': 'Anlage {n}: {title}',
  'agreement.between': 'Zwischen',
  'agreement.employer': '{company}, [Anschrift], vertreten durch [Name] – im Folgenden: Arbeitgeber –',
  'agreement.and': 'und',
  'agreement.council': 'dem Betriebsrat der {company}, vertreten durch [Name] – im Folgenden: Betriebsrat –',
  'agreement.concluded': 'wird folgende Betriebsvereinbarung geschlossen:',

  'agreement.preamble': 'Präambel',
  'agreement.preamble.1':
    'Der Arbeitgeber setzt Pegel ein, um gemeinsam vereinbarte Ziele von Teams (Objectives and Key Results) mit Zahlen aus dem CRM zu verfolgen. Betriebsrat und Arbeitgeber sind sich einig, dass dies der gemeinsamen Steuerung dient und nicht der Beurteilung einzelner Beschäftigter.',

  'agreement.scope': 'Gegenstand und Geltungsbereich',
  'agreement.scope.1':
    'Diese Vereinbarung regelt Einführung, Betrieb und Änderung von Pegel nach § 87 Abs. 1 Nr. 6 BetrVG. Sachlich gilt sie für alle Auswertungen, Ansichten, Schnittstellen und Dateien, die Pegel bereitstellt.',
  'agreement.scope.2':
    'Persönlich gilt diese Vereinbarung für alle Beschäftigten des Betriebs [Ort] mit Ausnahme der leitenden Angestellten im Sinne des § 5 Abs. 3 BetrVG.',

  'agreement.purpose': 'Zweck',
  'agreement.purpose.1':
    'Daten werden ausschließlich verarbeitet, um den Fortschritt von Zielen auf der Ebene des Unternehmens und seiner Teams zu messen, zu erklären und zu besprechen.',
  'agreement.purpose.2':
    'Eine Verarbeitung zu anderen Zwecken ist ausgeschlossen. Ein neuer Zweck setzt eine Änderung dieser Vereinbarung voraus.',

  'agreement.control': 'Keine Kontrolle von Leistung und Verhalten',
  'agreement.control.1':
    'Pegel wird nicht zur Kontrolle von Leistung oder Verhalten einzelner Beschäftigter verwendet. Ranglisten und Vergleiche von Personen sowie Auswertungen zu einzelnen Personen finden nicht statt und sind technisch nicht vorgesehen.',
  'agreement.control.2':
    'Zahlen aus Pegel fließen weder in die Vergütung noch in Zielvereinbarungen mit einzelnen Beschäftigten, Beurteilungen, Beförderungen oder andere personelle Maßnahmen ein. Eine Übermittlung an Systeme der Personalverwaltung findet nicht statt.',
  'agreement.control.3':
    'Erkenntnisse, die unter Verstoß gegen diese Vereinbarung gewonnen wurden, dürfen nicht zum Nachteil von Beschäftigten verwendet werden. Darauf gestützte personelle Maßnahmen sind unwirksam und rückgängig zu machen.',

  'agreement.data': 'Verarbeitete Daten',
  'agreement.data.1':
    'Gelesen werden die in Anlage 1 aufgeführten Felder aus {connections}. Pegel schreibt nichts in das CRM.',
  'agreement.data.2':
    'Kontakte, E-Mails, Notizen, Anrufe, Termine und Felder, die auf eine Person verweisen, werden nicht gelesen. Die zuständige Person eines Deals wird nur als Prüfsumme mit geheimem Schlüssel gespeichert und dient allein dem Zählen von Personen; ihr Name und ihre Adresse werden nicht gespeichert.',
  'agreement.data.3':
    'Von Mitgliedern werden Name, E-Mail-Adresse und Rolle gespeichert, außerdem die Texte, die sie selbst eintragen. IP-Adressen und Standorte werden nicht gespeichert.',

  'agreement.minimum': 'Mindestzahl von Personen',
  'agreement.minimum.1':
    'Eine Zahl zu einem Teil des Unternehmens wird nur gezeigt, wenn mindestens {minimum} Personen dahinterstehen. Maßgeblich sind die verschiedenen Zuständigen aller Deals der Auswahl in den letzten zwölf Monaten, unabhängig vom gezeigten Zeitraum. Weniger als {floor} Personen sind ausgeschlossen.',
  'agreement.minimum.2':
    'Auch das Zusammenwirken mehrerer Zahlen darf keine Gruppe unterhalb der Mindestzahl erkennen lassen. Definitionen, bei denen das möglich wäre, werden abgelehnt. Unterschreitet eine Gruppe die Mindestzahl später, werden ihre Werte einschließlich der früheren verborgen.',
  'agreement.minimum.3':
    'Ausgenommen ist nur die Summe des ganzen Unternehmens. {people, plural, =-1 {Wie viele Personen dahinterstehen, zeigt Pegel} =0 {Bei Erstellung dieses Entwurfs stand dahinter noch niemand} one {Bei Erstellung dieses Entwurfs stand dahinter # Person} other {Bei Erstellung dieses Entwurfs standen dahinter # Personen}}.',
  'agreement.minimum.4':
    'Die Mindestzahl wird nur gemeinsam geändert: Der Vorschlag kommt aus der Rolle Administration und wird mit der Zustimmung der Rolle Prüfung wirksam. Dieselbe Person kann nicht beides tun. Ohne Zustimmung verfällt ein Vorschlag nach {proposalDays} Tagen. Jede Änderung wird mit Person, Zeitpunkt, altem und neuem Wert aufgezeichnet.',

  'agreement.access': 'Rollen und Zugriff',
  'agreement.access.1':
    'Zugriff haben nur Personen mit einer Rolle. Rollen und Rechte ergeben sich abschließend aus Anlage 2.',
  'agreement.access.2':
    'Die Rolle Prüfung ist dem Betriebsrat und der oder dem Datenschutzbeauftragten vorbehalten. In dieser Rolle sind Einstellungen und Protokolle lesbar, jedoch keine Zahlen aus dem Vertrieb. Der Betriebsrat benennt, wer die Rolle erhält.',
  'agreement.access.3':
    'Die Rolle Coach wird Personen von außerhalb nur befristet erteilt und erlaubt keinen Blick auf einzelne Deals.',

  'agreement.logs': 'Protokolle',
  'agreement.logs.1':
    'Pegel zeichnet auf, wer wann welche Zahl angesehen oder heruntergeladen hat. Das Protokoll wird {viewDays} Tage aufbewahrt und danach gelöscht.',
  'agreement.logs.2':
    'Das Protokoll ist nur in der Rolle Prüfung lesbar und dient allein der Kontrolle dieser Vereinbarung. Auch das Lesen wird aufgezeichnet. Eine Auswertung nach Personen, etwa zu Häufigkeit oder Dauer der Nutzung, ist ausgeschlossen.',
  'agreement.logs.3':
    'Wer die Datenbank technisch betreibt, darf die Protokolle nicht einsehen, außer zur Behebung einer Störung; dies ist dem Betriebsrat vorab mitzuteilen.',

  'agreement.keeping': 'Speicherdauer',
  'agreement.keeping.1':
    'Die Fristen ergeben sich aus Anlage 3. Eine Verlängerung bedarf der Zustimmung des Betriebsrats.',
  'agreement.keeping.2':
    'Wird die letzte Verbindung zum CRM getrennt, werden {leavingDays, plural, =0 {sofort} one {nach # Tag} other {nach # Tagen}} sämtliche Daten gelöscht.',

  'agreement.changes': 'Änderungen',
  'agreement.changes.1':
    'Neue Felder aus dem CRM, neue Rollen oder Rechte, längere Fristen, neue Verbindungen und Funktionen, die Daten von Beschäftigten auf andere Weise verarbeiten, bedürfen vor der Einführung der Zustimmung des Betriebsrats.',
  'agreement.changes.2':
    'Neue Kennzahlen innerhalb der Grenzen dieser Vereinbarung können ohne gesonderte Zustimmung angelegt werden. Der Betriebsrat kann die geltenden Definitionen mit der Zahl der Personen dahinter jederzeit einsehen.',

  'agreement.employees': 'Rechte der Beschäftigten',
  'agreement.employees.1':
    'Alle Mitglieder können jederzeit in Pegel nachlesen, was gelesen, gespeichert und gezeigt wird. Der Arbeitgeber informiert alle Beschäftigten vor der Einführung in verständlicher Form und während der Arbeitszeit.',
  'agreement.employees.2':
    'Wer auf einen Verstoß gegen diese Vereinbarung hinweist oder Auskunft verlangt, darf dadurch keinen Nachteil haben. Die Teilnahme an anonymen Rückmeldungen ist freiwillig.',

  'agreement.rights': 'Rechte des Betriebsrats',
  'agreement.rights.1':
    'Der Betriebsrat erhält die Rolle Prüfung und kann die Einhaltung dieser Vereinbarung jederzeit kontrollieren. Auf Verlangen wird die Funktion von Pegel vorgeführt.',
  'agreement.rights.2':
    'Zur Prüfung kann der Betriebsrat nach näherer Vereinbarung Sachverständige hinzuziehen (§ 80 Abs. 3 BetrVG).',

  'agreement.protection': 'Datenschutz',
  'agreement.protection.1':
    'Die Verarbeitung richtet sich nach der Datenschutz-Grundverordnung und dem Bundesdatenschutzgesetz. Rechtsgrundlage, Verzeichnis der Verarbeitungstätigkeiten und, soweit erforderlich, Datenschutz-Folgenabschätzung dokumentiert der Arbeitgeber: [Verweis].',
  'agreement.protection.2':
    'Auftragsverarbeiter: [Anbieter, Ort, Gegenstand]. Ein Wechsel ist dem Betriebsrat rechtzeitig vorher mitzuteilen.',

  'agreement.disputes': 'Meinungsverschiedenheiten',
  'agreement.disputes.1':
    'Über Auslegung und Anwendung dieser Vereinbarung verhandeln beide Seiten mit dem Willen zur Einigung. Kommt keine Einigung zustande, entscheidet die Einigungsstelle nach § 87 Abs. 2 BetrVG.',

  'agreement.force': 'Inkrafttreten und Kündigung',
  'agreement.force.1':
    'Diese Vereinbarung tritt mit Unterzeichnung in Kraft und kann mit einer Frist von drei Monaten zum Ende eines Kalenderquartals gekündigt werden. Bis zum Abschluss einer neuen Vereinbarung wirkt sie nach.',
  'agreement.force.2':
    'Sollte eine Bestimmung unwirksam sein, bleiben die übrigen gültig. An die Stelle der unwirksamen tritt eine Regelung, die dem gemeinsam Gewollten am nächsten kommt. Die Anlagen sind Bestandteil dieser Vereinbarung.',
  'agreement.place': '[Ort], den [Datum]',
  'agreement.signEmployer': 'Für den Arbeitgeber',
  'agreement.signCouncil': 'Für den Betriebsrat',

  'agreement.annex.data': 'Felder, die gelesen werden',
  'agreement.annex.roles': 'Rollen und Rechte',
  'agreement.annex.keeping': 'Fristen',
  'agreement.annex.extra': 'Zusätzlich ausgewählte Felder von Deals: {names}',
  'agreement.noConnection': '[noch keinem verbundenen CRM]',
  'agreement.role': 'Rolle',
  'agreement.rightsOf': 'Rechte',
} as const
