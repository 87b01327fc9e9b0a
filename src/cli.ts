/** `npm run pegel -- <command>`: operates the embedded store, also while the server runs. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { parseInstant } from '../connectors/values/time.ts'
import { roles } from './app-env.ts'
import { connectHubspot, connectSalesforce } from './cli/commands/connect.ts'
import { nextDay } from './cli/commands/demo.ts'
import { doctor } from './cli/commands/doctor.ts'
import { krList, krShow } from './cli/commands/kr.ts'
import { metric } from './cli/commands/metric.ts'
import { signIn } from './cli/commands/sign-in.ts'
import { sync } from './cli/commands/sync.ts'
import { type Cli, openCli, type Streams } from './cli/context.ts'
import { exitLine } from './cli/exit-line.ts'
import { nodeEnv, nodeLocale } from './env-node.ts'
import { canonical, exportAll } from './export.ts'

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

function count(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('a number up to 9999')
  return Number(text)
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
  .description('by client credentials; key and secret come from the environment')
  .requiredOption('--instance <url>', 'My Domain of the org')
  .requiredOption('--client-credentials', 'the flow to use')
  .action((options, command: Command) =>
    withCli(command, undefined, (cli) => connectSalesforce(cli, options)),
  )

program
  .command('sync')
  .description('run the night that is due, or a sync by hand')
  .option('--now <instant>', 'act as if it were this instant', instant)
  .action((options: { now?: string }, command: Command) => withCli(command, options.now, sync))

program
  .command('metric <definition>')
  .description('the value of a metric definition, as JSON of {metric, params?, filter?, window}')
  .option('--at <day>', 'as of the end of a past day')
  .option('--series <from..to>', 'day by day, both ends included')
  .action((definition: string, options, command: Command) =>
    withCli(command, undefined, (cli) => metric(cli, definition, options)),
  )

const kr = program.command('kr').description('key results')
kr.command('list')
  .description('the board as a table')
  .action((_options, command: Command) => withCli(command, undefined, krList))
kr.command('show <id>')
  .description('one key result with its deals')
  .option('--limit <n>', 'deals to list', count, 25)
  .action((id: string, options, command: Command) =>
    withCli(command, undefined, (cli) => krShow(cli, id, options)),
  )

program
  .command('doctor')
  .description('connections, nights, what could not be read, and what to do')
  .action((_options, command: Command) => withCli(command, undefined, doctor))

program
  .command('export')
  .description('everything of the company as JSON')
  .option('--canonical', 'without ids, seq and times of ours, to compare two stores')
  .action((options: { canonical?: boolean }, command: Command) =>
    withCli(command, undefined, async (cli) => {
      const all = await exportAll(await cli.workspace())
      cli.out(
        JSON.stringify(options.canonical === true ? canonical(all) : all, null, cli.json ? undefined : 2),
      )
    }),
  )

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
