/** What befalls a whole night: a CRM that is down, a grant that is gone, a clock that is wrong, a machine that sleeps. */

import type { Vendor } from './vendor.ts'
import type { World } from './world.ts'

const MINUTE = 60_000

export interface Weather {
  down(vendor: Vendor): boolean
  crowded(vendor: Vendor): boolean
  /** Draws what one night brings. */
  night(begin: number): void
  /** All is well from now on. */
  clear(): void
  /** Programs stay off until then. */
  offUntil(): number
  /** Another app begins when we do. */
  calling(vendor: Vendor): void
}

export function createWeather(world: World, crashAll: () => void): Weather {
  const { scheduler, random, chaos, vendors } = world
  const downUntil = new Map<Vendor, number>()
  const crowdedUntil = new Map<Vendor, number>()
  const crowds = new Set<Vendor>()
  let off = 0

  function setClock(offset: number): void {
    world.clockOffset = offset
    world.clockError = Math.max(world.clockError, Math.abs(offset))
    world.trace.add('clock', String(offset))
  }

  function night(begin: number): void {
    const soon = () => begin + random.between(0, 75) * MINUTE + random.between(0, 59_999)
    for (const vendor of vendors) {
      if (chaos.hit('CRM down'))
        scheduler.at(soon(), () => downUntil.set(vendor, scheduler.now() + random.between(1, 120) * MINUTE))
      if (chaos.hit('grant revoked')) scheduler.at(soon(), vendor.revoke)
      if (vendor.id === 'hubspot' && chaos.hit('other app')) crowds.add(vendor)
    }
    if (chaos.hit('clock forwards')) scheduler.at(soon(), () => setClock(random.between(1, 5) * MINUTE))
    if (chaos.hit('clock backwards')) scheduler.at(soon(), () => setClock(-random.between(1, 5) * MINUTE))
    if (chaos.hit('machine slept'))
      scheduler.at(soon(), () => {
        world.lastBroken = scheduler.now()
        scheduler.suspend(random.between(2, 300) * MINUTE)
        world.lastBroken = scheduler.now()
      })
    if (chaos.hit('program off for hours'))
      scheduler.at(soon(), () => {
        off = scheduler.now() + random.between(20, 1_500) * MINUTE
        crashAll()
      })
  }

  /** Half of each bucket for half a minute, beginning with our first call. */
  function calling(vendor: Vendor): void {
    if (!crowds.delete(vendor)) return
    crowdedUntil.set(vendor, scheduler.now() + 30_000 + 11_000)
    const headers = {
      authorization: 'Bearer pat-eu1-00000000-0000-4000-8000-000000000000',
      'content-type': 'application/json',
    }
    for (let n = 0; n < 60; n += 1)
      scheduler.after(n * 500, () => {
        const search = '/crm/objects/2026-09/deals/search'
        if (n % 2 === 0 || n % 4 === 1)
          vendor.handle({ method: 'POST', url: search, headers, body: '{"limit":1}' })
        for (let k = 0; k < 2; k += 1)
          vendor.handle({ method: 'GET', url: '/crm/owners/2026-09?limit=1', headers, body: '' })
      })
  }

  return {
    down: (vendor) => scheduler.now() < (downUntil.get(vendor) ?? 0),
    crowded: (vendor) => scheduler.now() < (crowdedUntil.get(vendor) ?? 0),
    night,
    calling,
    offUntil: () => off,
    clear() {
      off = 0
      downUntil.clear()
      crowds.clear()
      if (world.clockOffset !== 0) setClock(0)
      for (const vendor of vendors) vendor.grant()
    },
  }
}
