/** The sign-in library, told where its tables are. Only the doors of this folder open to it: it has no routes of its own. */
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { magicLink } from 'better-auth/plugins/magic-link'
import { account, session, user, verification } from '../../db/directory/schema.ts'
import type { AppDeps } from '../app-env.ts'

export type AuthDeps = Pick<AppDeps, 'directory' | 'publicUrl' | 'sessionSecret' | 'log'>

const DAY_SECONDS = 86_400
/** A link is printed on a terminal and clicked soon; whoever is late asks for another. */
export const LINK_SECONDS = 3600

/** `deliver` gets the token of each link that is made. */
export function createAuth(deps: AuthDeps, deliver: (token: string) => void) {
  return betterAuth({
    baseURL: deps.publicUrl,
    secret: deps.sessionSecret,
    database: drizzleAdapter(deps.directory, {
      provider: 'sqlite',
      schema: { user, session, account, verification },
    }),
    session: { expiresIn: 14 * DAY_SECONDS, updateAge: DAY_SECONDS },
    plugins: [
      magicLink({
        expiresIn: LINK_SECONDS,
        disableSignUp: true,
        // The directory never holds a token that opens the door.
        storeToken: 'hashed',
        sendMagicLink: ({ token }) => deliver(token),
      }),
    ],
    advanced: {
      cookiePrefix: 'pegel',
      useSecureCookies: deps.publicUrl.startsWith('https:'),
      // We keep no address of a person.
      ipAddress: { disableIpTracking: true },
    },
    // A token has 32 random letters and works once: guessing is hopeless.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { log: (level, message) => deps.log('sign_in_library', { level, message }) },
  })
}

export type Auth = ReturnType<typeof createAuth>
