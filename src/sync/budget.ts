/** Whose calls go first, and the budget of one message. */
import { type Budget, createBudget } from '../../connectors/budget.ts'
import type { Connector } from '../../connectors/contract.ts'
import type { Platform } from '../platform.ts'
import { createShares, type Place } from './call-share.ts'

/** What calls are made for. */
export type Purpose = 'night' | 'push' | 'background'

/**
 * What a purpose may fill up of the calls allowed to all. A push finds a call kept free in every window, which reads
 * a hundred deals, while a night uses all the rest. Background work stays within half: a night that begins meanwhile
 * finds the other half at once.
 */
export function ceiling(purpose: Purpose, allowed: number): number {
  switch (purpose) {
    case 'push':
      return allowed
    case 'night':
      return allowed < SMALL ? allowed : allowed - 1
    case 'background':
      return Math.max(1, Math.floor(allowed / 2))
    default:
      return purpose satisfies never
  }
}

/**
 * What a message promises itself at once. A night's is about what one message can make; two of them fit beside each other,
 * so that one which was killed does not hold up the next. What others send is known afterwards, so this is no pace: a
 * single holder reaches its whole ceiling.
 */
export function portion(purpose: Purpose, allowed: number): number {
  switch (purpose) {
    case 'push':
      return Math.max(1, Math.floor(allowed / 8))
    case 'night':
      return allowed < SMALL ? allowed : Math.ceil(allowed / 2)
    case 'background':
      return Math.max(1, Math.floor(allowed / 4))
    default:
      return purpose satisfies never
  }
}

/** A bucket of a few calls a second is not divided: it is free again before anybody misses it. */
const SMALL = 10

type Clocked = Pick<Platform, 'directory' | 'now' | 'sleep' | 'lifetime' | 'serverClock'>

export function openBudget(
  platform: Clocked,
  place: Place,
  { buckets }: Pick<Connector<unknown>, 'buckets'>,
  purpose: Purpose,
): Budget {
  const ofPurpose = {
    ceiling: (allowed: number) => ceiling(purpose, allowed),
    portion: (allowed: number) => portion(purpose, allowed),
  }
  const ours = processOf(platform)
  const shares = createShares({
    ...place,
    ...ofPurpose,
    directory: platform.directory,
    perMs: Object.fromEntries(Object.entries(buckets).map(([name, { perMs }]) => [name, perMs])),
    holder: { process: ours.id, message: crypto.randomUUID() },
    now: platform.now,
    ...(platform.serverClock === undefined ? {} : { serverClock: platform.serverClock }),
  })
  return createBudget({
    buckets,
    now: platform.now,
    sleep: platform.sleep,
    shares,
    ceiling: ofPurpose.ceiling,
    limits: limitsOf(ours, place),
  })
}

/** What a process is known by, and what it remembers between its messages. */
interface Process {
  readonly id: string
  readonly limits: Map<string, Map<string, number>>
}

const processes = new WeakMap<object, Process>()

function processOf({ lifetime, directory }: Clocked): Process {
  const key = lifetime ?? directory
  const known = processes.get(key) ?? { id: crypto.randomUUID(), limits: new Map() }
  processes.set(key, known)
  return known
}

function limitsOf({ limits }: Process, { workspaceId, connectionId }: Place): Map<string, number> {
  const key = `${workspaceId}/${connectionId}`
  const known = limits.get(key) ?? new Map<string, number>()
  limits.set(key, known)
  return known
}
