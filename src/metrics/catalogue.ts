/** Every metric by its id. Adding one adds a line to one of the lists. */
import { dealMetrics } from './catalogue-deals.ts'
import { pipelineMetrics } from './catalogue-pipeline.ts'
import { retentionMetrics } from './catalogue-retention.ts'
import type { Entry } from './entry.ts'
import type { MetricId } from './types.ts'

export const catalogue: Record<MetricId, Entry> = { ...dealMetrics, ...pipelineMetrics, ...retentionMetrics }
