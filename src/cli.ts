/** `npm run pegel -- <command>`: operates the embedded store, also while the server runs. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { parseInstant } from '../connectors/values/time.ts'
import { roles } from './app-env.ts'
import { type CohortOptions, cohorts } from './cli/commands/cohorts.ts'
import { connectHubspot, connectSalesforce } from './cli/commands/connect.ts'
import { type ContractsOptions, contracts } from './cli/commands/contracts.ts'
import { nextDay } from './cli/commands/demo.ts'
import { doctor } from './cli/commands/doctor.ts'
import { held } from './cli/commands/held.ts'
import { mapping } from './cli/commands/mapping.ts'
import { metric } from './cli/commands/metric.ts'
import { reconcile } from './cli/commands/reconcile.ts'
import { signIn } from './cli/commands/sign-in.ts'
import { sync } from './cli/commands/sync.ts'
import { type Cli, openCli, type Streams } from './cli/context.ts'
import { exitLine } from './cli/exit-line.ts'
import { keyResultCommands } from './cli/key-result-commands.ts'
import { leavingCommands } from './cli/leaving-commands.ts'
import { settingsCommands } from './cli/settings-commands.ts'
import { nodeEnv, nodeLocale } from './env-node.ts'

const streams: Streams = {
  out: (text) => process.stdout.write(`${text}\n`),
  say: (line) => process.stderr.write(`${line}\n`),
}

interface Global {
  readonly json?: boolean
  readonly workspace?: string
}

/** Opens the program for one command and closes it whatever happens. */
async function withCli(
  command: Command,
  now: string | undefined,
  work: (cli: Cli) => Promise<void>,
): Promise<void> {
  const { json = false, workspace } = command.optsWithGlobals<Global>()
  const cli = await openCli({ env: nodeEnv(), json, workspaceId: workspace, now, streams })
  try {
    await work(cli)
  } finally {
    await cli.runtime.close()
  }
}

function instant(text: string): string {
  const parsed = parseInstant(text)
  if (parsed === null) throw new InvalidArgumentError('an instant like 2026-11-24T04:30:00Z')
  return parsed
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}

const program = new Command('pegel')
  .description('Links sales metrics to key results.')
  .option('--json', 'print data as JSON')
  .option('--workspace <id>', 'the company, where there are several')
  .showHelpAfterError()
  .configureOutput({
    writeOut: (text) => process.stdout.write(text),
    writeErr: (text) => process.stderr.write(text),
  })

const connect = program.command('connect').description('connect a CRM')
function connecting(name: string): Command {
  return connect
    .command(name)
    .option('--id <id>', 'name of the connection, where there are several of one CRM')
    .option('--label <label>', 'how people call it')
    .option('--property <name>', 'a deal property filters should know; repeatable', collect, [])
    .option('--company <id>', 'the company to make or to add to', 'main')
    .option('--currency <code>', 'company currency, where the CRM does not tell it')
}
connecting('hubspot')
  .description('by the token of a private app')
  .requiredOption('--token-file <path>', 'file that holds the token; - reads standard input')
  .action((options, command: Command) => withCli(command, undefined, (cli) => connectHubspot(cli, options)))
connecting('salesforce')
  .description('by client credentials or an assertion; key and secret of the app come from the environment')
  .requiredOption('--instance <url>', 'My Domain of the org')
  .option('--client-credentials', 'as the user whom the app runs as')
  .option('--user <username>', 'as this user, who was approved for the app: needs --key-file')
  .option('--key-file <path>', "the app's private key, PKCS #8 as PEM; - reads standard input")
  .action((options, command: Command) =>
    withCli(command, undefined, (cli) => connectSalesforce(cli, options)),
  )

program
  .command('sync')
  .description('run the night that is due, or a sync by hand')
  .option('--now <instant>', 'act as if it were this instant', instant)
  .action((options: { now?: string }, command: Command) => withCli(command, options.now, sync))

program
  .command('reconcile')
  .description('read what has changed and compare with what each CRM counts itself')
  .option('--now <instant>', 'act as if it were this instant', instant)
  .action((options: { now?: string }, command: Command) => withCli(command, options.now, reconcile))

const deletions = program.command('held').description('deals of which a CRM has no record any more')
const deciding = (name: string, description: string, decision: 'confirm' | 'read_again') =>
  deletions
    .command(name)
    .description(description)
    .option('--connection <id>', 'of one connection only')
    .action((options: { connection?: string }, command: Command) =>
      withCli(command, undefined, (cli) => held(cli, decision, options)),
    )
deciding('confirm', 'they are gone: end them here too', 'confirm')
deciding('read-again', 'read them once more, keep what is found', 'read_again')

program
  .command('metric <definition>')
  .description('the value of a metric definition, as JSON of {metric, params?, filter?, window}')
  .option('--at <day>', 'as of the end of a past day')
  .option('--series <from..to>', 'day by day, both ends included')
  .action((definition: string, options, command: Command) =>
    withCli(command, undefined, (cli) => metric(cli, definition, options)),
  )

program
  .command('cohorts')
  .description('customers by the quarter they began in, and what is left of them')
  .addOption(
    new Option('--view <view>', 'recurring revenue of').choices(['monthly', 'yearly']).default('yearly'),
  )
  .option('--connection <id>', 'of one connection only')
  .action((options: CohortOptions, command: Command) =>
    withCli(command, undefined, (cli) => cohorts(cli, options)),
  )

program
  .command('mapping')
  .description('which CRM counts where both hold the same deal, and where contracts come from')
  .option('--leading <connection>', 'decide which counts')
  .option('--contracts <connection>', 'ask its CRM what contracts could be read from')
  .option('--choose <line|none>', 'take a line of that list')
  .action((options, command: Command) =>
    withCli(command, undefined, (cli) =>
      options.contracts === undefined ? mapping(cli, options) : contracts(cli, options as ContractsOptions),
    ),
  )

settingsCommands(program, withCli)

keyResultCommands(program, withCli)

program
  .command('doctor')
  .description('connections, nights, what could not be read, and what to do')
  .action((_options, command: Command) => withCli(command, undefined, doctor))

leavingCommands(program, withCli)

program
  .command('sign-in')
  .description('a link that signs a person in once, within an hour; a new person becomes a member')
  .requiredOption('--email <address>', 'whom it is for')
  .option('--name <name>', 'how a new person is called')
  .addOption(new Option('--role <role>', 'of a new person').choices(roles).default('administrator'))
  .action((options, command: Command) => withCli(command, undefined, (cli) => signIn(cli, options)))

program
  .command('demo')
  .description('the demo company')
  .command('next-day')
  .description('live one more day and run its night')
  .action((_options, command: Command) => withCli(command, undefined, nextDay))

program.parseAsync().catch((error: unknown) => {
  streams.say(exitLine(error, nodeLocale()))
  process.exitCode = 1
})
