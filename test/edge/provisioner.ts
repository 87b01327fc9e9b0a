/** Makes databases on the tests' libSQL server. */
import { inject } from 'vitest'
import { libsqlServerProvisioner } from '../../db/provision.ts'

const { template, adminUrl } = inject('world')

export const provisioner = libsqlServerProvisioner(template, {
  adminUrl,
  fetch: (input, init) => fetch(input, init),
})
