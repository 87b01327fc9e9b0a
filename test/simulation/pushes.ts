/** The CRMs tell of changes as they happen: at least once as a rule, in any order, and sometimes not at all. */
import { takeNotices } from '../../src/sync/notices.ts'
import type { Running } from './machine.ts'
import type { Vendor } from './vendor.ts'
import { WORKSPACE, type World } from './world.ts'

export function pushChanges(world: World, vendor: Vendor, running: () => Running | null): void {
  const { scheduler, random, chaos } = world
  let told = 0

  async function receive(key: string, id: string): Promise<void> {
    const one = running()
    if (one === null) return
    const workspace = await one.platform.open(WORKSPACE)
    await takeNotices(one.platform, workspace, vendor.id, [{ key, id }])
  }

  vendor.crm.watch((kind, id) => {
    if (kind !== 'deal' || vendor.vanished.has(id) || chaos.hit('push lost')) return
    told += 1
    const key = `${vendor.id}-${told}`
    // The vendor asks again when nobody answers; here one try is enough, since the night reads all.
    const deliver = () => void receive(key, vendor.external(id)).catch(() => undefined)
    const late = chaos.hit('push late') ? random.between(1, 40) * 60_000 : 0
    scheduler.after(late + random.between(100, 3_000), deliver)
    if (chaos.hit('push repeated')) scheduler.after(random.between(500, 3_600_000), deliver)
  })
}
