/** Owners: active ones by default, deactivated ones only when asked for (section 5.5). */
import type { CrmUser } from '../../demo/types.ts'
import { json, type SandboxResponse } from './http.ts'
import { compareIds } from './ids.ts'
import { type Portal, SETUP_AT, userIdOf } from './portal.ts'
import { flag, wholeNumber } from './query.ts'
import { notFound, validation } from './refusals.ts'

function teamsOf(user: CrmUser, { crm, switches }: Portal) {
  const team = crm.teams.find((one) => one.id === user.teamId)
  if (team === undefined || (!user.active && !switches.archivedOwnerTeams)) return {}
  const primary = { id: team.id, name: team.name, primary: true }
  const guest = crm.teams.find((one) => one.id !== team.id)
  if (!switches.guestTeams || guest === undefined) return { teams: [primary] }
  return { teams: [{ id: guest.id, name: guest.name, primary: false }, primary] }
}

function wireOwner(user: CrmUser, portal: Portal) {
  const space = user.name.indexOf(' ')
  const userId = userIdOf(user.id)
  return {
    id: user.id,
    email: user.email,
    type: 'PERSON',
    firstName: space < 0 ? user.name : user.name.slice(0, space),
    lastName: space < 0 ? '' : user.name.slice(space + 1),
    userId: user.active ? userId : null,
    userIdIncludingInactive: userId,
    createdAt: SETUP_AT,
    updatedAt: SETUP_AT,
    archived: !user.active,
    ...teamsOf(user, portal),
  }
}

export function owners(portal: Portal, query: URLSearchParams): SandboxResponse {
  const { ownersMaxLimit, idOrder } = portal.switches
  const limit = wholeNumber(query, 'limit', 100, ownersMaxLimit)
  const archived = flag(query, 'archived')
  const email = query.get('email')
  const after = query.get('after')
  const found = portal.crm.users
    .filter((user) => user.active !== archived && (email === null || user.email === email))
    .sort((a, b) => compareIds(a.id, b.id, idOrder))
    .filter((user) => after === null || compareIds(user.id, after, idOrder) > 0)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const paging = found.length > limit && last !== undefined ? { paging: { next: { after: last.id } } } : {}
  return json(200, { results: page.map((user) => wireOwner(user, portal)), ...paging })
}

export function owner(portal: Portal, id: string, query: URLSearchParams): SandboxResponse {
  const by = query.get('idProperty') ?? 'id'
  if (by !== 'id' && by !== 'userId')
    throw validation('idProperty must be id or userId', { code: 'INVALID', in: 'idProperty' })
  const found = portal.crm.users.find((user) => (by === 'id' ? user.id : String(userIdOf(user.id))) === id)
  if (found === undefined || found.active === flag(query, 'archived')) throw notFound()
  return json(200, wireOwner(found, portal))
}
