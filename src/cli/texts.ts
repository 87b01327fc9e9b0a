/** Words only the command line needs, in both languages. */
import type { Locale } from '../app-env.ts'

const de = {
  title: 'Objective und Key Results',
  value: 'Wert',
  target: 'Ziel',
  progress: 'Fortschritt',
  pace: 'Soll',
  status: 'Status',
  change: 'seit gestern',
  noCycle: 'Es gibt noch keinen Zyklus.',
  day: 'Wert vom',
  dayColumn: 'Tag',
  deal: 'Deal',
  closeDate: 'Abschluss',
  amount: 'Betrag',
  id: 'Kennung',

  starting: 'Pegel startet gerade. Die Seite lädt sich von selbst neu.',
  listens: 'Pegel läuft unter',
  signIn: 'Anmelden (einmal gültig, eine Stunde lang)',
  runsAlready: 'Pegel läuft mit diesem DATA_DIR schon: seine Sandbox-CRMs sind in Betrieb.',
  stopped: 'Pegel musste anhalten',
  daySpent: (minutes: number) =>
    `die Abfragen des Tages sind verbraucht, soweit sie uns zustehen; frühestens in ${minutes} min wird wieder gefragt`,
  portTaken: (port: string) =>
    `Port ${port} ist belegt. Das andere Programm beenden oder einen anderen nehmen: PORT=8788 npm start`,
  madeKey: (path: string) =>
    `Hauptschlüssel angelegt: ${path}. Bitte sichern: ohne ihn müssen die CRMs neu verbunden werden.`,
  cannotWrite: (path: string) => `${path} lässt sich nicht schreiben.`,

  connection: 'Verbindung',
  state: 'Zustand',
  calls: 'Abfragen',
  pages: 'Seiten',
  records: 'Sätze',
  skipped: 'nicht gelesen',
  reason: 'Grund',
  nextNight: 'nächste Nacht',
  lastNight: 'letzte Nacht',
  data: 'Datenstand',
  failure: 'Fehler',
  parked: 'abgebrochen',
  hidden: 'verborgen',
  nextStep: 'was zu tun ist',
  token: 'Zugang',
  spent: 'Abfragen für',
  notices: 'Meldungen',
  check: 'Vergleich',
  native: 'eigene Zahlen',
  heldRemovals: 'zurückgehalten',
  refusedCalls: (n: number) => `${n} abgewiesen`,
  decideHeld:
    'Über die zurückgehaltenen Löschungen entscheiden: npm run pegel -- held confirm | npm run pegel -- held read-again',
  driftHeals: 'Pegel liest die betroffenen Deals jede Nacht neu, bis sie übereinstimmen.',
  callsMade: (n: number) => `${n} ${n === 1 ? 'Abfrage' : 'Abfragen'}`,
  countedNotRead: (n: number) => `${n} ${n === 1 ? 'Satz' : 'Sätze'}`,
  andMore: (n: number) => `und ${n} weitere`,
  'state.active': 'verbunden',
  'state.reconnect': 'neu verbinden',
  'state.disconnected': 'getrennt',
  'state.missing': 'fehlt',
  'run.running': 'läuft',
  'run.complete': 'vollständig',
  'run.failed': 'fehlgeschlagen',
  'problem.unknown_stage': 'ist dem CRM unbekannt',
  'problem.not_a_number': 'ist keine Zahl',
  'problem.absurd': 'ist unglaubhaft groß',
  'problem.not_a_date': 'ist kein Datum',
  'problem.not_a_currency': 'ist keine Währung',
  'problem.hidden': 'ist verborgen',
  reconnect: (crm: string, id: string) =>
    `Das CRM lehnt den Zugang ab, bis dahin fragt Pegel dort nichts. Neu verbinden: ${connectLine(crm, id)}`,
  waitForNight: 'Pegel versucht es in der nächsten Nacht von selbst wieder; sofort: npm run pegel -- sync',
  mendDeals: 'Im CRM richtigstellen; die nächste Nacht liest sie wieder.',
  needsYou: (ids: string) => `Hier ist etwas zu tun: ${ids}`,
  notComplete: (ids: string) => `Nicht vollständig: ${ids}. npm run pegel -- doctor sagt, was zu tun ist.`,

  noCrm: 'Es ist kein CRM verbunden: npm run pegel -- connect --help',
  noCompany: 'Es gibt noch kein Unternehmen. Ein CRM verbindet: npm run pegel -- connect --help',
  unknownCompany: (id: string) => `Es gibt kein Unternehmen „${id}“.`,
  noClock: 'Es läuft keine Frist bis zur Löschung.',
  otherName: (name: string) => `Zur Bestätigung bitte den Namen angeben: --name "${name}"`,
  ended: (name: string) => `Alles von ${name} ist gelöscht.`,
  csvNeedsFile: 'CSV ist ein ZIP-Archiv: bitte mit --to eine Datei nennen.',
  severalCompanies: (ids: string) => `Es gibt mehrere Unternehmen: --workspace ${ids}`,
  noDemo: 'Hier gibt es kein Demo-Unternehmen. npm start legt eines an.',
  noKeyResult: (id: string) => `Es gibt kein Key Result ${id}. npm run pegel -- kr list zeigt alle.`,
  noForecast:
    'Für dieses Key Result gibt es keine Prognose: nur für gewonnenen Umsatz und gewonnene Deals eines laufenden Zyklus.',
  noOverride: (id: string) => `Für das Key Result ${id} gilt kein von Hand gesetzter Wert.`,
  moreDeals: (shown: number, total: number) => `… ${shown} von ${total}: --limit ${total}`,
  clientCredentials:
    'Schlüssel und Geheimnis der External Client App gehören in SALESFORCE_CLIENT_ID und SALESFORCE_CLIENT_SECRET.',
  salesforceFlow:
    'Entweder --client-credentials, oder --user und --key-file; der Schlüssel der App gehört in SALESFORCE_CLIENT_ID.',
  tokenFile: (path: string) => `Die Datei ${path} mit dem Token ist nicht lesbar.`,
  noCurrency: 'Das CRM nennt seine Währung nicht: zum Beispiel --currency EUR angeben.',
  noJson: 'Die Definition ist kein JSON. Beispiel: {"metric":"win_rate","window":{"fiscal":"quarter"}}',
  definition: (field: string) => `Die Definition passt nicht, bei: ${field}`,
  series: '--series nimmt <von>..<bis>, Tage als JJJJ-MM-TT.',
  longSeries: (days: number) => `--series nimmt höchstens ${days} Tage.`,
  everyDays: (days: number) =>
    `Was Deals durchlaufen haben, wird alle ${days} Tage gefragt; jeder Wert ist genau.`,
  noDay: (text: string) => `${text} ist kein Tag. Beispiel: 2026-11-24`,
  streamDone: (records: number, pages: number) => `${records} Sätze, ${pages} Seiten`,
  bar: '{name} {bar} {percentage} % | {value}/{total} Sätze | {pages} Seiten | {rate}/s | noch {eta_formatted}',
} as const

