/** `mapping --contracts`: what a CRM has that contracts could be read from; with `--choose` the decision. */
import { noContracts } from '../../../connectors/contract.ts'
import { lookForContracts } from '../../health/contract-offers.ts'
import { formatters } from '../../i18n/format.ts'
import { type ContractChoice, chooseContracts, proposedOf, readContracts } from '../../okr/contracts.ts'
import type { Cli } from '../context.ts'
import { contractWords } from '../contract-words.ts'
import { CommandFailed } from '../exit-line.ts'
import { failureWords } from '../failure-words.ts'
import { issueLine } from '../issue-line.ts'
import { table } from '../table.ts'

const ACTOR = 'command line'

export interface ContractsOptions {
  readonly contracts: string
  /** A line of the list, from 1; `none`. */
  readonly choose?: string
}

export async function contracts(cli: Cli, { contracts: id, choose }: ContractsOptions): Promise<void> {
  const workspace = await cli.workspace()
  const words = contractWords(cli.locale)
  const read = async () => {
    const found = (await readContracts(workspace.db)).find((one) => one.id === id)
    if (found === undefined) throw new CommandFailed(words.gone)
    return found
  }
  const before = await read()
  if (choose === undefined) {
    const looked = await lookForContracts(cli.runtime.deps, workspace, id)
    if (looked === null) throw new CommandFailed(words.gone)
    if (!looked.ok) throw new CommandFailed(failureWords(looked.failure, cli.locale))
  } else {
    const mapping = choose === 'none' ? noContracts : before.found?.offers[Number(choose) - 1]?.mapping
    if (mapping === undefined) throw new CommandFailed(words.hint(id, null))
    const context = { actor: ACTOR, now: cli.runtime.deps.now() }
    const written = await chooseContracts(workspace.db, id, mapping, context)
    if (!written.ok)
      throw new CommandFailed(written.issues.map((issue) => issueLine(issue, cli.locale)).join('\n'))
  }
  const choice = await read()
  if (cli.json) cli.out(JSON.stringify(choice))
  else for (const line of told(choice, choose === undefined, cli)) cli.out(line)
}

function told(choice: ContractChoice, looked: boolean, cli: Cli): string[] {
  const words = contractWords(cli.locale)
  const f = formatters(cli.locale)
  const offers = choice.found?.offers ?? []
  const undecided = words.undecided(choice)
  const standing = [words.standing(choice), ...(undecided === null ? [] : [undecided])]
  if (!looked || offers.length === 0) return looked ? [...standing, words.hint(choice.id, null)] : standing
  const columns = [
    { title: '#', align: 'right' },
    { title: words.source },
    { title: words.records, align: 'right' },
    { title: words.example },
  ] as const
  const rows = offers.map(({ mapping, count, sample: [one] }, index) => [
    String(index + 1),
    words.sourceOf(mapping),
    count === null ? '?' : f.number(count),
    one === undefined || one.amountMinor === null || one.currency === null
      ? '–'
      : `${one.startsOn ?? '?'} – ${one.endsOn ?? '…'} ${f.money(one.amountMinor, one.currency)}`,
  ])
  const best = proposedOf(choice)
  return [
    ...standing,
    table(columns, rows),
    ...(choice.mapping === null ? [words.hint(choice.id, best === null ? null : offers.indexOf(best))] : []),
  ]
}
