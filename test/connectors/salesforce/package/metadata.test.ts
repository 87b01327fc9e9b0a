/**
 * What nobody can deploy here: each file against the published metadata types, Apex against a grammar, and the parts against one
 * another. Planted and seen red: an element that a type does not have; a label that is in one language; a class without its metadata.
 */
import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser'
import { expect, test } from 'vitest'
import { parseStringPromise } from 'xml2js'
import { card } from '../../../../connectors/salesforce/card.ts'
import { push } from '../../../../connectors/salesforce/push.ts'

const root = fileURLToPath(
  new URL('../../../../connectors/salesforce/package/force-app/main/default/', import.meta.url),
)
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => `${parentPath}/${name}`.replace(`${root.replace(/\/$/, '')}/`, ''))
  .filter((path) => !path.includes('__tests__'))
const text = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const named = (ending: string) => files.filter((path) => path.endsWith(ending))

/**
 * Root and elements that each kind of file may have, from the Metadata API Developer Guide (version 68.0); in the order of the
 * guide's own tables.
 */
const types: Readonly<Record<string, readonly [root: string, elements: readonly string[]]>> = {
  'cls-meta.xml': ['ApexClass', ['apiVersion', 'packageVersions', 'status']],
  'trigger-meta.xml': ['ApexTrigger', ['apiVersion', 'packageVersions', 'status']],
  'js-meta.xml': [
    'LightningComponentBundle',
    ['apiVersion', 'capabilities', 'description', 'isExposed', 'masterLabel', 'targets', 'targetConfigs'],
  ],
  'namedCredential-meta.xml': [
    'NamedCredential',
    [
      ...[
        'allowMergeFieldsInBody',
        'allowMergeFieldsInHeader',
        'calloutStatus',
        'generateAuthorizationHeader',
        'label',
      ],
      ...['namedCredentialParameters', 'namedCredentialType', 'customHeaders'],
    ],
  ],
  'externalCredential-meta.xml': [
    'ExternalCredential',
    [
      'authenticationProtocol',
      'authenticationProtocolVariant',
      'description',
      'externalCredentialParameters',
      'label',
    ],
  ],
  'permissionset-meta.xml': [
    'PermissionSet',
    [
      ...['classAccesses', 'customPermissions', 'description', 'externalCredentialPrincipalAccesses'],
      ...['fieldPermissions', 'hasActivationRequired', 'label', 'license', 'objectPermissions'],
    ],
  ],
  'customPermission-meta.xml': [
    'CustomPermission',
    ['connectedApp', 'description', 'isLicensed', 'label', 'requiredPermission'],
  ],
  'cspTrustedSite-meta.xml': [
    'CspTrustedSite',
    [
      ...[
        'canAccessCamera',
        'canAccessMicrophone',
        'context',
        'description',
        'endpointUrl',
        'isActive',
        'isApplicableToConnectSrc',
      ],
      ...[
        'isApplicableToFontSrc',
        'isApplicableToFrameSrc',
        'isApplicableToImgSrc',
        'isApplicableToMediaSrc',
        'isApplicableToStyleSrc',
      ],
    ],
  ],
  'eca-meta.xml': [
    'ExternalClientApplication',
    [
      ...[
        'contactEmail',
        'contactPhone',
        'description',
        'distributionState',
        'iconUrl',
        'infoUrl',
        'isProtected',
        'label',
      ],
      ...['logoUrl', 'orgScopedExternalApp'],
    ],
  ],
  'ecaOauth-meta.xml': [
    'ExtlClntAppOauthSettings',
    [
      'commaSeparatedOauthScopes',
      'externalClientApplication',
      'isFirstPartyAppEnabled',
      'label',
      'oauthLink',
      'singleLogoutUrl',
    ],
  ],
  'ecaOauthPlcy-meta.xml': [
    'ExtlClntAppOauthConfigurablePolicies',
    [
      ...[
        'apexHandler',
        'clientCredentialsFlowUser',
        'commaSeparatedPermissionSet',
        'commaSeparatedProfile',
        'executeHandlerAs',
      ],
      ...[
        'externalClientApplication',
        'ipRelaxationPolicyType',
        'isClientCredentialsFlowEnabled',
        'label',
        'permittedUsersPolicyType',
      ],
      ...[
        'refreshTokenPolicyType',
        'refreshTokenValidityPeriod',
        'refreshTokenValidityUnit',
        'requiredSessionLevel',
        'sessionTimeoutInMinutes',
      ],
    ],
  ],
  'object-meta.xml': ['CustomObject', ['description', 'fields', 'label', 'pluralLabel', 'visibility']],
  'field-meta.xml': [
    'CustomField',
    [
      'description',
      'externalId',
      'fieldManageability',
      'fullName',
      'label',
      'length',
      'required',
      'type',
      'unique',
    ],
  ],
  'md-meta.xml': ['CustomMetadata', ['description', 'label', 'protected', 'values']],
  'labels-meta.xml': ['CustomLabels', ['labels']],
  'translation-meta.xml': ['Translations', ['customLabels']],
}

