/** Ein CRM verbinden: vom Knopf bis zu den ersten Werten, und wieder trennen. */
import { installSteps } from './install-steps.de.ts'

export const install = {
  ...installSteps,
  'install.connect.title': '{crm} verbinden',
  'install.connect.intro': 'Pegel liest, was für Vertriebskennzahlen nötig ist, und schreibt nichts zurück.',
  'install.connect.newcomer':
    'Daraus entsteht ein Unternehmen in Pegel, verwaltet von der Person, die im CRM zustimmt. Hatte dieses Konto schon eines, geht es dort weiter.',
  'install.connect.member': 'Verbunden wird {crm} mit {company}.',
  'install.connect.reads': 'Was gelesen wird',
  'install.connect.never':
    'Nicht gelesen werden Kontakte, E-Mails und Notizen. Personen werden nur gezählt, nie bewertet.',
  'install.connect.go': 'Weiter zu {crm}',
  'install.leaving': 'Weiter zu {crm}',
  'install.scope.needed': 'nötig',
  'install.scope.optional': 'freiwillig',
  'install.scope.oauth': 'Konto: Name, Zeitzone, Währung',
  'install.scope.crm.objects.deals.read': 'Deals, Pipelines und Phasen',
  'install.scope.crm.objects.owners.read': 'Zuständige, um Teams zu zählen',
  'install.scope.crm.objects.companies.read': 'Namen der Unternehmen, als Beleg hinter einer Zahl',
  'install.scope.crm.objects.line_items.read': 'Positionen, für wiederkehrenden Umsatz',
  'install.scope.crm.objects.subscriptions.read': 'Abonnements, für wiederkehrenden Umsatz',
  'install.scope.settings.currencies.read': 'Wechselkurse',
  'install.scope.settings.users.teams.read': 'Namen der Teams',
  'install.scope.api': 'Opportunities, Accounts, Verträge und die Organisation',
  'install.scope.refresh_token': 'Zugriff auch nachts, bis die Verbindung getrennt wird',
  'install.scope.id': 'Wer zustimmt: Name und bestätigte Adresse',
  'install.where': 'Welche Organisation?',
  'install.where.production': 'Produktion',
  'install.where.production.hint': 'Anmeldung über login.salesforce.com',
  'install.where.sandbox': 'Sandbox',
  'install.where.sandbox.hint': 'Anmeldung über test.salesforce.com',
  'install.where.domain': 'My Domain',
  'install.where.domain.hint': 'Eigene Adresse der Organisation, wenn die gemeinsame Anmeldung gesperrt ist',
  'install.domain': 'Adresse der Organisation',
  'install.domain.hint': 'Zum Beispiel firma.my.salesforce.com',
  'install.failed.title': '{crm} ist nicht verbunden',
  'install.failed.again': 'Noch einmal',
  'install.failed.state':
    'Die Zustimmung gehört zu keinem laufenden Versuch in diesem Browser, oder sie kam später als nach zehn Minuten.',
  'install.failed.declined': 'In {crm} wurde abgelehnt. Es wurde nichts gelesen.',
  'install.failed.not_installed':
    'Die Organisation lässt nur Apps zu, die installiert sind. Zuerst das Paket aus dem AgentExchange installieren, dann noch einmal.',
  'install.failed.refused': '{crm} hat keinen Zugang gegeben. Es wurde nichts gespeichert.',
  'install.failed.another_account': 'Die Antwort gehört zu einem anderen Konto, als sie sagt.',
  'install.failed.ask_administrator':
    'Dieses Konto gehört schon zu einem Unternehmen in Pegel. Wer es dort verwaltet, kann einladen oder selbst neu verbinden.',
  'install.failed.sign_in_first':
    'Diese Adresse ist in Pegel schon bekannt. Erst anmelden, dann {crm} dort verbinden.',
  'install.failed.by_invitation': 'Hier werden neue Unternehmen nur auf Einladung angelegt.',
  'install.failed.no_right': 'Angemeldet ist jetzt jemand anderes als zu Beginn, oder ohne das Recht dazu.',
} as const
