/** Texts of the forecast, of *what would it take* and of the seasonal pace. English. */
import type { forecast as german } from './forecast.de.ts'

export const forecast: Record<keyof typeof german, string> = {
  'forecast.title': 'How the cycle may end',
  'forecast.lead.model': 'Going by experience',
  'forecast.lead.line': 'If it goes on like this',
  'forecast.between': '80% sure to lie between {low} and {high}',
  'forecast.noInterval': 'Nobody can say yet how far off this may be.',
  'forecast.ofTarget': '{share} of the target of {target}',
  'forecast.sum.won': 'Won',
  'forecast.sum.open': '{n, plural, one {From # open deal} other {From # open deals}}',
  'forecast.sum.later': 'From deals still to come',
  'forecast.sum.total': 'Together',
  'forecast.other.model':
    'Going by experience it would be {point}, 80% sure to lie between {low} and {high}.',
  'forecast.other.line': 'At the same speed as so far it would be {point}.',
  'forecast.trust.model':
    'Around this point of the cycle the forecast was off by {model} on average, a straight line by {line}. Recalculated for {n, plural, one {# earlier cycle} other {# earlier cycles}}.',
  'forecast.trust.line':
    'Around this point of the cycle a straight line was closer, so it comes first: it was off by {line} on average, the forecast by {model}. Recalculated for {n, plural, one {# earlier cycle} other {# earlier cycles}}.',
  'forecast.inside':
    'The outcome lay inside the range of the forecast in {inside} of the cases; it should be 80%.',
  'forecast.few':
    '{n, plural, =0 {No comparable cycle is wholly known yet} one {Only # comparable cycle is wholly known} other {Only # comparable cycles are wholly known}}; from 4 on Pegel goes by your own experience. Until then there is only the straight line, for what it is worth.',
  'forecast.untested': 'Earlier cycles teach nothing yet about this point of the cycle.',
  'forecast.tooMany': 'Pegel does not forecast this many deals yet.',
  'forecast.drawing': 'Won: {won}. {lead}: {point}{range}. Straight line: {line}. Target: {target}.',
  'forecast.drawingRange': ', 80% sure to lie between {low} and {high}',
  'forecast.none': 'none',
  'forecast.mark.model': 'forecast',
  'forecast.mark.line': 'straight line',
  'forecast.mark.range': '80%',
  'forecast.stages': 'What the expectation is made of',
  'forecast.stagesNote':
    'Won before: how many deals that stood in the stage at this point of earlier cycles were won by the end of the cycle. The age of the deals counts too; small groups are moved towards the average of their stage.',
  'forecast.stage': 'Stage',
  'forecast.open': 'Open',
  'forecast.amount': 'Amount',
  'forecast.expected': 'Expected',
  'forecast.past': 'Won before',
  'forecast.pastRate': '{won} of {n} ({rate})',
  'forecast.pastNone': 'no experience',
  'forecast.noStage': 'no stage',
  'forecast.tests': 'How close it was before',
  'forecast.testsNote':
    'Each earlier cycle was forecast on these days with nothing but what was known then. Mean distance from the outcome.',
  'forecast.testDay': 'Point of time',
  'forecast.testPoint': '{days, plural, one {# day} other {# days}} left',
  'forecast.testModel': 'Forecast',
  'forecast.testLine': 'Straight line',
  'forecast.testAll': 'All',

  'take.title': 'What it would take',
  'take.reached': 'The target is reached.',
  'take.enough':
    '{gap} are missing to the target. {n, plural, one {One open deal would do} other {# open deals would do together}}: {adds}. The likeliest come first; without any one of them the rest would not be enough.',
  'take.notEnough':
    '{gap} are missing to the target. {n, plural, =0 {No open deal has an amount that could add to it.} one {The one open deal with an amount brings {adds}: that is not enough.} other {All # open deals with an amount bring {adds} together: that is not enough.}}',
  'take.deal': 'Deal',
  'take.stage': 'Stage',
  'take.closeDate': 'Close date',
  'take.chance': 'Chance',
  'take.adds': 'Adds',
  'take.more': '{n, plural, one {and # more} other {and # more}}',
  'take.chanceNote': 'Chance: share of comparable deals that were won by the end of their cycle.',
  'take.noEvidence': 'Which deals these are is shown to those who may see the evidence.',

  'pace.title': 'Pace',
  'pace.linear': 'steady',
  'pace.seasonal': 'like earlier cycles',
  'pace.seasonalHint': 'As the last 4 to 8 comparable cycles went; for sums over the cycle only.',
  'pace.phased': 'in phases',
  'pace.phasedHint': 'As set through the API.',
  'pace.curve':
    'The pace follows the mean course of the last {n} comparable cycles; the band reaches from the lowest to the highest.',
  'pace.none.metric': 'The pace is a straight line: this metric does not add up over the cycle.',
  'pace.none.window': 'The pace is a straight line: the window of the metric is not the cycle.',
  'pace.none.few_cycles':
    'The pace is a straight line: {n, plural, =0 {no comparable cycle is known yet} one {only # comparable cycle is known} other {only # comparable cycles are known}}, 4 are needed.',
  'pace.none.too_many':
    'The pace is a straight line: Pegel does not work out a course from this many deals yet.',
  'pace.none.not_ready':
    'The pace is a straight line for now: the course of earlier cycles is worked out in the coming night.',
  'pace.band': 'Band of earlier cycles',
  'issue.pace_not_seasonal':
    'Like earlier cycles works only for metrics that add up over the cycle, with the cycle as their window.',
}
