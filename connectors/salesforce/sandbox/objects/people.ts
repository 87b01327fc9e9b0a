/** User and UserRole: neutral users and teams. An org also has users that are no people. */
import { prefixes, recordId } from '../id.ts'
import { ORG_BORN, type Org } from '../org.ts'
import {
  field,
  integrationUserId,
  reference,
  type Stamps,
  smallTable,
  type Table,
  timeFields,
} from '../table.ts'

interface UserRow {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly active: boolean
  readonly roleId: string | null
  readonly userType: string
  readonly stamps: Stamps
}

export function users(org: Org): Table<UserRow> {
  const born = { created: ORG_BORN, modified: ORG_BORN }
  const machine = (id: string, name: string, userType: string): UserRow => ({
    id,
    name,
    email: `${id.toLowerCase()}@example.com`,
    active: true,
    roleId: null,
    userType,
    stamps: born,
  })
  const rows = [
    machine(integrationUserId, 'Integration User', 'Standard'),
    machine(recordId('User', '9999999999999999'), 'Automated Process', 'AutomatedProcess'),
    ...org.crm.users.map(
      (user): UserRow => ({
        id: recordId('User', user.id),
        name: user.name,
        email: user.email,
        active: user.active,
        roleId: user.teamId === null ? null : recordId('UserRole', user.teamId),
        userType: 'Standard',
        stamps: org.watch(`User ${user.id}`, user),
      }),
    ),
  ]
  const words = (user: UserRow) => user.name.split(' ')
  return smallTable('User', prefixes.User, rows, (row) => row.id, [
    field('Id', 'id', 'FGS', (row) => row.id, { nillable: false }),
    ...timeFields<UserRow>((row) => row.stamps),
    field('Username', 'string', 'FGS', (row) => row.email, { nillable: false }),
    field('Email', 'email', 'FGS', (row) => row.email, { nillable: false }),
    field('Name', 'string', 'FGS', (row) => row.name, { nillable: false }),
    field('FirstName', 'string', 'FGS', (row) => words(row).slice(0, -1).join(' ') || null),
    field('LastName', 'string', 'FGS', (row) => words(row).at(-1) ?? '', { nillable: false }),
    field('IsActive', 'boolean', 'FGS', (row) => row.active, { nillable: false }),
    field('UserType', 'picklist', 'FGS', (row) => row.userType, { nillable: false }),
    field('ForecastEnabled', 'boolean', 'FGS', () => false, { nillable: false }),
    field('Department', 'string', 'FGS', () => null),
    field('Division', 'string', 'FGS', () => null),
    field('TimeZoneSidKey', 'picklist', 'FGS', () => org.crm.timeZone, { nillable: false }),
    field('LocaleSidKey', 'picklist', 'FGS', () => 'de_DE', { nillable: false }),
    ...(org.multiCurrency
      ? [field<UserRow>('DefaultCurrencyIsoCode', 'picklist', 'FGS', () => org.crm.currency)]
      : []),
    reference('ProfileId', 'FGS', 'Profile', () => recordId('Profile', '1')),
    reference('ManagerId', 'FGS', 'User', () => null),
    reference('UserRoleId', 'FGS', 'UserRole', (row) => row.roleId),
  ])
}

/** Every user has the one there is. */
export function profiles(): Table<{ readonly id: string }> {
  const id = recordId('Profile', '1')
  return smallTable('Profile', prefixes.Profile, [{ id }], (row) => row.id, [
    field('Id', 'id', 'FGS', (row) => row.id, { nillable: false }),
    field('Name', 'string', 'FGS', () => 'Pegel Integration', { nillable: false }),
  ])
}

interface RoleRow {
  readonly id: string
  readonly name: string
  readonly parentId: string | null
  readonly stamps: Stamps
}

export function userRoles(org: Org): Table<RoleRow> {
  const rows = org.crm.teams.map(
    (team): RoleRow => ({
      id: recordId('UserRole', team.id),
      name: team.name,
      parentId: team.parentId === null ? null : recordId('UserRole', team.parentId),
      stamps: org.watch(`UserRole ${team.id}`, team),
    }),
  )
  return smallTable('UserRole', prefixes.UserRole, rows, (row) => row.id, [
    field('Id', 'id', 'FGS', (row) => row.id, { nillable: false }),
    field('Name', 'string', 'FGS', (row) => row.name, { nillable: false }),
    field('DeveloperName', 'string', 'FGS', (row) => row.name.replace(/\W+/g, '_')),
    reference('ParentRoleId', 'FGS', 'UserRole', (row) => row.parentId),
    reference('ForecastUserId', 'FGS', 'User', () => null),
    field('PortalType', 'picklist', 'FGS', () => 'None'),
    // The vendor keeps no creation time of roles.
    field('LastModifiedDate', 'datetime', 'FS', (row) => row.stamps.modified),
    reference('LastModifiedById', 'FGS', 'User', () => integrationUserId),
    field('SystemModstamp', 'datetime', 'FS', (row) => row.stamps.modified),
  ])
}
