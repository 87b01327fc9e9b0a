/** The log of views as CSV, a page at a time: all of it that is not too old, this reading not yet. */
import type { Instant } from '../../connectors/contract.ts'
import type { DirectoryDb } from '../../db/client.ts'
import { BYTE_ORDER_MARK, type CsvOptions, csvRow } from '../evidence/csv.ts'
import type { Workspace } from '../platform.ts'
import type { PageContext } from '../web/ctx.ts'
import { readViews, type Views, type ViewsQuery } from './views.ts'
import { subjectText } from './views-page.ts'

const PAGE = 1000

/** The first page is read before anything is answered, and with it what the file ends at. */
export async function viewsFile(
  workspace: Workspace,
  directory: DirectoryDb,
  query: ViewsQuery,
  now: Instant,
  ctx: Pick<PageContext, 't' | 'locale'>,
): Promise<AsyncGenerator<string>> {
  const page = (before?: string) =>
    readViews(workspace, directory, { ...query, ...(before === undefined ? {} : { before }) }, now, PAGE)
  return lines(await page(), page, ctx)
}

async function* lines(
  first: Views,
  page: (before: string) => Promise<Views>,
  ctx: Pick<PageContext, 't' | 'locale'>,
): AsyncGenerator<string> {
  const { t, locale } = ctx
  const german = locale === 'de'
  const options: CsvOptions = { separator: german ? ';' : ',', decimal: german ? ',' : '.' }
  const head = ['views.at', 'views.who', 'views.role', 'views.what', 'views.subject', 'views.id', 'views.way']
  yield BYTE_ORDER_MARK +
    csvRow(
      (head as ['views.at']).map((key) => t(key)),
      options,
    )
  let shown = first
  for (;;) {
    yield shown.views
      .map((one) =>
        csvRow(
          [
            one.at,
            one.name ?? t('council.gone'),
            t(`role.${one.role as 'member'}`),
            t(`views.kind.${one.kind}`),
            one.about === null ? null : subjectText(one, ctx),
            one.subject,
            t(`views.way.${one.way}`),
          ],
          options,
        ),
      )
      .join('')
    if (shown.next === null) return
    shown = await page(shown.next)
  }
}
