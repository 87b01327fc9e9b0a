/** Makes and drops the database of a company: a file, a namespace of a libSQL server, or one that is there already. */
import { ProvisioningFailed } from './errors.ts'

export interface Provisioner {
  /** Its databases are an operator's: they are emptied and not dropped. */
  readonly given?: true
  /** Makes the database where there is none yet, and tells its URL. */
  create(workspaceId: string): Promise<string>
  /** Takes it away with everything in it; one that is gone is fine. */
  drop(workspaceId: string): Promise<void>
}

const PLACEHOLDER = '{workspace}'

/** Ids are labels of host names, parts of paths and names of files. */
const ID = /^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/

export function isWorkspaceId(text: string): boolean {
  return ID.test(text)
}

/** A template without `{workspace}` names one database: the deployment holds one company. */
export function holdsOne(template: string): boolean {
  return !template.includes(PLACEHOLDER)
}

export function databaseUrl(template: string, workspaceId: string): string {
  if (!isWorkspaceId(workspaceId))
    throw new ProvisioningFailed(
      `"${workspaceId}" cannot name a company: use a-z, 0-9 and inner hyphens, 50 at most.`,
    )
  return template.replaceAll(PLACEHOLDER, workspaceId)
}

/** `file:data/{workspace}.db`: opening makes the file. `remove` deletes it. */
export function fileProvisioner(template: string, remove: (url: string) => void): Provisioner {
  return {
    create: async (id) => databaseUrl(template, id),
    drop: async (id) => remove(databaseUrl(template, id)),
  }
}

/** Databases that an operator makes and drops. */
export function givenProvisioner(template: string): Provisioner {
  return {
    given: true,
    create: async (id) => databaseUrl(template, id),
    async drop(id) {
      throw new ProvisioningFailed(
        `The database of ${id} was not made by Pegel: drop ${databaseUrl(template, id)} where it was made.`,
      )
    },
  }
}

export interface LibsqlServer {
  /** Base URL of the admin API (`sqld --admin-listen-addr`). */
  readonly adminUrl: string
  readonly fetch: typeof fetch
  /** `--admin-auth-key` of the server. */
  readonly adminKey?: string
}

/**
 * A libSQL server with `--enable-namespaces`. It takes the namespace from the first label of the host, or from
 * `/dev/<namespace>/`, where it wants a namespace named like the host's first label as well (`127` on one machine).
 */
export function libsqlServerProvisioner(template: string, server: LibsqlServer): Provisioner {
  const byPath = template.includes(`/dev/${PLACEHOLDER}`)
  return {
    async create(id) {
      const url = databaseUrl(template, id)
      if (byPath) await createNamespace(server, new URL(url).hostname.split('.')[0] ?? '')
      await createNamespace(server, id)
      return url
    },
    async drop(id) {
      databaseUrl(template, id)
      const response = await call(server, 'DELETE', id)
      if (!response.ok && response.status !== 404) throw refused('drop', id, response)
    },
  }
}

async function createNamespace(server: LibsqlServer, name: string): Promise<void> {
  const response = await call(server, 'POST', `${name}/create`, '{}')
  if (response.ok) return
  // A start that was killed half way has made it already; the server's answer to that is a plain 400.
  const there = await call(server, 'GET', `${name}/config`)
  if (!there.ok) throw refused('make', name, response)
}

async function call(server: LibsqlServer, method: string, path: string, body?: string): Promise<Response> {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (server.adminKey !== undefined) headers.authorization = `Basic ${server.adminKey}`
  const url = new URL(`/v1/namespaces/${path}`, server.adminUrl)
  try {
    return await server.fetch(url, {
      method,
      headers,
      // Not followed, so a redirect is no success; workerd knows no 'error'.
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    })
  } catch (error) {
    throw new ProvisioningFailed(`The libSQL server's admin API at ${server.adminUrl} does not answer.`, {
      cause: error,
    })
  }
}

function refused(what: string, name: string, response: Response): ProvisioningFailed {
  return new ProvisioningFailed(
    `The libSQL server would not ${what} the database "${name}" (${response.status}).`,
  )
}

/** The port that fits `WORKSPACE_DB_URL`. `remove` deletes a file; a runtime without files leaves it out. */
export function provisionerFor(
  template: string,
  options: { readonly remove?: (url: string) => void; readonly server?: LibsqlServer },
): Provisioner {
  if (template.startsWith('file:')) {
    if (options.remove === undefined)
      throw new ProvisioningFailed(
        'WORKSPACE_DB_URL names files, and this runtime has none: name a libSQL server.',
      )
    return fileProvisioner(template, options.remove)
  }
  return options.server === undefined
    ? givenProvisioner(template)
    : libsqlServerProvisioner(template, options.server)
}
