/** `kr explain <id>`: what moved a key result between two published days, deal by deal. */
import { formatters, texts } from '../../i18n/index.ts'
import { catalogue } from '../../metrics/index.ts'
import { readMovement } from '../../movement/read.ts'
import type { Line, Movement } from '../../movement/types.ts'
import { countedAs, happened, type Writers, writersOf } from '../../movement/words.ts'
import { readKeyResult } from '../../okr/read.ts'
import { readNames } from '../../web/mirror-names.ts'
import { withNames } from '../../web/movement-names.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { table } from '../table.ts'
import { cliTexts } from '../texts.ts'

export interface ExplainOptions {
  readonly from?: string
  readonly to?: string
  readonly limit: number
  /** Of a composite. */
  readonly term?: number
}

/** Days named when the one asked for has no value. */
const NAMED = 7

export async function krExplain(cli: Cli, id: string, options: ExplainOptions): Promise<void> {
  const workspace = await cli.workspace()
  const t = texts(cli.locale)
  const answer = await readMovement(workspace, id, cli.runtime.deps.now(), options)
  switch (answer.kind) {
    case 'movement':
      break
    case 'terms':
      return explainTerms(cli, id, options)
    case 'none':
      throw new CommandFailed(cliTexts(cli.locale).noKeyResult(id))
    case 'foreign':
      throw new CommandFailed(t('native.foreign'))
    case 'no_metric':
      throw new CommandFailed(t('movement.noMetric'))
    case 'contracts':
      throw new CommandFailed(t('movement.contracts'))
    case 'hidden':
      throw new CommandFailed(t('movement.hidden'))
    case 'untold':
      throw new CommandFailed(t('movement.untold'))
    case 'no_value': {
      const days = answer.days.slice(0, NAMED).join(', ')
      throw new CommandFailed(
        answer.days.length < 2 ? t('movement.oneValue') : t('movement.noValue', { days }),
      )
    }
    default:
      return answer satisfies never
  }
  if (cli.json) return cli.out(JSON.stringify(answer.movement))
  const named = withNames(answer.movement, await readNames(workspace.db))
  cli.out(asText(named, workspace.currency, cli))
}

/** A ratio is moved by what is above and by what is below: one after the other, as its sides are of any ratio. */
async function explainTerms(cli: Cli, id: string, options: ExplainOptions): Promise<void> {
  const workspace = await cli.workspace()
  const detail = await readKeyResult(workspace, id, cli.runtime.deps.now())
  const composite = detail?.keyResult.composite
  if (composite === undefined) throw new CommandFailed(texts(cli.locale)('movement.untold'))
  const all: string[] = []
  for (const [term, { metric }] of composite.terms.entries()) {
    const title = `${texts(cli.locale)('composite.term', { n: term + 1, title: catalogue[metric].title[cli.locale] })}`
    const out = (text: string) => all.push(cli.json ? text : `${title}\n${text}\n`)
    await krExplain({ ...cli, out }, id, { ...options, term })
  }
  cli.out(cli.json ? `[${all.join(',')}]` : all.join('\n'))
}

function asText(movement: Movement, currency: string, { locale }: Cli): string {
  const [t, f] = [texts(locale), formatters(locale)]
  const write = writersOf(movement, currency, f)
  const { opening, closing, exchanged, lines, median } = movement
  const rows = [
    [
      t('movement.opening', { day: f.day(opening.day) }),
      '',
      ...empty(write),
      write.opening(opening.value.value),
    ],
    ...(exchanged === undefined
      ? []
      : [
          [
            t('movement.exchanged', { currency: exchanged.into }),
            t('movement.why.exchanged', { from: exchanged.from, into: exchanged.into }),
            ...empty(write),
            write.value(exchanged.value),
          ],
        ]),
    ...lines.flatMap((line) => rowsOf(line, { write, counting: countedAs(movement) }, locale)),
    [
      t('movement.closing', { day: f.day(closing.day) }),
      '',
      ...empty(write),
      write.value(closing.value.value),
    ],
  ]
  const right = { align: 'right' as const }
  const sides =
    write.denominator === null
      ? []
      : [
          { title: t('movement.numerator'), ...right },
          { title: t('movement.denominator'), ...right },
        ]
  const columns = [
    { title: t('movement.step'), max: 48 },
    { title: t('movement.change'), max: 64 },
    ...sides,
    { title: t('movement.effect'), ...right },
  ]
  const notes = (['entered', 'left', 'changed'] as const).flatMap((key) => {
    const deals = median?.[key] ?? []
    const days = (n: number | null) => (n === null ? '–' : f.value(n, 'days', null))
    const named = deals.map(
      ({ name, externalId, before, after }) =>
        `  ${name ?? externalId}: ${before === null || after === null ? days(before ?? after) : t('movement.days', { before: days(before), after: days(after) })}`,
    )
    return deals.length === 0 ? [] : [`\n${t(`movement.median.${key}`)}`, ...named]
  })
  return [table(columns, rows), ...notes].join('\n')
}

function empty({ denominator }: Writers): string[] {
  return denominator === null ? [] : ['', '']
}

interface Writing {
  readonly write: Writers
  readonly counting: ReturnType<typeof countedAs>
}

function rowsOf(line: Line, { write, counting }: Writing, locale: Cli['locale']): string[][] {
  const [t, f] = [texts(locale), formatters(locale)]
  const parts = (of: { readonly numerator: number; readonly denominator: number }) =>
    write.denominator === null ? [] : [write.numerator(of.numerator), write.denominator(of.denominator)]
  const counted = line.total === null ? t('movement.tooFew') : t(counting, { n: line.total })
  const effect =
    line.effect === null
      ? write.denominator === null
        ? write.numerator(line.numerator)
        : ''
      : write.effect(line.effect)
  const { withoutDeal } = line
  const rest =
    withoutDeal === null
      ? []
      : [['  –', t('movement.withoutDeal', { part: '' }).replace(/: $/, ''), ...parts(withoutDeal), '']]
  return [
    [
      line.term === undefined
        ? t(`movement.${line.step}`)
        : `${t(`movement.${line.step}`)} · ${t('krForm.term', { n: line.term + 1 })}`,
      counted,
      ...parts(line),
      effect,
    ],
    ...line.deals.map((deal) => [
      `  ${deal.name ?? deal.externalId}`,
      happened(deal, t, f).join(', '),
      ...parts(deal),
      write.denominator === null ? write.numerator(deal.numerator) : '',
    ]),
    ...rest,
  ]
}
