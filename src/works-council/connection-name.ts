/** What a connection is called: its CRM, and its id where there is more than one of it. */
import { crmTitle } from '../web/sources.ts'

export function connectionName({ crm, id }: { readonly crm: string; readonly id: string }): string {
  return id === crm ? crmTitle(crm) : `${crmTitle(crm)} (${id})`
}
