/**
 * `instance_url` and a typed My Domain decide where the token and the secret go. More than two hundred addresses that other
 * guards were talked into, each through every door: what a person types, what a token answer says, and the transport.
 */
import { expect, test } from 'vitest'
import { isAllowed } from '../../../connectors/hosts.ts'
import { configSchema } from '../../../connectors/salesforce/config.ts'
import { authorize } from '../../../connectors/salesforce/grant.ts'
import { salesforce } from '../../../connectors/salesforce/index.ts'
import { loginUrl } from '../../../connectors/salesforce/login.ts'
import { createTransport } from '../../../connectors/transport.ts'

const GOOD = 'acme.my.salesforce.com'
const config = { instanceUrl: `https://${GOOD}`, clientId: 'id', clientSecret: 'secret' }
const NOW = '2026-11-24T09:00:00.000Z'

/** The machine itself, its neighbours, and what clouds tell whoever asks from inside, in every spelling. */
const INSIDE = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '0',
    '0.0.0.0',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
  ],
  ...['017700000001', '127.0.0.1.', '127.127.127.127', '0x7f.1', '[::1]', '[::]', '[0:0:0:0:0:0:0:1]'],
  ...[
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    'localhost',
    'localhost.',
  ],
  ...['LOCALHOST', 'ip6-localhost', 'localtest.me', '127.0.0.1.nip.io', 'spoofed.burpcollaborator.net'],
  ...[
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '0xa9.0xfe.0xa9.0xfe',
    '0251.0376.0251.0376',
    '169.254.43518',
  ],
  ...[
    '[::ffff:169.254.169.254]',
    '[::ffff:a9fe:a9fe]',
    '[fd00:ec2::254]',
    '169.254.170.2',
    '100.100.100.200',
  ],
  ...['metadata.google.internal', 'metadata', '169.254.169.254.nip.io', '192.0.0.192', 'instance-data'],
  ...[
    '10.0.0.1',
    '10.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.168.1',
    '100.64.0.1',
    '198.18.0.1',
  ],
  ...['[fc00::1]', '[fd12:3456::1]', '[fe80::1]', '[ff02::1]', '224.0.0.1', '255.255.255.255', '192.0.2.1'],
  ...[
    '①②⑦.⓪.⓪.①',
    '１２７.０.０.１',
    '127。0。0。1',
    '127｡0｡0｡1',
    'kubernetes.default.svc',
    'host.docker.internal',
  ],
]

/** Names that look like a My Domain. */
const ALIKE = [
  ...[`${GOOD}.evil.test`, `evil${GOOD.slice(4)}.evil.test`, 'evilmy.salesforce.com', 'my.salesforce.com'],
  ...[
    'salesforce.com',
    'www.salesforce.com',
    'acme.salesforce.com',
    'acme.my.salesforce.co',
    'acme.my.salesforce.comm',
  ],
  ...['acme.my.salesforce.com.', 'acme.my-salesforce.com', 'acme-my.salesforce.com', 'acme.my.saleforce.com'],
  ...[
    'acme.my.salesforce.org',
    'acme.my.salesforce.com.co',
    'my.salesforce.com.evil.test',
    '.my.salesforce.com',
  ],
  ...[
    'acme.my.salesforce。com.evil.test',
    'acme.my.ѕalesforce.com',
    'acme.my.salesforсe.com',
    'acme.mу.salesforce.com',
  ],
  ...[
    'xn--acme.my.salesforce.com.evil.test',
    'acme.my.salesforce.mil.evil.test',
    'my.salesforce.mil',
    'a.salesforce.mil',
  ],
  ...[
    'login.salesforce.com.evil.test',
    'login-salesforce.com',
    'loginsalesforce.com',
    'xlogin.salesforce.com',
  ],
  ...[
    'a.login.salesforce.com',
    'test.salesforce.com.',
    'login.salesforce.com.',
    'acme.lightning.force.com.evil.test',
  ],
  ...['force.com', 'acme.force.com', 'acme.my.site.com', 'acme.cloudforce.com', 'acme.visual.force.com'],
  ...[
    'acme.my.salesforce.com%2eevil.test',
    'acme.my.salesforce.com%00.evil.test',
    'acme.my.salesforce.com%0d%0a.evil.test',
  ],
  ...['evil.test%2f.my.salesforce.com', 'evil.test%23.my.salesforce.com', 'evil.test%3f.my.salesforce.com'],
  ...[
    '_.my.salesforce.com',
    'a_b.my.salesforce.com',
    '-a.my.salesforce.com',
    'a-.my.salesforce.com',
    'a..my.salesforce.com',
  ],
  ...[
    '*.my.salesforce.com',
    '%2e.my.salesforce.com',
    '..my.salesforce.com',
    "a'b.my.salesforce.com",
    'a,b.my.salesforce.com',
  ],
]

