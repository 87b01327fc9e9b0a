/** A company that has both CRMs, and the vendors' own integration between them. */
import { expect } from 'vitest'
import { createCopier } from '../../../connectors/demo/copies.ts'
import { recordId } from '../../../connectors/salesforce/sandbox/id.ts'
import { crms, grownUp, twoCrms } from './two-crms.ts'

export { MORNING } from './two-crms.ts'

export async function copiedCompany() {
  const both = { hubspot: grownUp('hubspot'), salesforce: grownUp('salesforce') }
  const copier = createCopier({
    ...{ from: both.salesforce, to: both.hubspot, since: '2025-03-02T00:00:00.000Z' },
    idOf: (neutral) => recordId('Opportunity', neutral),
  })
  copier.catchUp()
  const { world, connect } = await twoCrms((crm) => both[crm])
  for (const crm of crms) expect(await connect(crm)).toMatchObject({ ok: true })
  return { world, crms: both, copier }
}
