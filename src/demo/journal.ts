/** Notes every edit a person makes in a sandbox, so that a restart can make it again. */
import type { Crm } from '../../connectors/demo/types.ts'

const methods = [
  'createDeal',
  'updateDeal',
  'deleteDeal',
  'restoreDeal',
  'mergeDeals',
  'upsertCompany',
] as const
export type EditMethod = (typeof methods)[number]
export interface Edit {
  readonly method: EditMethod
  readonly args: readonly unknown[]
}

/** The same CRM; edits made through the returned face are reported after they succeeded. */
export function journaled(crm: Crm, onEdit: (edit: Edit) => void): Crm {
  const noted = Object.fromEntries(
    methods.map((method) => [
      method,
      (...args: never[]) => {
        const made = (crm[method] as (...args: never[]) => unknown)(...args)
        onEdit({ method, args: withId(method, args, made) })
        return made
      },
    ]),
  )
  return { ...crm, ...(noted as Pick<Crm, EditMethod>) }
}

/** A created deal got its id from the store: the note carries it, so that the replay gives the same. */
function withId(method: EditMethod, args: readonly unknown[], made: unknown): readonly unknown[] {
  return method === 'createDeal' ? [args[0], args[1], (made as { id: string }).id] : args
}

export function replay(crm: Crm, edit: Edit): void {
  const apply = crm[edit.method] as (...args: readonly unknown[]) => unknown
  apply(...edit.args)
}
