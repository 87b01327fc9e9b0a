/** The card beside the deal in the CRM. */
import type { card as german } from './card.de.ts'

export const card: Record<keyof typeof german, string> = {
  'card.title': 'Contribution to goals',
  'card.part': 'This deal',
  'card.now': 'Now',
  'card.won': 'If it is won',
  'card.lost': 'If it is lost',
  'card.same': 'unchanged',
  'card.nothing': 'does not count yet',
  'card.both': 'counts above and below the line',
  'card.above': 'counts above the line',
  'card.below': 'counts below the line',
  'card.leftOut': 'does not count, because its amount or date is missing',
  'card.unsure': 'Fields of this deal cannot be read',
  'card.open': 'Open Pegel',
  'card.overridden': 'The value was set by hand; the deal does not change it.',
  'card.more': '{n, plural, one {and # more key result} other {and # more key results}}',
  'card.hidden':
    '{n, plural, one {# key result is} other {# key results are}} hidden, because too few people stand behind it.',
  'card.age': 'As of {age}',
  'card.stale': 'The numbers are older than a day and a half. The last nightly sync is missing.',
  'card.noNight': 'There are no numbers yet: the first nightly sync is still to come.',
  'card.empty.title': 'Counts toward no key result',
  'card.empty.text': 'None of the running key results measures deals like this one.',
  'card.no_member.title': 'No access yet',
  'card.no_member.text':
    'Nobody with {email} has access to Pegel. The OKR master or an administrator can send an invitation.',
  'card.no_right.title': 'Not for this role',
  'card.no_right.text': 'This role shows no single deals in Pegel.',
  'card.unknown_company.title': 'Pegel is not connected',
  'card.unknown_company.text':
    'This CRM is connected to no company in Pegel. An administrator can connect it again.',
  'card.not_mirrored.title': 'Not read yet',
  'card.not_mirrored.text':
    'Pegel does not know this deal yet, or not any more. New deals come with the next sync, at night at the latest.',
  'card.wrong_record.title': 'Nothing to show',
  'card.wrong_record.text': 'The card belongs beside a deal.',
  'card.failed.title': 'Out of reach right now',
  'card.failed.text': 'The numbers could not be read. Please reload the page in a minute.',
}