type Xml = Record<string, Record<string, unknown>>
const parse = async (path: string) => (await parseStringPromise(text(path))) as Xml

test('each file is well-formed and has no element but those of its type', async () => {
  const metadata = files.filter((path) => path.endsWith('-meta.xml'))
  expect(metadata.length).toBeGreaterThan(20)
  for (const path of metadata) {
    const [, kind = ''] = /\.([A-Za-z]+-meta\.xml)$/.exec(path) ?? []
    const type = types[kind]
    const [[name, body] = ['', {}]] = Object.entries(await parse(path))
    expect([path, name, (body.$ as { xmlns?: string } | undefined)?.xmlns]).toEqual([
      path,
      type?.[0],
      'http://soap.sforce.com/2006/04/metadata',
    ])
    const elements = Object.keys(body).filter((element) => element !== '$')
    expect([path, elements.filter((element) => !type?.[1].includes(element))]).toEqual([path, []])
  }
})

test('Apex is read by its grammar, and each class and trigger has its metadata', () => {
  class Listener extends ApexErrorListener {
    readonly errors: string[] = []
    override apexSyntaxError(line: number, column: number, message: string): void {
      this.errors.push(`${line}:${column} ${message}`)
    }
  }
  for (const path of [...named('.cls'), ...named('.trigger')]) {
    const listener = new Listener()
    const parser = ApexParserFactory.createParser(text(path))
    parser.removeErrorListeners()
    parser.addErrorListener(listener)
    if (path.endsWith('.cls')) parser.compilationUnit()
    else parser.triggerUnit()
    expect([path, listener.errors]).toEqual([path, []])
    expect(files).toContain(`${path}-meta.xml`)
  }
  expect(
    named('-meta.xml')
      .filter((path) => /\.(cls|trigger)-meta/.test(path))
      .map((path) => path.replace('-meta.xml', ''))
      .filter((path) => !files.includes(path)),
  ).toEqual([])
})

test('Apex keeps to the rules of the security review', () => {
  for (const path of named('.cls')) {
    const code = text(path)
    if (path.endsWith('Test.cls')) continue
    expect([path, /\bwith sharing class\b/.test(code)]).toEqual([path, true])
    const queries = code.match(/\[\s*SELECT[^\]]+\]/g) ?? []
    expect([path, queries.filter((query) => !query.includes('WITH USER_MODE'))]).toEqual([path, []])
    expect([path, /Database\.query|getSessionId|System\.debug\([^)]*secret/i.test(code)]).toEqual([
      path,
      false,
    ])
    for (const [, endpoint = ''] of code.matchAll(/setEndpoint\('([^']+)'/g))
      expect(endpoint).toMatch(/^callout:Pegel/)
  }
})

