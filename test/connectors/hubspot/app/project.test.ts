/** The project files against what HubSpot's templates have and against what the program does: nobody else can check them offline. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { scopes } from '../../../../connectors/hubspot/scopes.ts'
import { createApp } from '../../../../src/app.ts'
import { running } from '../../../support/app.ts'

const root = fileURLToPath(new URL('../../../../connectors/hubspot/app/', import.meta.url))
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(root.length).replace(/^\/+/, ''))
const text = (path: string) => readFileSync(`${root}${path}`, 'utf8')

interface Meta {
  readonly uid: string
  readonly type: string
  // biome-ignore lint/suspicious/noExplicitAny: a file of another program's, looked at field by field.
  readonly config: any
}
const metas = files
  .filter((path) => path.endsWith('-hsmeta.json'))
  .map((path) => ({ path, meta: JSON.parse(text(path)) as Meta }))
const metaOf = (type: string) => metas.filter(({ meta }) => meta.type === type).map(({ meta }) => meta)
const [app] = metaOf('app')
const address = /'(https:[^']+)'/.exec(text('src/app/cards/backend.ts'))?.[1] ?? ''

/** Fields by type, as HubSpot's own templates have them. */
const fields: Readonly<Record<string, readonly string[]>> = {
  app: ['auth', 'description', 'distribution', 'name', 'permittedUrls', 'support'],
  card: ['description', 'entrypoint', 'location', 'name', 'objectTypes'],
  settings: ['entrypoint'],
  webhooks: ['settings', 'subscriptions'],
}

test('each file has the fields of its type, a name of its own and an entry that is there', () => {
  expect(JSON.parse(text('hsproject.json'))).toEqual({
    name: 'Pegel',
    srcDir: 'src',
    platformVersion: '2026.09',
  })
  expect(metas.map(({ meta }) => meta.type).sort()).toEqual(['app', 'card', 'card', 'settings', 'webhooks'])
  expect(new Set(metas.map(({ meta }) => meta.uid)).size).toBe(metas.length)
  for (const { path, meta } of metas) {
    expect([path, Object.keys(meta).sort()]).toEqual([path, ['config', 'type', 'uid']])
    expect([path, Object.keys(meta.config).sort()]).toEqual([path, fields[meta.type]])
    expect(meta.uid).toMatch(/^[a-z][a-z0-9_]{2,63}$/)
    const { entrypoint } = meta.config
    if (entrypoint !== undefined)
      expect([entrypoint, existsSync(`${root}src${entrypoint}`)]).toEqual([entrypoint, true])
  }
})

test('it asks for the scopes that the connector uses, and for no other', () => {
  const { auth, distribution } = app?.config ?? {}
  expect(distribution).toBe('marketplace')
  expect(auth.type).toBe('oauth')
  expect(auth.requiredScopes).toEqual(scopes.required)
  expect(auth.optionalScopes).toEqual(scopes.optional)
})

test('every address in it is one that the program answers, by https', async () => {
  const { deps } = await running()
  const routes = createApp(deps).routes.map(({ path }) => path)
  const answered = (url: string) => {
    expect(url.startsWith(`${address}/`)).toBe(true)
    const path = url.slice(address.length)
    return routes.some((route) =>
      new RegExp(`^${route.replace(/:[a-z]+/g, '[^/]+').replaceAll('*', '.*')}$`).test(path),
    )
  }
  const { auth, permittedUrls } = app?.config ?? {}
  const { settings } = metaOf('webhooks')[0]?.config ?? {}
  expect(address).toMatch(/^https:\/\//)
  expect(text('src/app/settings/backend.ts')).toBe(text('src/app/cards/backend.ts'))
  const urls = [...auth.redirectUrls, ...permittedUrls.fetch, settings.targetUrl]
  expect(urls.filter((url) => !answered(url))).toEqual([])
  expect(permittedUrls).toEqual({ fetch: [`${address}/card/hubspot`], iframe: [], img: [] })
})

test('a push comes for each field that a number can hang on', () => {
  const { subscriptions } = metaOf('webhooks')[0]?.config ?? {}
  const all = subscriptions.crmObjects as {
    subscriptionType: string
    objectType: string
    propertyName?: string
  }[]
  expect(all.every(({ objectType }) => objectType === 'deal')).toBe(true)
  expect(
    all.filter(({ propertyName }) => propertyName === undefined).map((one) => one.subscriptionType),
  ).toEqual(['creation', 'deletion', 'merge', 'restore'].map((one) => `object.${one}`))
  expect(all.flatMap(({ propertyName }) => propertyName ?? [])).toEqual([
    ...['dealstage', 'amount', 'closedate', 'pipeline', 'hubspot_owner_id', 'deal_currency_code', 'dealtype'],
    ...['hs_manual_forecast_category', 'dealname'],
  ])
})

test('the rules for what a card may be called and be made of', () => {
  for (const { config } of metaOf('card')) {
    expect(config.location).toBe('crm.record.sidebar')
    expect(config.name).not.toMatch(/hubspot/i)
  }
  expect(metaOf('card').flatMap(({ config }) => config.objectTypes)).toEqual(
    expect.arrayContaining(['deals', 'companies']),
  )
  const sources = files.filter((path) => /\.tsx?$/.test(path))
  for (const path of sources) {
    expect([path, /ui-extensions\/experimental/.test(text(path))]).toEqual([path, false])
    // One main button on a surface.
    const main = text(path).match(/variant="primary"/g)?.length ?? 0
    expect([path, main <= 1]).toEqual([path, true])
  }
  const lock = (name: string) => JSON.parse(text(`src/app/${name}/package.json`)).dependencies
  expect(lock('cards')).toEqual(lock('settings'))
  const own = JSON.parse(readFileSync(`${root}../../../package.json`, 'utf8')).devDependencies
  for (const [name, version] of Object.entries(lock('cards')))
    expect([name, own[name]]).toEqual([name, version])
})