export type CliTexts = {
  readonly [K in keyof typeof de]: (typeof de)[K] extends string ? string : (typeof de)[K]
}

const en: CliTexts = {
  title: 'Objectives and key results',
  value: 'Value',
  target: 'Target',
  progress: 'Progress',
  pace: 'Pace',
  status: 'Status',
  change: 'since yesterday',
  noCycle: 'There is no cycle yet.',
  day: 'Value of',
  dayColumn: 'Day',
  deal: 'Deal',
  closeDate: 'Close date',
  amount: 'Amount',
  id: 'Id',

  starting: 'Pegel is starting. This page reloads by itself.',
  listens: 'Pegel listens at',
  signIn: 'Sign in (works once, for an hour)',
  runsAlready: 'Pegel is running with this DATA_DIR already: its sandbox CRMs are in use.',
  stopped: 'Pegel stopped',
  daySpent: (minutes: number) =>
    `the calls of the day are used up as far as they are ours; it is asked again in ${minutes} min at the earliest`,
  portTaken: (port) =>
    `Port ${port} is taken. Stop the other program, or choose another: PORT=8788 npm start`,
  madeKey: (path) =>
    `Made a master key in ${path}. Back it up: without it the CRM connections must be made again.`,
  cannotWrite: (path) => `Cannot write ${path}.`,

  connection: 'Connection',
  state: 'State',
  calls: 'Calls',
  pages: 'Pages',
  records: 'Records',
  skipped: 'not read',
  reason: 'Reason',
  nextNight: 'next night',
  lastNight: 'last night',
  data: 'data',
  failure: 'failure',
  parked: 'given up',
  hidden: 'hidden',
  nextStep: 'what to do',
  token: 'access',
  spent: 'calls for',
  notices: 'notices',
  check: 'comparison',
  native: 'own numbers',
  heldRemovals: 'held',
  refusedCalls: (n) => `${n} refused`,
  decideHeld:
    'Decide on the held deletions: npm run pegel -- held confirm | npm run pegel -- held read-again',
  driftHeals: 'Pegel reads the deals concerned anew every night until they agree.',
  callsMade: (n) => `${n} ${n === 1 ? 'call' : 'calls'}`,
  countedNotRead: (n) => `${n} ${n === 1 ? 'record' : 'records'}`,
  andMore: (n) => `and ${n} more`,
  'state.active': 'connected',
  'state.reconnect': 'reconnect',
  'state.disconnected': 'disconnected',
  'state.missing': 'missing',
  'run.running': 'running',
  'run.complete': 'complete',
  'run.failed': 'failed',
  'problem.unknown_stage': 'is not known to the CRM',
  'problem.not_a_number': 'is not a number',
  'problem.absurd': 'is absurdly large',
  'problem.not_a_date': 'is not a date',
  'problem.not_a_currency': 'is not a currency',
  'problem.hidden': 'is hidden',
  reconnect: (crm, id) =>
    `The CRM refuses access; until then Pegel makes no calls there. Connect again: ${connectLine(crm, id)}`,
  waitForNight: 'Pegel tries again by itself next night; at once: npm run pegel -- sync',
  mendDeals: 'Put them right in the CRM; the next night reads them again.',
  needsYou: (ids) => `Needs you: ${ids}`,
  notComplete: (ids) => `Not complete: ${ids}. npm run pegel -- doctor says what to do.`,

  noCrm: 'No CRM is connected: npm run pegel -- connect --help',
  noCompany: 'There is no company yet. Connect a CRM: npm run pegel -- connect --help',
  unknownCompany: (id) => `There is no company "${id}".`,
  noClock: 'No deletion clock is running.',
  otherName: (name) => `To confirm, give its name: --name "${name}"`,
  ended: (name) => `Everything of ${name} is deleted.`,
  csvNeedsFile: 'CSV is a ZIP archive: name a file with --to.',
  severalCompanies: (ids) => `There are several companies: --workspace ${ids}`,
  noDemo: 'There is no demo company here. npm start makes one.',
  noKeyResult: (id) => `There is no key result ${id}. npm run pegel -- kr list shows them.`,
  noForecast:
    'There is no forecast of this key result: only of won revenue and won deals of a running cycle.',
  noOverride: (id) => `No value set by hand holds for key result ${id}.`,
  moreDeals: (shown, total) => `… ${shown} of ${total}: --limit ${total}`,
  clientCredentials:
    'Put key and secret of the External Client App into SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET.',
  salesforceFlow:
    'Either --client-credentials, or --user and --key-file; the consumer key belongs in SALESFORCE_CLIENT_ID.',
  tokenFile: (path) => `The token file ${path} cannot be read.`,
  noCurrency: 'The CRM does not tell its currency: add --currency EUR, for example.',
  noJson: 'The definition is no JSON. Example: {"metric":"win_rate","window":{"fiscal":"quarter"}}',
  definition: (field) => `The definition does not fit, at: ${field}`,
  series: '--series takes <from>..<to>, days as YYYY-MM-DD.',
  longSeries: (days) => `--series takes ${days} days at most.`,
  everyDays: (days) => `What deals went through is asked every ${days} days; each value is exact.`,
  noDay: (text) => `${text} is no day. Example: 2026-11-24`,
  streamDone: (records, pages) => `${records} records, ${pages} pages`,
  bar: '{name} {bar} {percentage}% | {value}/{total} records | {pages} pages | {rate}/s | {eta_formatted} left',
}

function connectLine(crm: string, id: string): string {
  const how = crm === 'salesforce' ? '--instance <url> --client-credentials' : '--token-file <path>'
  return `npm run pegel -- connect ${crm} ${how}${id === crm ? '' : ` --id ${id}`}`
}

const all: Readonly<Record<Locale, CliTexts>> = { de, en }

export function cliTexts(locale: Locale): CliTexts {
  return all[locale]
}
