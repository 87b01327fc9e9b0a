import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Open } from '../../db/client.ts'
import { openNode, removeFile } from '../../db/open-node.ts'
import { openWeb } from '../../db/open-web.ts'
import { fileProvisioner, libsqlServerProvisioner, type Provisioner } from '../../db/provision.ts'
import { setting } from '../../db/workspace/schema.ts'
import { WorkspaceMissing } from '../../src/platform.ts'
import { createWorkspace, openDirectory, openWorkspaces, WorkspaceRefused } from '../../src/workspaces.ts'
import { temporaryFolder } from '../support/databases.ts'
import { type LibsqlServer, startLibsqlServer } from '../support/libsql-server.ts'

let server: LibsqlServer
beforeAll(async () => {
  server = await startLibsqlServer()
})
afterAll(() => server.stop())

const now = '2026-01-01T00:00:00.000Z'
const acme = { id: 'acme', name: 'Acme', timeZone: 'Europe/Berlin', currency: 'EUR' }

function inFiles(): { open: Open; directoryUrl: string; provisioner: Provisioner } {
  const folder = temporaryFolder()
  return {
    open: openNode,
    directoryUrl: `file:${folder}/directory.db`,
    provisioner: fileProvisioner(`file:${folder}/{workspace}.db`, removeFile),
  }
}

function onServer(): ReturnType<typeof inFiles> {
  const provisioner = libsqlServerProvisioner(server.template, { adminUrl: server.adminUrl, fetch })
  return { open: openWeb, directoryUrl: server.template.replace('{workspace}', 'directory'), provisioner }
}

for (const [where, place] of [
  ['in files', inFiles],
  ['on a libSQL server', onServer],
] as const)
  test(`each company has a database of its own, ready when it is opened, ${where}`, async () => {
    const { open, directoryUrl, provisioner } = place()
    await provisioner.create('directory')
    const directory = await openDirectory(open, directoryUrl, now)
    await createWorkspace(directory, provisioner, acme, now)
    await createWorkspace(directory, provisioner, { ...acme, id: 'other' }, now)
    const workspaces = openWorkspaces(directory, open, () => now)
    const [one, again, other] = await Promise.all(['acme', 'acme', 'other'].map((id) => workspaces.open(id)))
    expect(again).toBe(one)
    expect(one).toMatchObject(acme)
    await one?.db.insert(setting).values({ key: 'k', value: '1' })
    expect(await one?.db.select().from(setting)).toHaveLength(1)
    expect(await other?.db.select().from(setting)).toEqual([])
    await workspaces.close()
    const reopened = openWorkspaces(await openDirectory(open, directoryUrl, now), open, () => now)
    expect(await (await reopened.open('acme')).db.select().from(setting)).toHaveLength(1)
  })

test('a company that nobody made is missing, and asking again asks again', async () => {
  const { open, directoryUrl, provisioner } = inFiles()
  const directory = await openDirectory(open, directoryUrl, now)
  const workspaces = openWorkspaces(directory, open, () => now)
  await expect(workspaces.open('acme')).rejects.toThrow(WorkspaceMissing)
  await createWorkspace(directory, provisioner, acme, now)
  expect((await workspaces.open('acme')).name).toBe('Acme')
})

test('what another process has changed of a company is told once it was looked for, over the same connection', async () => {
  const { open, directoryUrl, provisioner } = inFiles()
  const directory = await openDirectory(open, directoryUrl, now)
  await createWorkspace(directory, provisioner, acme, now)
  const workspaces = openWorkspaces(directory, open, () => now)
  const before = await workspaces.open('acme')
  await workspaces.refresh()
  expect(await workspaces.open('acme')).toBe(before)
  await directory.$client.execute("UPDATE workspace SET time_zone = 'Asia/Tokyo'")
  expect((await workspaces.open('acme')).timeZone).toBe('Europe/Berlin')
  await workspaces.refresh()
  const after = await workspaces.open('acme')
  expect(after).toEqual({ ...before, timeZone: 'Asia/Tokyo' })
  expect(after.db).toBe(before.db)
})

test('a company that cannot be is refused with the reason, and nothing is made', async () => {
  const { open, directoryUrl, provisioner } = inFiles()
  const directory = await openDirectory(open, directoryUrl, now)
  await createWorkspace(directory, provisioner, acme, now)
  const cases = [
    [acme, 'already'],
    [{ ...acme, id: 'b', currency: 'euro' }, 'no currency'],
    [{ ...acme, id: 'b', timeZone: 'Mars/Olympus' }, 'no time zone'],
    [{ ...acme, id: 'No Name' }, 'cannot name a company'],
  ] as const
  for (const [wanted, reason] of cases)
    await expect(createWorkspace(directory, provisioner, wanted, now), reason).rejects.toThrow(reason)
  const workspaces = openWorkspaces(directory, open, () => now)
  await expect(workspaces.open('b')).rejects.toThrow(WorkspaceMissing)
})

test('a deployment without {workspace} in its URL holds one company', async () => {
  const { open, directoryUrl } = inFiles()
  const directory = await openDirectory(open, directoryUrl, now)
  const one = fileProvisioner(`file:${temporaryFolder()}/only.db`, removeFile)
  await createWorkspace(directory, one, acme, now)
  await expect(createWorkspace(directory, one, { ...acme, id: 'second' }, now)).rejects.toThrow(
    WorkspaceRefused,
  )
})
