/** Two companies on two engines: files, and a libSQL server with a namespace a company. In workerd: `test/edge/engines.test.ts`. */
import { beforeAll, expect, test } from 'vitest'
import { toInstant } from '../../connectors/values/time.ts'
import { startCrms } from './crms.ts'
import { openFiles, openServer, type Place } from './places.ts'
import { type Told, tell } from './story.ts'
import { engineSuite, expectSame } from './suite.ts'

const told: { files?: Told; server?: Told } = {}

async function lived(open: () => Promise<Place>, base: string): Promise<Told> {
  const { crms, close } = await startCrms(base)
  const place = await open()
  try {
    return await tell(place, crms)
  } finally {
    await place.close()
    await close()
  }
}

beforeAll(async () => {
  const base = toInstant(Date.now())
  const [files, server] = await Promise.all([lived(openFiles, base), lived(openServer, base)])
  Object.assign(told, { files, server })
}, 240_000)

function ready(story: Told | undefined): Told {
  if (story === undefined) throw new Error('the story came to no end')
  return story
}

engineSuite('files', () => ready(told.files))
engineSuite('libSQL server', () => ready(told.server))

test('both engines hold the same, to the last cell', () => {
  expectSame(ready(told.server), ready(told.files))
  expect(ready(told.files).exported.both.tables.deal?.length).toBe(321)
})
