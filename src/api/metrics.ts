/** The catalogue, and any metric the privacy floor allows. */
import * as z from 'zod'
import { catalogue } from '../metrics/index.ts'
import { metricIds, units } from '../metrics/types.ts'
import { askMetric, questionInput } from '../okr/ask.ts'
import type { Add } from './endpoint.ts'
import { refusalOf } from './problem.ts'
import { metricValue } from './schemas.ts'

const words = z.object({ de: z.string(), en: z.string() }).readonly()
const entry = z
  .object({
    id: z.enum(metricIds),
    title: words,
    question: words,
    unit: z.enum(units),
    direction: z.string(),
    timeBasis: z.string(),
    formula: z.string(),
    params: z.unknown().describe('JSON schema of the params'),
    needsHistory: z
      .boolean()
      .describe(
        'For days before the first import it answers "unknown before" until the history of the CRM is read',
      ),
  })
  .readonly()

export function metricEndpoints(add: Add): void {
  add({
    ...{ action: 'catalogue.read', method: 'get', path: '/catalogue', tag: 'Metrics' },
    summary: 'Every metric with its meaning',
    answer: z.object({ metrics: z.array(entry).readonly() }),
    handle: async () => ({
      metrics: metricIds.map((id) => {
        const { title, question, unit, direction, timeBasis, formula, params } = catalogue[id]
        const described = { id, title, question, unit, direction, timeBasis, formula }
        return { ...described, params: z.toJSONSchema(params), needsHistory: timeBasis === 'history' }
      }),
    }),
  })
  add({
    ...{ action: 'metric.evaluate', method: 'post', path: '/metrics/evaluate', tag: 'Metrics' },
    summary: 'The value of a definition, now or as of a past day',
    input: questionInput,
    answer: metricValue,
    async handle({ workspace, input, now }) {
      const answer = await askMetric(workspace, input, now)
      if (!answer.ok) throw refusalOf(answer.issues)
      return answer.value
    },
  })
}