/** Addresses in which the allowed name is not the host. */
const MISLEADING = [
  ...[`https://${GOOD}@evil.test`, `https://${GOOD}:443@evil.test`, `https://${GOOD}%40evil.test`],
  ...[
    `https://evil.test/${GOOD}`,
    `https://evil.test?${GOOD}`,
    `https://evil.test#${GOOD}`,
    `https://evil.test;${GOOD}`,
  ],
  ...[
    `https://evil.test\\.my.salesforce.com`,
    `https://evil.test/.my.salesforce.com`,
    `https://evil.test:443/.my.salesforce.com`,
  ],
  ...[
    `https://evil.test#@${GOOD}`,
    `https://evil.test?@${GOOD}`,
    `https://evil.test/@${GOOD}`,
    `https://evil.test\\@${GOOD}`,
  ],
  ...[
    `https://user@${GOOD}`,
    `https://user:pass@${GOOD}`,
    `https://:pass@${GOOD}`,
    `https://evil.test%2F@${GOOD}`,
  ],
  ...[
    `https://evil.test\t.my.salesforce.com.evil.test`,
    `https://evil.test\n/.my.salesforce.com`,
    `https://evil.test\r\n/${GOOD}`,
  ],
  ...[
    `https:evil.test`,
    `https:/evil.test`,
    `https:///evil.test`,
    `https:\\\\evil.test`,
    `//evil.test`,
    `\\\\evil.test`,
  ],
  ...[
    `https://[${GOOD}]`,
    `https://[::1]#.my.salesforce.com`,
    `https://[::1].my.salesforce.com`,
    `https://${GOOD}[::1]`,
  ],
  ...[
    `https://evil.test,${GOOD}`,
    `https://evil.test ${GOOD}`,
    `https://evil.test&${GOOD}`,
    `https://evil.test|${GOOD}`,
  ],
  ...[
    `https://{${GOOD}}`,
    `https://<${GOOD}>`,
    `https://"${GOOD}"`,
    `https://${GOOD}:0@evil.test`,
    `https://${GOOD}:99999`,
  ],
]

/** The right host in a wrong way. */
const WAYS = [
  ...[
    'http',
    'ftp',
    'gopher',
    'dict',
    'ldap',
    'file',
    'jar',
    'ws',
    'wss',
    'sftp',
    'tftp',
    'netdoc',
    'blob',
    'view-source',
  ].map((scheme) => `${scheme}://${GOOD}`),
  ...[22, 25, 80, 81, 444, 3306, 6379, 8080, 8443, 9200, 11211].map((port) => `https://${GOOD}:${port}`),
  ...[
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'about:blank',
    '',
    ' ',
    GOOD,
    `${GOOD}:443`,
    'null',
  ],
]

/** A token answer may say these; they would lead the calls that follow somewhere else on the host. */
const MORE_THAN_A_HOST = [
  '/x',
  '/../y',
  '/%2e%2e/',
  '?x=1',
  '#x',
  '/;x',
  '/services/oauth2/token?',
  '/x/..//evil.test/',
].map((rest) => `https://${GOOD}${rest}`)

