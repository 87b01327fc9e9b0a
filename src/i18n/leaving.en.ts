/** Taking everything along, and going. */
import type { leaving as german } from './leaving.de.ts'

export const leaving: Record<keyof typeof german, string> = {
  'leaving.title': "The company's data",
  'leaving.intro': 'Take everything, and be free to go.',
  'leaving.takeOut': 'Take everything out',
  'leaving.takeOutIntro':
    'Deals, contracts, values, goals and settings as Pegel holds them. Without the ids of people in the CRM, and without credentials.',
  'leaving.csv': 'CSV, a file for each table (ZIP)',
  'leaving.json': 'JSON, one file',
  'leaving.clock': 'Once no CRM is connected',
  'leaving.rests':
    'When no CRM is connected any more, Pegel deletes everything of this company {days, plural, =0 {at once} one {after # day} other {after # days}}.',
  'leaving.runs':
    'No CRM has been connected since {since}. On {due} everything of this company will be deleted, for good.',
  'leaving.kept': 'Since {since} the company is kept without a CRM.',
  'leaving.keep': 'Keep the company',
  'leaving.days': 'Days until deletion',
  'leaving.daysHint': '0 to 90',
  'leaving.save': 'Save',
  'leaving.end': 'End the company',
  'leaving.endIntro':
    'Deletes at once and for good: the database, the key of the credentials, all members and sessions. Copies of the credentials in backups cannot be opened afterwards. What is in the CRM stays.',
  'leaving.name': 'Name of the company, to confirm',
  'leaving.nameHint': '{name}',
  'leaving.endNow': 'Delete everything',
  'leaving.short': 'Data',
}
