/** Who may do what. Pure, and the only place that says so: every route asks `can`. */
import { type Role, roles } from '../app-env.ts'

export const actions = [
  /** Who one is and what one may do. */
  'self.read',
  /** Board, objectives and key results with their values. */
  'board.read',
  /** The deals behind a value. */
  'evidence.read',
  /** Ask for any metric the privacy floor allows. */
  'metric.evaluate',
  'catalogue.read',
  'cycle.write',
  /** Move a cycle from one phase to the next. */
  'phase.write',
  /** Say vision and themes of the strategy. */
  'direction.write',
  'objective.write',
  'key_result.write',
  /** Enter or push the value of a key result, and correct it. */
  'value.write',
  /** Set a value by hand over the measured one, with a reason and an end. */
  'value.override',
  /** Connections with their state and age, without a number of sales. */
  'source.read',
  /** Nights and manual syncs: when, how many records, what failed. */
  'run.read',
  /** Read once more what could not be read, and run again what failed. */
  'sync.retry',
  'connection.write',
  'settings.read',
  'settings.write',
  'member.write',
  /** Take everything of the company out. */
  'company.export',
  /** Delete the company, at once or after a time. */
  'company.end',
  /** Who changed what. */
  'audit.read',
  /** Propose another minimum number of people, and take the proposal back. */
  'minimum.propose',
  /** Agree to it or refuse it: another role than the one that proposes. */
  'minimum.decide',
  /** Who looked at which numbers. */
  'view_log.read',
] as const
export type Action = (typeof actions)[number]

const numbers = [
  'self.read',
  'board.read',
  'evidence.read',
  'metric.evaluate',
  'catalogue.read',
  'source.read',
] as const
/** What even the administrator has no part in, so that nobody watches or decides alone. */
const auditing = ['minimum.decide', 'view_log.read'] as const satisfies readonly Action[]
const goals = ['objective.write', 'key_result.write', 'value.write'] as const

/** Nobody has a right that ranks or shows a person: there is no such action. */
export const permissions: Readonly<Record<Role, readonly Action[]>> = {
  administrator: actions.filter((action) => !(auditing as readonly Action[]).includes(action)),
  /** Sets direction and takes part. */
  management: [
    ...numbers,
    ...goals,
    'value.override',
    'cycle.write',
    'direction.write',
    'run.read',
    'settings.read',
  ],
  /** Runs the process. */
  okr_master: [
    ...numbers,
    ...goals,
    'value.override',
    'cycle.write',
    'phase.write',
    'direction.write',
    'run.read',
    'sync.retry',
    'settings.read',
  ],
  /** Check-ins, alignment, input from below. */
  team_lead: [...numbers, ...goals],
  /** Proposes and produces: reports values, and leaves the goals to those who answer for them. */
  member: [...numbers, 'value.write'],
  /** From outside: follows the goals, sees no deal. */
  coach: ['self.read', 'board.read', 'catalogue.read', 'source.read'],
  /** Reads settings and logs and needs no numbers. */
  auditor: [
    'self.read',
    'catalogue.read',
    'source.read',
    'run.read',
    'settings.read',
    'audit.read',
    ...auditing,
  ],
}

export function can(role: Role, action: Action): boolean {
  return permissions[role].includes(action)
}

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text)
}
