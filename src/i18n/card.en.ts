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
  'card.unsaid': 'What this becomes does not follow from one deal: the whole list decides.',
  'card.terms': 'counts in {n} of {all} parts',
  'card.of': '{part} of {whole}',
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
  'card.company.title': 'Recurring revenue and goals',
  'card.company.part': 'This customer',
  'card.company.recurring': 'Recurring revenue a year',
  'card.company.renewals': 'Next renewals',
  'card.company.keyResults': 'Counts toward',
  'card.company.contract': 'Contract',
  'card.company.contracts':
    '{n, plural, =0 {no contract counts today} one {from # contract} other {from # contracts}}',
  'card.company.change': '{difference} since {day}',
  'card.company.same': 'unchanged since {day}',
  'card.company.due': 'ends {day}',
  'card.company.pending': 'ended {day}, renewal pending',
  'card.company.moreRenewals': '{n, plural, one {and # more renewal} other {and # more renewals}}',
  'card.company.held':
    '{n, plural, one {# contract cannot be read and does not count.} other {# contracts cannot be read and do not count.}}',
  'card.company.withoutRate':
    '{n, plural, one {# contract has no exchange rate and adds nothing.} other {# contracts have no exchange rate and add nothing.}}',
  'card.company.empty.title': 'No recurring revenue',
  'card.company.empty.text': 'Pegel knows of no contract with this customer.',
  'card.company.unchosen.title': 'Contracts are not set up',
  'card.company.unchosen.text':
    'Nobody has chosen yet where contracts come from. An administrator can do so in Pegel under “Sync health”.',
  'card.no_member.title': 'No access yet',
  'card.no_member.text':
    'Nobody with {email} has access to Pegel. The OKR master or an administrator can send an invitation.',
  'card.no_right.title': 'Not for this role',
  'card.no_right.text': 'This role shows no single deals and contracts in Pegel.',
  'card.unknown_company.title': 'Pegel is not connected',
  'card.unknown_company.text':
    'This CRM is connected to no company in Pegel. An administrator can connect it again.',
  'card.not_mirrored.title': 'Not read yet',
  'card.not_mirrored.text':
    'Pegel does not know this deal yet, or not any more. New deals come with the next sync, at night at the latest.',
  'card.unknown_customer.title': 'Not read yet',
  'card.unknown_customer.text':
    'Pegel does not know this company yet, or not any more. Companies come with their deals and contracts, at night at the latest.',
  'card.wrong_record.title': 'Nothing to show',
  'card.wrong_record.text': 'The card belongs beside a deal or a company.',
  'card.bad_link.title': 'This address shows nothing',
  'card.bad_link.text':
    'It was not signed by the key of a company, or its key was changed. Whoever runs the tool around it can look after that.',
  'card.old_link.title': 'This address has expired',
  'card.old_link.text': 'An address of a card opens for ten minutes. Please open the record again.',
  'card.failed.title': 'Out of reach right now',
  'card.failed.text': 'The numbers could not be read. Please reload the page in a minute.',
}
