/** Invariants 7, 8 and 9, seen from the wire: when a call leaves, and what came back before. */
import { TERM_MS } from '../../../src/sync/call-share.ts'
import type { Answered, Sent, Watcher } from '../network.ts'
import { type Party, party } from '../party.ts'
import type { Program } from '../program.ts'
import type { Bucket, Vendor } from '../vendor.ts'
import { shownTime, violated, type World } from '../world.ts'

/** In place four times, and five times that by messages, a few of them after a grant was refused. */
const FAILURES_OF_A_RUN = 32
/** What a program that ends or stands still meanwhile has tried in place counts as no attempt. */
const FAILURES_OF_AN_UPSET = 4
/** Pushes try anew an hour after they gave up. */
const FAILURES_OF_PUSHES = 100
/** Each program may find it out for itself once, and ask for a new one. */
const REFUSALS_IN_A_ROW = 14
/** A turn that began before the grant was found revoked may still be walking. */
const LAST_CALLS_MS = 180_000
/** So long after standing still a program may go on with what it has lost meanwhile. */
const AWAKE_MS = 2 * 60_000
/** The lease of a renewal: after it somebody else may try. */
const RENEWAL_MS = 30_000

/** Whoever met a failure has told the others by then. */
const TELLING_MS = 2_000
/** A message that was at work before goes on so long with its share of the budget. */
const SHARE_MS = TELLING_MS + TERM_MS

interface Watched {
  /** Send times by bucket, newest last. */
  readonly log: Map<string, number[]>
  readonly renewing: Map<Program, number>
  /** By who met the failure. `coolUntil` is by the programs' clock. */
  readonly parties: Map<string, Pause>
  /** By anybody, so that it binds the whole connection. */
  rest: Pause
  revokedAt: number | null
  /** Answers that said the grant is no good, in a row. */
  unauthorized: number
  /** When the vendor gave a token. */
  readonly issued: Map<string, number>
  newest: number
  readonly stored: Set<string>
}

interface Pause {
  /** In a row. */
  failures: number
  /** Programs that ended or stood still before the first of these. */
  upsets: number
  coolUntil: number
  askedUntil: number
  at: number
}

const noPause: Pause = { failures: 0, upsets: 0, coolUntil: 0, askedUntil: 0, at: 0 }

export interface CallChecks extends Watcher {
  /** The CRM has failed somebody, and nobody calls it until then. */
  coolsDown(vendor: string, attempts: number): void
  revoked(vendor: string, at: number | null): void
  /** A grant stands in the directory. */
  stored(vendor: string, token: string): void
  newNight(): void
  /** A person connects: the first grant is used before there is a place to store it. */
  connecting: boolean
}

