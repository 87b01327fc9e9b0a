/** What the card says before an answer is there, or where none comes. All else comes whole from the program. */

const german = {
  loading: 'Zahlen werden gelesen',
  failed: 'Gerade nicht erreichbar',
  failedText: 'Pegel hat nicht geantwortet. Der Deal und seine Daten sind davon nicht betroffen.',
  unconnected: 'Pegel ist nicht verbunden',
  unconnectedText:
    'Diese Karte ist mit keinem Unternehmen in Pegel verbunden. Die Administration kann das CRM wieder verbinden.',
  retry: 'Noch einmal versuchen',
  connect: 'Verbinden',
}
export type Words = typeof german

const english: Words = {
  loading: 'Reading the numbers',
  failed: 'Out of reach right now',
  failedText: 'Pegel did not answer. The deal and its data are not affected.',
  unconnected: 'Pegel is not connected',
  unconnectedText: 'This card belongs to no company in Pegel. An administrator can connect the CRM again.',
  retry: 'Try again',
  connect: 'Connect',
}

/** `locale` as HubSpot has it of the person: `de`, `de-de`, `en-us`. */
export function wordsFor(locale: string | undefined): Words {
  return isGerman(locale) ? german : english
}

export function isGerman(locale: string | undefined): boolean {
  return /^de\b/i.test(locale ?? '')
}
