/** Lines of an evidence file with the labels and the link of the CRM. */
import type { EvidenceLine } from '../metrics/evidence-lines.ts'
import { dealUrl, type MirrorNames, stageLabel } from '../web/mirror-names.ts'

export interface NamedLine extends EvidenceLine {
  readonly pipeline: string | null
  readonly stage: string | null
  readonly url: string | null
}

/** An id stands only where no label is known. */
export function named(line: EvidenceLine, names: MirrorNames): NamedLine {
  const { source, pipelineId, stageId, externalId } = line
  const pipeline = names.pipelines.find((one) => one.source === source && one.id === pipelineId)
  return {
    ...line,
    pipeline: pipeline?.label ?? pipelineId,
    stage: stageLabel(names, line) ?? stageId,
    url: dealUrl(names, source, externalId),
  }
}
