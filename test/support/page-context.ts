/** What a page is given in tests: a person who may do everything, on a fixed morning. */
import type { Locale } from '../../src/app-env.ts'
import { formatters, texts } from '../../src/i18n/index.ts'
import { can } from '../../src/okr/roles.ts'
import type { Html, PageContext } from '../../src/web/ctx.ts'
import { now } from './views.ts'

export function pageContext(over: Partial<PageContext> & { locale?: Locale } = {}): PageContext {
  const locale = over.locale ?? 'de'
  return {
    t: texts(locale),
    f: formatters(locale),
    locale,
    theme: 'auto',
    path: '/',
    now,
    session: { userId: 'u1', name: 'Mara Lindner', email: 'mara@example.com', role: 'administrator' },
    workspaceName: 'Brückner Antriebstechnik',
    may: (action) => can('administrator', action),
    ...over,
  }
}

export async function text(page: Html): Promise<string> {
  return String(await page)
}
