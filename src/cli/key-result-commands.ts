/** `kr ...`: everything about key results on the command line. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { locales } from '../app-env.ts'
import { units } from '../metrics/types.ts'
import { krList, krShow } from './commands/kr.ts'
import { type AddOptions, krAdd } from './commands/kr-add.ts'
import { type EvidenceOptions, krEvidence } from './commands/kr-evidence.ts'
import { krExplain } from './commands/kr-explain.ts'
import { krForecast } from './commands/kr-forecast.ts'
import { krOverride } from './commands/kr-override.ts'
import type { Cli } from './context.ts'

type WithCli = (command: Command, now: undefined, work: (cli: Cli) => Promise<void>) => Promise<void>

function count(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('a number up to 9999')
  return Number(text)
}

export function keyResultCommands(program: Command, withCli: WithCli): void {
  const kr = program.command('kr').description('key results')
  kr.command('list')
    .description('the board as a table')
    .action((_options, command: Command) => withCli(command, undefined, krList))
  kr.command('add')
    .description(
      'a key result made of metrics, or one that Salesforce works out itself: that is asked first, and saved when it gives one number',
    )
    .option(
      '--composite <json>',
      '{operation: ratio|sum|difference|weighted, window?, terms}, as metric takes it',
    )
    .option('--soql <statement>', 'a SELECT with one aggregate')
    .option('--report <id>', 'id or address of a summary report: its grand total')
    .option('--connection <id>', 'whose CRM is asked', 'salesforce')
    .addOption(new Option('--unit <unit>', 'of the number').choices(units).default('count'))
    .option('--check', 'show the number, and save nothing')
    .option('--confirmed', 'I have made sure that it is not narrowed to few people')
    .option('--objective <id>', 'which it belongs to')
    .option('--title <title>', 'how it is called')
    .option('--baseline <n>', 'in the smallest unit, default 0', Number)
    .option('--target <n>', 'what is to be reached', Number)
    .option('--lower <n>', 'or: the bound it is to stay above', Number)
    .option('--upper <n>', 'or: the bound it is to stay below', Number)
    .action((options: AddOptions, command: Command) =>
      withCli(command, undefined, (cli) => krAdd(cli, options)),
    )
  kr.command('forecast <id>')
    .description('how its cycle may end, how wrong that was before, and what it would take')
    .action((id: string, _options, command: Command) =>
      withCli(command, undefined, (cli) => krForecast(cli, id)),
    )
  kr.command('show <id>')
    .description('one key result with its deals')
    .option('--limit <n>', 'deals to list', count, 25)
    .option('--part <n>', 'of a composite: whose deals', count, 1)
    .action((id: string, options, command: Command) =>
      withCli(command, undefined, (cli) => krShow(cli, id, options)),
    )
  kr.command('override <id>')
    .description('set its value by hand for a while; the measured one stays beside it')
    .option('--value <n>', 'in the smallest unit: cents for money, 0..1 for a ratio', Number)
    .option('--reason <text>', 'why the measured value does not hold')
    .option('--until <day>', 'last day it holds')
    .option('--withdraw', 'end the one that holds')
    .action((id: string, options, command: Command) =>
      withCli(command, undefined, (cli) => krOverride(cli, id, options)),
    )
  kr.command('evidence <id>')
    .description('the deals behind a published value with all its rules, to work it out again')
    .addOption(new Option('--format <format>', 'of the file').choices(['csv', 'json']).default('csv'))
    .option('--day <day>', 'a day with a published value; by default the last')
    .addOption(new Option('--locale <language>', 'of the CSV').choices(locales))
    .addOption(new Option('--separator <sign>', 'of the CSV').choices(['comma', 'semicolon', 'tab']))
    .addOption(new Option('--decimal <sign>', 'of the CSV').choices(['point', 'comma']))
    .action((id: string, options: EvidenceOptions, command: Command) =>
      withCli(command, undefined, (cli) => krEvidence(cli, id, options)),
    )
  kr.command('explain <id>')
    .description('what moved it between two published days, deal by deal')
    .option('--from <day>', 'day of the earlier value; by default the one before the later')
    .option(
      '--to <day>',
      'day of the later value, or restated: from a final value to now; by default the last',
    )
    .option('--limit <n>', 'deals to list in each line', count, 10)
    .option('--part <n>', 'of a composite: one of its parts alone', count)
    .action((id: string, { part, ...options }, command: Command) =>
      withCli(command, undefined, (cli) =>
        krExplain(cli, id, part === undefined ? options : { ...options, term: part - 1 }),
      ),
    )
}
