/** The card beside a deal. */
import { hubspot } from '@hubspot/ui-extensions'
import { RecordCard } from './RecordCard.tsx'

hubspot.extend<'crm.record.sidebar'>(({ context }) => <RecordCard context={context} />)
