/** Taking everything out, and the end of a company; and a new master key. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { canonical, exportAll } from '../export.ts'
import { MOST_DAYS } from '../leaving/clock.ts'
import { end, keep, laterThan } from './commands/company.ts'
import { takeOut } from './commands/take-out.ts'
import type { Cli } from './context.ts'

type WithCli = (command: Command, now: string | undefined, work: (cli: Cli) => Promise<void>) => Promise<void>

function days(text: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) > MOST_DAYS)
    throw new InvalidArgumentError(`a number from 0 to ${MOST_DAYS}`)
  return Number(text)
}

export function leavingCommands(program: Command, withCli: WithCli): void {
  program
    .command('export')
    .description('everything of the company, as JSON or as CSV')
    .option('--canonical', 'without ids, seq and times of ours, to compare two stores')
    .addOption(
      new Option('--format <format>', 'one JSON object, or a ZIP of CSV files').choices(['json', 'csv']),
    )
    .option('--to <file>', 'where to write it; CSV needs one')
    .action((options: { canonical?: boolean; format?: 'json' | 'csv'; to?: string }, command: Command) =>
      withCli(command, undefined, async (cli) => {
        if (options.canonical !== true) return takeOut(cli, options)
        const all = canonical(await exportAll(await cli.workspace()))
        cli.out(JSON.stringify(all, null, cli.json ? undefined : 2))
      }),
    )

  const company = program.command('company').description('the end of the company, and what comes before')
  company
    .command('days <days>')
    .description('how many days after the last CRM was disconnected everything is deleted: 0 to 90')
    .action((text: string, _options, command: Command) =>
      withCli(command, undefined, (cli) => laterThan(cli, days(text))),
    )
  company
    .command('keep')
    .description('keep the company although no CRM is connected')
    .action((_options, command: Command) => withCli(command, undefined, keep))
  company
    .command('end')
    .description('delete everything of the company, at once and for good')
    .requiredOption('--name <name>', 'the name of the company, to confirm')
    .action((options: { name: string }, command: Command) =>
      withCli(command, undefined, (cli) => end(cli, options.name)),
    )

  program
    .command('keys')
    .description('the keys that seal secrets')
    .command('rewrap')
    .description('after a new master key was put in front: wrap anew what the older ones wrapped')
    .action((_options, command: Command) =>
      withCli(command, undefined, async (cli) => {
        cli.out(JSON.stringify(await cli.runtime.rewrap(), null, cli.json ? undefined : 2))
      }),
    )
}
