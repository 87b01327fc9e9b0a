/** Faults and edits over HTTP under `/_sandbox/`: the same for every sandbox, spoken in neutral terms. */
import { z } from 'zod'
import type { Crm, Sandbox } from './types.ts'

const nullableText = z.string().nullable()
const fields = z.strictObject({
  name: z.string(),
  companyId: nullableText,
  pipelineId: z.string(),
  stageId: z.string(),
  amount: nullableText,
  currency: z.string(),
  closeDate: nullableText,
  probability: nullableText,
  type: nullableText,
  ownerId: nullableText,
  forecastCategory: z.enum(['omitted', 'pipeline', 'best_case', 'commit', 'closed']).nullable(),
  properties: z.record(z.string(), nullableText),
})
const fault = z.strictObject({
  match: z.string(),
  times: z.number().int().min(1),
  kind: z.enum(['status', 'html', 'half_body', 'hang', 'rate_limit', 'unauthorized', 'reset']),
  status: z.number().int().optional(),
  retryAfterSeconds: z.number().optional(),
})
const merge = z.strictObject({ survivorId: z.string(), loserId: z.string() })
const advance = z.strictObject({ ms: z.number().int().min(0) })

export interface Controlled extends Pick<Sandbox, 'crm' | 'now' | 'fault' | 'clearFaults' | 'calls'> {
  mergeDeals: Crm['mergeDeals']
  /** Moves the virtual clock; null where the clock belongs to somebody else. */
  readonly advance: ((ms: number) => void) | null
}

export interface ControlAnswer {
  readonly status: number
  readonly body: unknown
}

/** `path` begins with `/_sandbox/`. What the store refuses is 409, what cannot be read 400. */
export function control(sandbox: Controlled, method: string, path: string, text: string): ControlAnswer {
  try {
    return run(sandbox, `${method} ${path.replace('/_sandbox', '')}`, text === '' ? null : JSON.parse(text))
  } catch (error) {
    const unread = error instanceof z.ZodError || error instanceof SyntaxError
    return {
      status: unread ? 400 : 409,
      body: { error: error instanceof Error ? error.message : String(error) },
    }
  }
}

function run(sandbox: Controlled, action: string, body: unknown): ControlAnswer {
  const { crm } = sandbox
  const at = sandbox.now()
  const id = /\/deals\/(\d+)/.exec(action)?.[1] ?? ''
  switch (action.replace(/\/deals\/\d+/, '/deals/:id')) {
    case 'GET /calls':
      return { status: 200, body: sandbox.calls }
    case 'POST /faults': {
      const { status, retryAfterSeconds, ...rest } = fault.parse(body)
      sandbox.fault({
        ...rest,
        ...(status === undefined ? {} : { status }),
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      })
      return done
    }
    case 'DELETE /faults':
      sandbox.clearFaults()
      return done
    case 'POST /deals':
      return { status: 201, body: crm.createDeal(fields.parse(body), at) }
    case 'PATCH /deals/:id':
      return { status: 200, body: crm.updateDeal(id, defined(fields.partial().parse(body)), at) }
    case 'DELETE /deals/:id':
      crm.deleteDeal(id, at)
      return done
    case 'POST /deals/:id/restore':
      crm.restoreDeal(id, at)
      return done
    case 'POST /merge': {
      const { survivorId, loserId } = merge.parse(body)
      sandbox.mergeDeals(survivorId, loserId, at)
      return done
    }
    case 'POST /advance':
      if (sandbox.advance === null) return { status: 409, body: { error: 'the clock is not ours' } }
      sandbox.advance(advance.parse(body).ms)
      return { status: 200, body: { now: sandbox.now() } }
    default:
      return { status: 404, body: { error: `no such control: ${action}` } }
  }
}

const done: ControlAnswer = { status: 204, body: null }

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Zod marks absent keys as possibly undefined; here a key is there or not. */
function defined<T extends object>(change: T): Defined<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Defined<T>
}
