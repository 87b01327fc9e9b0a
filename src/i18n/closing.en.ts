/** The end of a cycle, values set by hand, currency. */
import type { closing as german } from './closing.de.ts'

export const closing: Record<keyof typeof german, string> = {
  'issue.frozen': 'The final value is fixed and cannot be changed any more.',
  'issue.cycle_closed': 'The cycle is closed and stays as it is.',
  'issue.type_instead': 'Nothing is measured here: enter a value instead.',
  'issue.absurd': 'The amount is too large. Check the decimal point and the zeros.',
  'issue.expiry_past': 'The end must not be in the past.',
  'issue.rate': 'This is no rate. It takes a number above 0.',
  'issue.after_freezing': 'The value cannot hold that long: it ends on {subject} at the latest.',

  'broken.currency_differs':
    'The target is in {subject}, and the company reports in another currency by now. The target has to be set anew.',

  'final.chip': 'final',
  'final.title': 'Final value',
  'final.on': 'Fixed on {day}.',
  'final.of': 'Value of {day}, read up to {instant}.',
  'final.ofTyped': 'Value of {day}.',
  'final.run': 'Run {run}, revision {seq}',
  'final.reopen': 'It does not change any more.',
  'final.note.no_value': 'There was no value by the end.',
  'final.note.incomplete': 'Fixed on incomplete data: {reason}',
  'final.note.old_value':
    'A data source brought no complete night in time. What is fixed is the last good value, of {day}.',
  'final.note.broken': 'The definition was broken when the value was fixed.',
  'final.note.late': 'Fixed {n, plural, one {one day} other {# days}} later than planned.',
  'final.note.days_missing':
    'On {n, plural, one {one day} other {# days}} of the cycle there was no value that counts.',
  'final.note.override_ended': 'A value set by hand held until then. What is fixed is the measured one.',
  'closing.freezes':
    'The cycle has ended. The value follows the CRM until the night to {day}; then it is fixed.',
  'closing.freezesTyped': 'The cycle has ended. In the night to {day} the value is fixed.',
  'closing.due': 'The cycle has ended. A complete night is still missing before the value can be fixed.',
  'restated.title': 'Changed afterwards',
  'restated.value': 'In the CRM by now {value}',
  'restated.difference': '{difference} against the final value',
  'restated.note': 'The final value stays. This is what the CRM says today about the same time.',
  'restated.cause': 'Deals concerned',
  'restated.was': 'Part of the final value',
  'restated.is': 'Part today',
  'restated.steps': 'Step by step: what moved the value since',
  'restated.more': '{n, plural, one {One more deal} other {# more deals}}',

  'override.until': 'set by hand, holds until {day}',
  'override.measured': 'Measured: {value}',
  'override.title': 'Set the value by hand',
  'override.intro':
    'It holds until the day given and ends by itself. The measured value stays visible beside it.',
  'override.value': 'Value',
  'override.reason': 'Reason',
  'override.expiresOn': 'Holds through',
  'override.save': 'Set value',
  'override.withdraw': 'Withdraw',
  'override.current': 'Set by hand',
  'override.history': 'Values set by hand',
  'override.set': 'set on {instant}',
  'override.setBy': 'set on {instant} by {name}',
  'override.holds': 'holds until {day}',
  'override.ended.expired': 'ended on {day}',
  'override.ended.replaced': 'replaced on {day}',
  'override.ended.withdrawn': 'withdrawn on {day}',
  'override.ended.frozen': 'ended when the value was fixed on {day}',
  'override.state': 'State',

  'currency.title': 'Currency',
  'currency.intro':
    'Pegel gives all amounts in one currency. Each deal is converted at the rate of its own CRM, not at one of ours.',
  'currency.now': 'Amounts in {currency}',
  'currency.connection': 'Connection',
  'currency.own': 'Currency',
  'currency.how': 'Conversion',
  'currency.way.same': 'The CRM itself counts in {currency}.',
  'currency.way.own_rate': 'The CRM has a rate of its own for {currency}.',
  'currency.way.typed': 'At the rate typed here.',
  'currency.way.missing':
    'The rate is missing: amounts are incomplete until {currency} is added in the CRM or a rate is typed here.',
  'currency.way.unknown': 'The CRM does not tell its currency. It is taken for {currency}.',
  'currency.converting': 'Deals are still being converted. Until then there are no amounts.',
  'currency.rates': 'Rates typed here',
  'currency.from': 'from {day}',
  'currency.typeRate': 'Type a rate',
  'currency.typeRateIntro':
    'Only needed where no CRM has a rate into {currency}. It holds from its first day until the next one, by close date.',
  'currency.factor': 'One unit in {currency}',
  'currency.firstDay': 'Holds from',
  'currency.saveRate': 'Save rate',
  'currency.change': 'Change the currency',
  'currency.changeIntro':
    'Published values stay in their currency. Targets in money have to be set anew; until then their key results are broken.',
  'currency.code': 'New currency',
  'currency.save': 'Change currency',
}
