/** Texts of what a key result would have been before it was one. */
import type { series as german } from './series.de.ts'

export const series: Record<keyof typeof german, string> = {
  'past.title': 'How it was before',
  'past.lead': 'What this result would have been since {since}, by all that is known today.',
  'past.leadCycles':
    'What this result would have been since {since}, by all that is known today. Each period starts afresh.',
  'past.nothing': 'Of the time before, the CRM knows nothing that this number could show.',
  'past.nothingSince': 'Nothing is known of the time before: the deals are complete since {day} only.',
  'past.legend.past': 'worked out afterwards',
  'past.legend.published': 'published',
  'past.legend.gap': 'unknown, or known in part',
  'past.legend.start': 'new period',
  'past.gaps': 'On {n, plural, one {# day} other {# days}} not everything is known: {why}',
  'past.step': 'Shown is one day in {n}; each of these values is exact.',
  'past.drawing':
    'Course from {from} to {to}: {first} at first, {last} at last; {low} at the lowest, {high} at the highest.',
  'past.periods': 'Comparable periods',
  'past.period': 'Period',
  'past.end': 'At its end',
  'past.unknown': 'unknown',
  'past.partly': 'incomplete',
  'past.proposal': 'Proposal: from {baseline} to {target}',
  'past.why.up': 'The target is the highest of the last {n} comparable periods, rounded up to two digits.',
  'past.why.down': 'The target is the lowest of the last {n} comparable periods, rounded down to two digits.',
  'past.why.nothing': 'The baseline is 0, as the number starts afresh in each period.',
  'past.why.middle': 'The baseline is the middle of them.',
  'past.no.too_few': 'There are too few comparable periods for a proposal: it takes two at least.',
  'past.no.no_direction': 'Whether more or less is better depends on who asks. So nothing is proposed.',
  'past.no.no_better': 'The periods show no way on which anything gets better. So nothing is proposed.',
  'past.many': 'With so many deals, working this out takes some seconds.',
  'past.show': 'Work it out now',
  'past.take': 'Take the proposal over',
  'past.taken': 'Baseline and target are taken over. Nothing is saved yet.',
}