export function checkCalls(world: World, others: (vendor: Vendor) => boolean): CallChecks {
  const watched = new Map<string, Watched>()
  function partyOf(one: Watched, { name }: Party): Pause {
    const known = one.parties.get(name) ?? { ...noPause }
    one.parties.set(name, known)
    return known
  }
  const of = (vendor: string): Watched => {
    const known = watched.get(vendor)
    if (known !== undefined) return known
    const fresh: Watched = {
      log: new Map(),
      renewing: new Map(),
      parties: new Map(),
      rest: { ...noPause },
      revokedAt: null,
      unauthorized: 0,
      issued: new Map(),
      newest: 0,
      stored: new Set(),
    }
    watched.set(vendor, fresh)
    return fresh
  }

  function withinBudget(one: Watched, { name, perMs, ours }: Bucket, at: number, vendor: Vendor): void {
    const log = one.log.get(name) ?? []
    one.log.set(name, log)
    while (log[0] !== undefined && log[0] <= at - perMs) log.shift()
    log.push(at)
    // A clock that was set makes any window a guess.
    if (log.length > ours && world.clockError === 0)
      violated(world, 9, `${log.length} calls of ${vendor.id}/${name} within ${perMs} ms, ours are ${ours}`)
  }

  function sent(call: Sent): void {
    const { vendor, program, url, token, at } = call
    world.calls += 1
    world.trace.add('call', program.name, vendor.id, url)
    const one = of(vendor.id)
    if (!vendor.isToken(url)) {
      const bucket = vendor.bucketOf(url)
      if (bucket !== null) withinBudget(one, bucket, at, vendor)
      if (!checks.connecting && token !== null && !one.stored.has(token))
        violated(world, 8, `${vendor.id} is called with a token that nobody stored`)
    } else if (!checks.connecting) {
      for (const [other, since] of one.renewing)
        if (other !== program && other.alive && at - since < RENEWAL_MS && world.lastBroken < since)
          violated(world, 8, `${program.name} renews the grant of ${vendor.id} while ${other.name} does`)
      one.renewing.set(program, at)
    }
    const own = partyOf(one, call.party)
    const wokeUp = program.pausedUntil > at - AWAKE_MS
    if (!wokeUp && !checks.connecting) {
      leftAlone(call, own)
      const told = one.rest.at + (call.party.begunAt > one.rest.at + TELLING_MS ? TELLING_MS : SHARE_MS)
      if (at > told) leftAlone(call, one.rest)
    }
    if (one.revokedAt !== null && at > one.revokedAt + LAST_CALLS_MS && !checks.connecting)
      violated(world, 7, `${vendor.id} is called although its grant was revoked`)
  }

  function leftAlone({ vendor, at, party }: Sent, pause: Pause): void {
    if (Math.max(world.lastBroken, world.lastPaused) >= pause.at) return
    const early = pause.coolUntil - shownTime(world)
    if (early > 0)
      violated(world, 7, `${vendor.id} is called by ${party.name} ${early} ms before its cool-down ends`)
    if (at < pause.askedUntil && world.clockError === 0)
      violated(world, 9, `${vendor.id} asked to be left alone for ${pause.askedUntil - at} ms more`)
  }

  function answered(call: Answered): void {
    const { vendor, program, status, retryAfterS, made, url } = call
    const one = of(vendor.id)
    world.trace.add('answer', vendor.id, String(status), made ? 'made' : '')
    if (vendor.isToken(url)) {
      if (status !== 200) one.renewing.delete(program)
      const token = status === 200 ? /"access_token":"([^"]+)"/.exec(call.answer)?.[1] : undefined
      if (token !== undefined) one.issued.set(token, world.scheduler.now())
    }
    if (status === 401 || (vendor.isToken(url) && status === 400)) one.unauthorized += 1
    if (one.unauthorized > REFUSALS_IN_A_ROW)
      violated(world, 7, `${vendor.id} refused the grant ${one.unauthorized} times, and is still asked`)
    if (status === 429) {
      world.answers429 += 1
      if (!made && !others(vendor))
        violated(world, 9, `${vendor.id} answered 429, and nobody else was calling`)
    }
    const own = partyOf(one, call.party)
    if (status >= 200 && status < 300) {
      own.failures = 0
      if (!vendor.isToken(url)) one.unauthorized = 0
      return
    }
    if (own.failures === 0) own.upsets = world.upsets
    own.failures += 1
    const usual = call.party.name === 'changed' ? FAILURES_OF_PUSHES : FAILURES_OF_A_RUN
    const most = usual + FAILURES_OF_AN_UPSET * (world.upsets - own.upsets)
    if (own.failures > most)
      violated(world, 9, `${own.failures} calls of ${vendor.id} in a row failed, and it is still asked`)
    // Whoever stood still has lost its lease, and with it the right to hold anybody up.
    const stoodStill = program.pausedUntil > world.scheduler.now() - AWAKE_MS
    if (retryAfterS !== null && (status === 429 || status === 503) && !stoodStill) {
      const now = world.scheduler.now()
      // A 429 closes one bucket, and the others stay open.
      for (const pause of status === 503 ? [own, one.rest] : [own])
        Object.assign(pause, { askedUntil: now + retryAfterS * 1000, at: now })
    }
  }

  const checks: CallChecks = {
    connecting: false,
    sent,
    answered,
    coolsDown(vendor, attempts) {
      const one = of(vendor)
      const coolUntil = shownTime(world) + 5_000 * 4 ** (attempts - 1)
      const own = partyOf(one, party())
      for (const pause of [own, one.rest]) Object.assign(pause, { coolUntil, at: world.scheduler.now() })
    },
    revoked(vendor, at) {
      of(vendor).revokedAt = at
      // A person has connected again: then it has just answered.
      if (at === null) of(vendor).rest = { ...noPause }
    },
    stored(vendor, token) {
      const one = of(vendor)
      const issued = one.issued.get(token) ?? 0
      if (issued < one.newest && !checks.connecting)
        violated(world, 8, `an older grant of ${vendor} was stored over a newer one`)
      one.newest = Math.max(one.newest, issued)
      one.renewing.clear()
      one.stored.add(token)
    },
    newNight() {
      for (const one of watched.values()) {
        one.parties.clear()
        one.rest = { ...noPause }
      }
    },
  }
  return checks
}
