/** Bodies that the API takes, from its own description, with another company's ids wherever one can be named. */
import * as z from 'zod'
import type { TwoCompanies } from './two-companies.ts'

type Body = (ids: Readonly<Record<string, string>>) => Record<string, unknown>

/** A value for each property there is; a new one has to be thought of here first. Null: left out. */
const values: Readonly<Record<string, (ids: Readonly<Record<string, string>>) => unknown>> = {
  ...{ cycleId: (ids) => ids.cycle, objectiveId: (ids) => ids.objective, connection: (ids) => ids.source },
  leading: (ids) => ids.source,
  definition: (ids) => ({ metric: 'won_revenue', window: 'cycle', filter: { connections: [ids.source] } }),
  mapping: () => ({ kind: 'none' }),
  ...{ title: () => 'A title', description: () => null, team: () => 'North', name: () => 'A name' },
  ...{ kind: () => 'reach', origin: () => 'metric', baseline: () => 0, target: () => 1000_00 },
  ...{ startsOn: () => '2027-01-01', endsOn: () => '2027-04-01', day: () => '2026-11-23', value: () => 12 },
  ...{
    reason: () => 'A reason',
    expiresOn: () => '2026-12-24',
    decision: () => 'dismiss',
    question: () => 'x',
  },
  ...{ to: () => 'closing', vision: () => 'A vision', themes: () => ['A theme'] },
  ...{ purpose: () => 'A purpose', serves: (ids) => [ids.objective], shared: () => [] },
  members: (ids) => [{ userId: ids.user, part: 'member', department: '' }],
  ...{ minimum: () => 6, textDays: () => 365, sessionDays: () => 30 },
  ...{
    confirmed: () => true,
    closingDays: () => 3,
    currency: () => 'EUR',
    factor: () => '1.1',
    from: () => '2026-11-01',
  },
}
const LEFT_OUT = new Set([
  'composite',
  'native',
  'unit',
  'lower',
  'upper',
  'requiredShare',
  'weight',
  'cadenceDays',
  'pace',
])
/** Those that name something of a company. */
const NAMING = new Set(['cycleId', 'objectiveId', 'connection', 'leading', 'definition', 'members', 'serves'])

const described = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        requestBody: z
          .object({
            content: z.record(
              z.string(),
              z.object({ schema: z.object({ properties: z.record(z.string(), z.unknown()) }) }),
            ),
          })
          .optional(),
      }),
    ),
  ),
})

/** By `METHOD path`, of those that name something in the path or in the body. Throws for a property nobody thought of. */
export async function apiBodies({ app }: Pick<TwoCompanies, 'app'>): Promise<ReadonlyMap<string, Body>> {
  const { paths } = described.parse(await (await app.request('/api/openapi.json')).json())
  const bodies = new Map<string, Body>()
  for (const [path, operations] of Object.entries(paths))
    for (const [method, { requestBody }] of Object.entries(operations)) {
      const names = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
        Object.keys(schema.properties),
      )
      const strange = names.filter((name) => values[name] === undefined && !LEFT_OUT.has(name))
      if (strange.length > 0) throw new Error(`${method} ${path}: ${strange.join(', ')}`)
      if (names.length === 0 || !(path.includes('{id}') || names.some((name) => NAMING.has(name)))) continue
      const kept = names.filter((name) => !LEFT_OUT.has(name))
      bodies.set(`${method.toUpperCase()} /api${path.replace('{id}', ':id')}`, (ids) =>
        Object.fromEntries(kept.map((name) => [name, values[name]?.(ids)])),
      )
    }
  return bodies
}
