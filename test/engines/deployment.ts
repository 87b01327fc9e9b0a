/** A place where the whole program runs, as the suite of the engines drives it. */
import type { Provisioner } from '../../db/provision.ts'
import type { AppDeps } from '../../src/app-env.ts'

export interface Deployment {
  platform(): Promise<AppDeps>
  readonly provisioner: Provisioner
  /** The program's own HTTP; a path, or an address below its own. */
  http(path: string, init?: RequestInit): Promise<Response>
  /** What the clock does every few minutes. */
  cron(): Promise<void>
  /** Ends when the companies' messages, and those that they sent, are done. Throws when one was given up. */
  settle(workspaceIds: readonly string[]): Promise<void>
}

/** What says that a text is about one company and no other: names and ids of its CRMs. */
export type Markers = readonly string[]

interface SalesforceConfig {
  readonly instanceUrl: string
  readonly clientId: string
  readonly clientSecret: string
}

/** The CRMs of one place: nobody else edits them. Their clock stands still unless it is moved. */
export interface Crms {
  readonly timeZone: string
  /** A company with both. */
  readonly both: {
    readonly hubspot: { readonly token: string; readonly apiUrl: string; readonly clientSecret: string }
    readonly salesforce: SalesforceConfig
    readonly portalId: number
    readonly markers: Markers
  }
  /** A company with one. */
  readonly one: {
    readonly salesforce: SalesforceConfig
    readonly orgId: string
    readonly markers: Markers
  }
}
