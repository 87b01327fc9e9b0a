/** Changes in the CRM that touch definitions. */
import type { setUp as german } from './set-up.de.ts'

export const setUp: Record<keyof typeof german, string> = {
  'setUp.title': 'Changes in the CRM',
  'setUp.intro': 'This has changed in the CRM since the definitions were written.',
  'setUp.open': '{n, plural, one {# open} other {# open}}',
  'setUp.pipeline_renamed': 'The pipeline “{before}” is now called “{label}”. Everything counts as before.',
  'setUp.pipeline_archived': 'The pipeline “{label}” is no longer in the CRM.',
  'setUp.pipeline_new': 'The pipeline “{label}” is new.',
  'setUp.stage_renamed': 'The stage “{before}” is now called “{label}”. Everything counts as before.',
  'setUp.stage_archived': 'The stage “{label}” is no longer in the CRM.',
  'setUp.stage_new': 'The stage “{label}” is new.',
  'setUp.team_renamed': 'The team “{before}” is now called “{label}”. Everything counts as before.',
  'setUp.team_archived': 'The team “{label}” is no longer in the CRM.',
  'setUp.team_empty': 'Nobody belongs to the team “{label}” any more.',
  'setUp.property_gone': 'The field “{label}” is no longer in the CRM, or Pegel may not read it.',
  'setUp.deals':
    '{n, plural, =0 {No deal stands in it.} one {# deal stands in it.} other {# deals stand in it.}}',
  'setUp.moved': '{n, plural, one {# deal has} other {# deals have}} moved to “{successor}”.',
  'setUp.keyResults': '{n, plural, one {# key result is affected:} other {# key results are affected:}}',
  'setUp.listed':
    '{n, plural, one {# key result lists others like it:} other {# key results list others like it:}}',
  'setUp.noKeyResult': 'No key result is affected.',
  'setUp.follow': '{n, plural, one {Add to # definition} other {Add to # definitions}}',
  'setUp.followNote': '“{name}” is added, as a new version; what was counted stays.',
  'setUp.dismiss': 'Noted',
  'setUp.byHand': 'Please change the definition by hand.',
  'setUp.decided':
    '{n, plural, =0 {Noted; the definitions stay as they are.} one {One definition has a new version.} other {# definitions have a new version.}}',
  'setUp.refused':
    '{n, plural, one {One key result} other {# key results}} could not be changed, for instance because too few people would stand behind it or its value is final.',
  'setUp.here': 'Changed in the CRM',
  'setUp.toHealth': 'Look and decide',
}
