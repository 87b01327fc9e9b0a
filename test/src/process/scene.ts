/** A company with a cycle, an objective and typed key results, at the HTTP seam. */
import { keyResultInput } from '../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective, pushValue } from '../../../src/okr/write.ts'
import { now, type Running, running } from '../../support/app.ts'

export const by = { actor: 'u1', now }
const idOf = (written: { ok: boolean; id?: string }) => {
  if (written.id === undefined) throw new Error(JSON.stringify(written))
  return written.id
}

export interface Scene extends Running {
  readonly cycleId: string
  readonly objectiveId: string
  objective(title: string, team?: string, cycle?: string): Promise<string>
  /** A typed key result from 0 to 100. */
  keyResult(title: string, objective?: string): Promise<string>
  value(keyResultId: string, day: string, value: number): Promise<void>
  post(path: string, cookie: string, fields: Readonly<Record<string, string>>): Promise<Response>
}

export async function scene(at: { now?: () => string } = {}): Promise<Scene> {
  const program = await running(at)
  const { workspace } = program
  const days = { name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const cycleId = idOf(await createCycle(workspace.db, days, by))
  const objective: Scene['objective'] = async (title, team = 'Vertrieb', cycle = cycleId) =>
    idOf(await createObjective(workspace.db, { cycleId: cycle, title, description: null, team }, by))
  const objectiveId = await objective('Wachsen')
  return {
    ...program,
    ...{ cycleId, objectiveId, objective },
    signIn: async (role) => `${await program.signIn(role)}; pegel_locale=de`,
    async keyResult(title, of = objectiveId) {
      const raw = { objectiveId: of, title, kind: 'reach', origin: 'manual', unit: 'count' }
      const input = keyResultInput.parse({ ...raw, baseline: 0, target: 100, cadenceDays: 7 })
      return idOf(await createKeyResult(workspace.db, input, { ...by, workspace }))
    },
    async value(keyResultId, day, value) {
      const written = await pushValue(
        workspace.db,
        { keyResultId, day, value, reason: null },
        { ...by, workspace },
      )
      if (!written.ok) throw new Error(JSON.stringify(written))
    },
    post(path, cookie, fields) {
      const body = new URLSearchParams(fields).toString()
      const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: program.deps.publicUrl }
      return program.request(path, { method: 'POST', cookie, headers, body })
    },
  }
}
