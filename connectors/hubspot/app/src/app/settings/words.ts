/** What the settings page says. */

const german = {
  settingsTitle: 'Pegel',
  settingsText:
    'Was Pegel aus HubSpot liest, wie frisch es ist und woher wiederkehrender Umsatz kommt, wird in Pegel selbst eingestellt.',
  health: 'Zustand der Synchronisation',
  board: 'Ziele öffnen',
  leave: 'Verbindung trennen',
  leaveText:
    'Beim Trennen widerruft Pegel den Zugang in HubSpot. Die gelesenen Daten werden nach der eingestellten Frist gelöscht.',
}
export type Words = typeof german

const english: Words = {
  settingsTitle: 'Pegel',
  settingsText:
    'What Pegel reads from HubSpot, how fresh it is and where recurring revenue comes from is set in Pegel itself.',
  health: 'Sync health',
  board: 'Open goals',
  leave: 'Disconnect',
  leaveText:
    'When it is disconnected, Pegel revokes its access in HubSpot. What was read is deleted after the time that was set.',
}

/** `locale` as HubSpot has it of the person: `de`, `de-de`, `en-us`. */
export function wordsFor(locale: string | undefined): Words {
  return /^de\b/i.test(locale ?? '') ? german : english
}