test('both languages have every label that the component asks for, and no other', async () => {
  const asked = [...text('lwc/pegelCard/pegelCard.js').matchAll(/label\/c\.(\w+)/g)]
    .map((match) => match[1])
    .sort()
  const english = ((await parse('labels/CustomLabels.labels-meta.xml')).CustomLabels?.labels ?? []) as {
    fullName: string[]
    value: string[]
  }[]
  const german = ((await parse('translations/de.translation-meta.xml')).Translations?.customLabels ?? []) as {
    name: string[]
    label: string[]
  }[]
  expect(english.map(({ fullName }) => fullName[0]).sort()).toEqual(asked)
  expect(german.map(({ name }) => name[0]).sort()).toEqual(asked)
  for (const { label } of german) expect(label[0]).not.toMatch(/\b(Sie|Ihre?n?|du|dein)\b/)
})

test('what the files name is there', async () => {
  const sets = await Promise.all(named('.permissionset-meta.xml').map(parse))
  const all = (name: string, inner: string) =>
    sets.flatMap((set) =>
      ((set.PermissionSet?.[name] ?? []) as Record<string, string[]>[]).flatMap((one) => one[inner] ?? []),
    )
  for (const name of all('classAccesses', 'apexClass')) expect(files).toContain(`classes/${name}.cls`)
  for (const name of all('customPermissions', 'name'))
    expect(files).toContain(`customPermissions/${name}.customPermission-meta.xml`)
  expect(all('externalCredentialPrincipalAccesses', 'externalCredentialPrincipal')).toEqual([
    'Pegel-Principal',
  ])
  expect(text('namedCredentials/Pegel.namedCredential-meta.xml')).toContain(
    '<externalCredential>Pegel</externalCredential>',
  )
  expect(text('extlClntAppOauthPolicies/Pegel.ecaOauthPlcy-meta.xml')).toContain('SpecificInactivity')
  // No secret of anybody's is in the package.
  expect(files.filter((path) => /consumerSecret|ecaGlblOauth/.test(path + text(path)))).toEqual([])
})

test('what Apex signs and writes is what the program believes', async () => {
  const [now, secret] = ['2026-11-24T09:00:00.000Z', 'a secret of the tests']
  const sign = (body: string) => {
    const t = Date.parse(now)
    const mac = createHmac('sha256', secret).update(`${t}.${body}`).digest('base64')
    return {
      method: 'POST',
      url: 'https://pegel.example/',
      body,
      headers: { 'x-pegel-signature': `t=${t},v1=${mac}` },
    }
  }
  // The names are read out of the classes, so that neither side changes alone.
  const keys = (path: string) => [...text(path).matchAll(/'(\w+)' => /g)].map((match) => match[1])
  expect(keys('classes/PegelCard.cls')).toEqual(['for', 'orgId', 'userEmail', 'recordId', 'locale'])
  const asked = {
    for: 'card',
    orgId: '00D000000000001EAA',
    userEmail: 'A@acme.example',
    recordId: '006000000000001AAA',
    locale: 'de',
  }
  const call = sign(JSON.stringify(asked))
  expect(await card.verify(call, [secret], now)).toBe(true)
  expect(card.call(call)).toEqual({
    account: asked.orgId,
    email: 'a@acme.example',
    record: { kind: 'deal', id: asked.recordId },
    locale: 'de',
  })
  expect(keys('classes/PegelChanges.cls')).toEqual(['id', 'change', 'at', 'key', 'orgId', 'events'])
  const event = {
    id: '006000000000001AAA',
    change: 'UPDATE',
    at: '2026-11-24T08:59:58.000Z',
    key: '006000000000001AAA-UPDATE-1764158398000',
  }
  const told = sign(JSON.stringify({ orgId: asked.orgId, events: [event] }))
  expect(await push.verify(told, [secret], now)).toBe(true)
  expect(push.parse(told.body)).toEqual([
    { account: asked.orgId, id: event.id, key: event.key, at: event.at },
  ])
})
