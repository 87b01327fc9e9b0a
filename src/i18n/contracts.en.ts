/** Where contracts come from. */
import type { contracts as german } from './contracts.de.ts'

export const contracts: Record<keyof typeof german, string> = {
  'health.stream.contracts': 'Contracts',
  'contracts.title': 'Contracts',
  'contracts.intro':
    'Recurring revenue, retention and renewals follow from contracts. Where Pegel reads them is decided for each connection.',
  'contracts.unchosen': 'not decided',
  'contracts.chosen': 'chosen',
  'contracts.off': 'off',
  'contracts.now': 'Source: {source}.',
  'contracts.now.none': 'No contracts are read.',
  'contracts.now.unchosen': 'Nobody has chosen yet. Until then no contracts are read.',
  'contracts.count':
    '{n, plural, =0 {No contracts are there yet; the next night reads them.} one {# contract holds.} other {# contracts hold.}}',
  'contracts.held':
    '{n, plural, one {# contract cannot be read whole and does not count.} other {# contracts cannot be read whole and do not count.}}',
  'contracts.source.none': 'no contracts',
  'contracts.source.deals': 'won deals',
  'contracts.source.line_items': 'line items with recurring billing',
  'contracts.source.subscriptions': 'commerce subscriptions',
  'contracts.source.contracts': 'contracts in Salesforce',
  'contracts.source.assets': 'assets in Salesforce',
  'contracts.by':
    '{months, plural, =0 {{source}, {amount} for the whole term} =1 {{source}, {amount} a month} =12 {{source}, {amount} a year} other {{source}, {amount} every # months}}',
  'contracts.look': 'Look in the CRM',
  'contracts.look.hint': 'Asks the CRM with a few calls what contracts it has.',
  'contracts.others': 'What the CRM has',
  'contracts.looked.none': 'Nothing was found in the CRM that contracts could follow from.',
  'contracts.looked.failed': 'The CRM did not answer. Please try again later.',
  'contracts.proposed':
    'Proposed: {source}, because the CRM has {n, plural, one {one record} other {# records}} with recurring money.',
  'contracts.found': '{source}: {n, plural, one {# record} other {# records}}',
  'contracts.found.uncounted': '{source}: number unknown',
  'contracts.preview': 'Examples',
  'contracts.col.start': 'Start',
  'contracts.col.end': 'End',
  'contracts.col.product': 'Product',
  'contracts.col.amount': 'A year',
  'contracts.col.overlap': 'Overlap',
  'contracts.open': 'open',
  'contracts.openEnd': 'open end',
  'contracts.take': 'Take this',
  'contracts.turnOff': 'Read no contracts',
  'contracts.undecided': 'Replace or add?',
  'contracts.undecided.text':
    'For {n, plural, one {one contract} other {# contracts}} it is open whether they replace an earlier one. Until somebody decides they come on top.',
  'contracts.undecided.rest': 'all others',
  'contracts.replaces': 'replaces the earlier one',
  'contracts.adds': 'comes on top',
  'contracts.later': 'Holds from the next night on.',
}
