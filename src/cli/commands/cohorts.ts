/** `cohorts`: customers by the quarter they began in, a row each; revenue and customers that are left, quarter by quarter. */
import { cohortQuestion, readCohorts } from '../../cohorts/read.ts'
import { quarterName } from '../../cohorts/words.ts'
import { formatters, texts } from '../../i18n/index.ts'
import type { Cli } from '../context.ts'
import { type Column, table } from '../table.ts'

export interface CohortOptions {
  readonly view: 'monthly' | 'yearly'
  readonly connection?: string
}

export async function cohorts(cli: Cli, { view, connection }: CohortOptions): Promise<void> {
  const workspace = await cli.workspace()
  const question = cohortQuestion.parse({
    view,
    ...(connection === undefined ? {} : { connections: [connection] }),
  })
  const found = await readCohorts(workspace, question, cli.runtime.deps.now())
  if (cli.json) return cli.out(JSON.stringify(found))
  const [t, f] = [texts(cli.locale), formatters(cli.locale)]
  if (!found.chosen) return cli.say(t('reason.contracts_not_chosen'))
  if (found.cohorts.length === 0) return cli.say(t('cohorts.none'))
  const most = Math.max(...found.cohorts.map(({ ends }) => ends.length))
  const columns: Column[] = [
    { title: t('cohorts.start') },
    { title: t('cohorts.customers'), align: 'right' },
    { title: t(found.perMonths === 1 ? 'cohorts.monthly' : 'cohorts.yearly'), align: 'right' },
    ...Array.from({ length: most }, (_, n): Column => ({ title: `Q+${n}`, align: 'right' })),
  ]
  const rows = found.cohorts.map((cohort) => {
    const { customers, minor, ends } = cohort
    const cells = ends.map(
      ({ revenue, logo, isRunning }) =>
        `${revenue === null ? '–' : f.percent(revenue)} / ${f.percent(logo)}${isRunning ? '*' : ''}`,
    )
    return [
      quarterName(cohort, f),
      customers === null ? t('cohorts.few', { minimum: found.minimum }) : f.number(customers),
      minor === null ? '' : f.money(minor, found.currency, 'exact'),
      ...cells,
      ...Array.from({ length: most - cells.length }, () => ''),
    ]
  })
  cli.out(table(columns, rows))
  cli.say(t('cohorts.terminal'))
  if (found.held > 0) cli.say(t('contracts.held', { n: found.held }))
}
