/** Protection of employees: what is read, who may see what, how many stand behind a number. */
import type { worksCouncil as german } from './works-council.de.ts'

export const worksCouncil: Record<keyof typeof german, string> = {
  'issue.minimum_floor': 'Fewer than {subject} people are never enough: somebody could be told apart.',
  'issue.minimum_unchanged': 'The minimum is {subject} already.',
  'issue.proposal_open': 'Another proposal still waits for an answer.',
  'issue.proposal_closed': 'This proposal has been decided already, or it has lapsed.',
  'issue.same_person': 'Whoever proposes does not agree: it takes a second person in another role.',
}
