/** Where each connection's contracts come from: what is chosen, what was found, and what nobody has decided yet. */
import * as z from 'zod'
import { type ContractMapping, type ContractOffer, contractSources } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { choiceStatements } from '../sync/choose-contracts.ts'
import { mappingFrom, mappingKey } from '../sync/contract-mapping.ts'
import { auditRow, type Refused, refused, type WriteContext } from './context.ts'

/** A name that may stand in a statement of any CRM. */
const field = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,79}$/)
const names = z.array(z.string().min(1).max(255)).max(200).readonly()
export const mappingInput = z
  .strictObject({
    source: z.enum(contractSources).describe('none: no contracts, and no call for any'),
    amount: field.nullable().describe('Field with the recurring money; null where the source has its own'),
    months: z.int().min(1).max(1200).nullable().describe('Months the amount is for; null: the whole term'),
    term: field.nullable().describe('Field with the length in months'),
    start: field.nullable().describe('Field with the first day; null: the close date'),
    end: field.nullable().describe('Field with the end; null: start and term tell'),
    endInclusive: z.boolean().describe('The end is the last day and not the day after it'),
    product: field.nullable(),
    replaces: names.describe('Types and pipelines of deals whose contracts end their predecessor'),
    adds: names.describe('Types and pipelines of deals whose contracts come on top'),
  })
  .refine(({ source, months, term }) => source !== 'deals' || months !== null || term !== null, {
    message: 'an amount for the whole term needs the field of the term',
    path: ['term'],
  })

/** Contracts on whose overlap nobody has decided: they add until somebody does. */
export interface Undecided {
  readonly type: string | null
  readonly pipelineId: string | null
  readonly pipeline: string | null
  readonly contracts: number
}

export interface FoundOffers {
  readonly at: string
  /** The likeliest first. */
  readonly offers: readonly ContractOffer[]
}

export interface ContractChoice {
  readonly id: string
  readonly crm: string
  /** Null: nobody has chosen, which is the same as none. */
  readonly mapping: ContractMapping | null
  readonly contracts: number
  /** Of those, the ones that cannot be read whole. */
  readonly held: number
  readonly undecided: readonly Undecided[]
  readonly found: FoundOffers | null
}

export function offersKey(source: string): string {
  return `contract_offers:${source}`
}

const counted = `SELECT c.source, COUNT(*) AS n, SUM(k.problem IS NOT NULL) AS held FROM contract c
  CROSS JOIN contract_revision k ON k.seq = c.current_seq WHERE k.deleted = 0 GROUP BY c.source`
const open = `SELECT c.source, r.type, r.pipeline_id, p.label, COUNT(*) AS n FROM contract c
  CROSS JOIN contract_revision k ON k.seq = c.current_seq
  LEFT JOIN deal d ON d.source = c.source AND d.external_id = k.deal_id LEFT JOIN revision r ON r.seq = d.current_seq
  LEFT JOIN pipeline p ON p.source = c.source AND p.id = r.pipeline_id
  WHERE k.deleted = 0 AND k.overlap IS NULL GROUP BY 1, 2, 3 ORDER BY n DESC, 2, 3 LIMIT 50`

export async function readContracts(db: WorkspaceDb): Promise<readonly ContractChoice[]> {
  const [sources, settings, counts, undecided] = await db.$client.batch(
    [
      'SELECT id, crm FROM source ORDER BY created_at, id',
      `SELECT key, value FROM setting WHERE key LIKE 'contracts:%' OR key LIKE 'contract\\_offers:%' ESCAPE '\\'`,
      counted,
      open,
    ],
    'read',
  )
  const kept = new Map((settings?.rows ?? []).map(({ key, value }) => [String(key), String(value)]))
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value))
  return (sources?.rows ?? []).map(({ id: raw, crm }) => {
    const id = String(raw)
    const [chosen, found] = [kept.get(mappingKey(id)), kept.get(offersKey(id))]
    const count = (counts?.rows ?? []).find(({ source }) => source === id)
    return {
      ...{ id, crm: String(crm), mapping: chosen === undefined ? null : mappingFrom(chosen) },
      ...{ contracts: Number(count?.n ?? 0), held: Number(count?.held ?? 0) },
      undecided: (undecided?.rows ?? [])
        .filter(({ source }) => source === id)
        .map((row) => ({
          ...{ type: text(row.type), pipelineId: text(row.pipeline_id), pipeline: text(row.label) },
          contracts: Number(row.n),
        })),
      found: found === undefined ? null : (JSON.parse(found) as FoundOffers),
    }
  })
}

/**
 * The likeliest of those that are more than a remnant: line items also stand on open deals, so the largest number alone
 * says little.
 */
export function proposedOf({ found }: Pick<ContractChoice, 'found'>): ContractOffer | null {
  const offers = found?.offers ?? []
  const most = Math.max(0, ...offers.map(({ count }) => count ?? 0))
  return offers.find(({ count }) => (count ?? 0) * 10 >= most) ?? null
}

const fits: Readonly<Record<string, readonly ContractMapping['source'][]>> = {
  hubspot: ['none', 'deals', 'line_items', 'subscriptions'],
  salesforce: ['none', 'deals', 'contracts', 'assets'],
}

/** Kept with who decided it. */
export async function chooseContracts(
  db: WorkspaceDb,
  source: string,
  after: ContractMapping,
  context: WriteContext,
): Promise<{ readonly ok: true } | Refused> {
  const { rows } = await db.$client.execute({
    sql: `SELECT s.crm, s.properties, t.value FROM source s LEFT JOIN setting t ON t.key = :key WHERE s.id = :source`,
    args: { source, key: mappingKey(source) },
  })
  const row = rows[0]
  if (row === undefined) return refused({ field: 'connection', code: 'connection_gone', subject: source })
  const known = fits[String(row.crm)]
  if (known !== undefined && !known.includes(after.source))
    return refused({ field: 'mapping', code: 'invalid', subject: after.source })
  const before = mappingFrom(row.value ?? undefined)
  if (row.value !== null && JSON.stringify(before) === JSON.stringify(after)) return { ok: true }
  const properties = JSON.parse(String(row.properties)) as string[]
  const told = auditRow(db, context, 'mapping.contracts', source, { before, after }).toSQL()
  const choice = choiceStatements({ source, before, after, properties, now: context.now })
  await db.$client.batch([...choice, { sql: told.sql, args: told.params as string[] }], 'write')
  return { ok: true }
}

/** For a type or a pipeline of deals, or `*` for all that no other name was found for. */
export async function decideOverlap(
  db: WorkspaceDb,
  source: string,
  { name, overlap }: { readonly name: string; readonly overlap: 'replaces' | 'adds' },
  context: WriteContext,
): Promise<{ readonly ok: true } | Refused> {
  const mapping = (await readContracts(db)).find(({ id }) => id === source)?.mapping ?? null
  if (mapping === null || mapping.source === 'none' || name === '')
    return refused({ field: 'connection', code: 'connection_gone', subject: source })
  const without = (list: readonly string[]) => list.filter((one) => one !== name)
  const lists = { replaces: without(mapping.replaces), adds: without(mapping.adds) }
  const after = { ...mapping, ...lists, [overlap]: [...lists[overlap], name] }
  return chooseContracts(db, source, after, context)
}