const hosts = salesforce.hosts(config)
const elsewhere = [
  ...INSIDE.flatMap((host) => [`https://${host}`, `http://${host}`, `https://${host}/?.my.salesforce.com`]),
  ...ALIKE.flatMap((host) => [`https://${host}`]),
  ...MISLEADING,
  ...WAYS,
]

test('no address of the list is one that a token may be sent to', async () => {
  expect(elsewhere.length + MORE_THAN_A_HOST.length).toBeGreaterThanOrEqual(200)
  expect(elsewhere.filter((address) => isAllowed(address, hosts))).toEqual([])
  console.info(`bypass attempts: ${elsewhere.length + MORE_THAN_A_HOST.length}, refused: all`)
})

async function asked(instance: string): Promise<string[]> {
  const calls: string[] = []
  const fetch = async (input: string | URL | Request): Promise<Response> => {
    calls.push(String(input))
    return Response.json({ access_token: 'the-token', instance_url: instance })
  }
  const options = {
    ...{ connector: { ...salesforce, quota: undefined }, hosts, fetch, now: () => NOW },
    ...{ sleep: async () => {}, random: () => 0 },
  }
  // As the program does it: the grant is asked for at the allowed host, then its address is used.
  const { plainSend } = await import('../../../connectors/transport.ts')
  const grant = await authorize(config, plainSend(options as never), NOW).catch(() => null)
  if (grant === null) return calls
  const transport = createTransport({
    ...options,
    grant: { current: async () => grant, renew: async () => grant },
  } as never)
  const request = {
    method: 'GET',
    url: `${grant.baseUrl}/services/data`,
    headers: {},
    bucket: 'api',
    repeatable: false,
  }
  await transport.send(request as never).catch(() => null)
  return calls
}

test('a token answer that names one of them leads nowhere', async () => {
  for (const address of [...elsewhere, ...MORE_THAN_A_HOST])
    expect([address, await asked(address)]).toEqual([address, [`https://${GOOD}/services/oauth2/token`]])
  // And one that names the org's own address is used.
  expect(await asked(`https://${GOOD}/`)).toEqual([
    `https://${GOOD}/services/oauth2/token`,
    `https://${GOOD}/services/data`,
  ])
})

test('what a person types as My Domain is refused, or nothing of it is kept but the host', () => {
  const typed = (instanceUrl: string) => {
    const { data } = configSchema.safeParse({ ...config, instanceUrl })
    return data !== undefined && 'instanceUrl' in data ? data.instanceUrl : null
  }
  for (const address of elsewhere) {
    const kept = typed(address)
    expect([address, kept !== null && isAllowed(kept, hosts)]).toEqual([address, false])
  }
  for (const address of MORE_THAN_A_HOST)
    expect([address, [null, config.instanceUrl].includes(typed(address))]).toEqual([address, true])
})

test('a login host that a person types is one of the vendor, or none', () => {
  const typed = (wanted: string) => loginUrl({ loginUrl: 'https://login.salesforce.com' }, wanted)
  // The bare host is how people write it: nothing else is ever read into an address.
  for (const address of [...elsewhere, ...MORE_THAN_A_HOST])
    expect([address, [null, config.instanceUrl].includes(typed(address))]).toEqual([address, true])
  expect(typed(GOOD)).toBe(config.instanceUrl)
  expect(typed(' ACME.lightning.force.com/lightning/page/home ')).toBe(config.instanceUrl)
  expect(typed('https://acme--uat.sandbox.my.salesforce.com')).toBe(
    'https://acme--uat.sandbox.my.salesforce.com',
  )
  expect([typed('production'), typed('sandbox')]).toEqual([
    'https://login.salesforce.com',
    'https://test.salesforce.com',
  ])
})
