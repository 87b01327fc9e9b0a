/** The page for cards in other tools. */
import type { embedding as german } from './embedding.de.ts'

export const embedding: Record<keyof typeof german, string> = {
  'embedding.title': 'Cards in other tools',
  'embedding.intro':
    'The card of a deal or company can be shown outside the CRM too, in an intranet for example.',
  'embedding.state': 'State',
  'embedding.off': 'Switched off: no card is shown outside the CRM.',
  'embedding.on': 'Switched on with a key of {day}.',
  'embedding.begin': 'Switch on',
  'embedding.renew': 'Make a new key',
  'embedding.end': 'Switch off',
  'embedding.key': 'The key',
  'embedding.once':
    'It is shown this once and belongs on the server of the tool, not in a page. An earlier one no longer works.',
  'embedding.origins': 'Where the card may appear',
  'embedding.originsIntro':
    'One address a line, with https, without a path. Everywhere else the browser refuses the frame.',
  'embedding.originsLabel': 'Addresses',
  'embedding.nowhere': 'Nowhere yet.',
  'embedding.save': 'Save addresses',
  'embedding.sample': 'How the address of a card is made',
  'embedding.sampleIntro':
    'The server of the tool signs which record is meant, who looks at it (the e-mail address of a member) and until when the address holds, ten minutes at most. What this person may not see, the card does not show either.',
  'issue.origin': 'At least one line is no address like https://intranet.example.',
}
