/** Whose a line item or a subscription is: its deal and its company, asked for a thousand at a time. */
import * as z from 'zod'
import type { ContractRecord, Pull } from '../contract.ts'
import { ASSOCIATION_LIMIT } from './companies-of.ts'
import type { HubspotConfig } from './config.ts'
import { unlessForbidden } from './forbidden.ts'
import { parsePage, parseRows } from './parse.ts'
import type { paths } from './paths.ts'
import { direct } from './read.ts'
import type { PlainKind } from './read-object.ts'

type Path = keyof typeof paths

/** A line item has one parent, and its company is that of the deal. */
const asked = {
  line_items: { deals: 'dealsOfLineItems', companies: null },
  subscriptions: { deals: 'dealsOfSubscriptions', companies: 'companiesOfSubscriptions' },
} as const satisfies Record<PlainKind, { deals: Path; companies: Path | null }>

export async function linked(
  pull: Pull<HubspotConfig>,
  kind: PlainKind,
  records: readonly ContractRecord[],
): Promise<readonly ContractRecord[]> {
  const { deals, companies } = asked[kind]
  const dealOf = await links(pull, deals, records)
  const companyOf = companies === null ? new Map<string, string>() : await links(pull, companies, records)
  return records.map((record) => ({
    ...record,
    dealId: dealOf.get(record.id) ?? null,
    companyId: companyOf.get(record.id) ?? null,
  }))
}

async function links(pull: Pull<HubspotConfig>, path: Path, records: readonly ContractRecord[]) {
  const found = new Map<string, string>()
  for (let start = 0; start < records.length; start += ASSOCIATION_LIMIT) {
    const inputs = records.slice(start, start + ASSOCIATION_LIMIT).map(({ id }) => ({ id }))
    const body = await unlessForbidden(direct(pull, path, JSON.stringify({ inputs })))
    if (body === null) break
    for (const { from, to } of parseRows(parsePage(body).results, linksWire, (wire) => wire.result).records)
      found.set(from, to)
  }
  return found
}

const idText = z.union([z.string().min(1), z.number().int()]).transform(String)
/** The primary one, where several are told and one says so; else the first. */
const linksWire = z
  .object({
    from: z.object({ id: idText }),
    to: z
      .array(
        z.object({
          toObjectId: idText,
          associationTypes: z.array(z.object({ label: z.string().nullish() })).nullish(),
        }),
      )
      .min(1),
  })
  .transform(({ from, to }) => {
    const primary = to.find((one) => one.associationTypes?.some(({ label }) => label === 'Primary'))
    return { result: { from: from.id, to: (primary ?? to[0])?.toObjectId ?? '' } }
  })
