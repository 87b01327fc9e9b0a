/** `settings`: what the company counts by. */
import { type Command, InvalidArgumentError } from 'commander'
import { currency, rate } from './commands/currency.ts'
import { closing, fiscalYear, timeZone } from './commands/settings.ts'
import type { Cli } from './context.ts'

type WithCli = (command: Command, now: string | undefined, work: (cli: Cli) => Promise<void>) => Promise<void>

function closingDays(text: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) > 31) throw new InvalidArgumentError('a number from 0 to 31')
  return Number(text)
}

/** Null: as the CRM tells it. */
function startMonth(text: string): number | null {
  if (text === 'crm') return null
  if (!/^([1-9]|1[0-2])$/.test(text)) throw new InvalidArgumentError('a month from 1 to 12, or crm')
  return Number(text)
}

export function settingsCommands(program: Command, withCli: WithCli): void {
  const settings = program
    .command('settings')
    .description('what the company counts by, from the next night on')
  settings
    .command('time-zone <zone>')
    .description('whose midnight ends a day, like Europe/Berlin')
    .action((zone: string, _options, command: Command) =>
      withCli(command, undefined, (cli) => timeZone(cli, zone)),
    )
  settings
    .command('fiscal-year')
    .description('the month in which the fiscal year begins')
    .argument('<month>', '1 to 12, or crm for what the CRM tells', startMonth)
    .action((month: number | null, _options, command: Command) =>
      withCli(command, undefined, (cli) => fiscalYear(cli, month)),
    )

  settings
    .command('currency <code>')
    .description('the money values are given in, like EUR; targets have to be set anew')
    .action((code: string, _options, command: Command) =>
      withCli(command, undefined, (cli) => currency(cli, code)),
    )
  settings
    .command('rate <currency> <factor>')
    .description('one unit of it in the reporting currency, where no CRM has the rate')
    .option('--from <day>', 'first day it holds; default today')
    .action((of: string, factor: string, options, command: Command) =>
      withCli(command, undefined, (cli) => rate(cli, of, factor, options)),
    )
  settings
    .command('closing-days')
    .description('for how many days values follow the CRM after their cycle; then they are fixed')
    .argument('<days>', '0 to 31', closingDays)
    .action((days: number, _options, command: Command) =>
      withCli(command, undefined, (cli) => closing(cli, days)),
    )
}
