/** The draft of a works agreement as blocks, filled with the settings in force. Pure: page and file draw the same blocks. */
import { type Locale, roles } from '../app-env.ts'
import type { MessageKey, MessageValues } from '../i18n/index.ts'
import { actions, can } from '../okr/roles.ts'
import type { PageContext } from '../web/ctx.ts'
import { connectionName } from './connection-name.ts'
import { keptKinds, lifetimeOf } from './keeping-card.ts'
import { PROPOSAL_DAYS } from './minimum.ts'
import type { PrivacyView } from './read-privacy.ts'
import { VIEW_DAYS } from './views.ts'

export type Block =
  | { readonly kind: 'heading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'clauses'; readonly texts: readonly string[] }
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }
  | { readonly kind: 'signatures'; readonly texts: readonly string[] }

/** Sections in their order, each with its number of paragraphs. */
const sections = {
  scope: 2,
  purpose: 2,
  control: 3,
  data: 3,
  minimum: 4,
  access: 3,
  logs: 3,
  keeping: 2,
  changes: 2,
  employees: 2,
  rights: 2,
  protection: 2,
  disputes: 1,
  force: 2,
} as const

export function agreementBlocks(
  view: PrivacyView,
  { t, locale }: Pick<PageContext, 't' | 'locale'>,
): Block[] {
  const values: MessageValues = {
    ...{ company: view.company, minimum: view.minimum, floor: view.floor, proposalDays: PROPOSAL_DAYS },
    ...{ viewDays: VIEW_DAYS, leavingDays: view.leavingDays, people: view.definitions.people ?? -1 },
    connections: connectionsOf(view, t, locale),
  }
  const say = (key: MessageKey) => t(key, values)
  const paragraph = (key: MessageKey): Block => ({ kind: 'paragraph', text: say(key) })
  const opening = (['between', 'employer', 'and', 'council', 'concluded'] as const).map((key) =>
    paragraph(`agreement.${key}`),
  )
  const body = Object.entries(sections).flatMap(([name, count], n): Block[] => {
    const title = t(`agreement.${name as keyof typeof sections}`)
    const texts = Array.from({ length: count }, (_, i) => say(`agreement.${name}.${i + 1}` as MessageKey))
    return [
      { kind: 'heading', text: t('agreement.section', { n: n + 1, title }) },
      ...(texts.length === 1
        ? [{ kind: 'paragraph', text: texts[0] ?? '' } as const]
        : [{ kind: 'clauses', texts } as const]),
    ]
  })
  return [
    ...opening,
    { kind: 'heading', text: t('agreement.preamble') },
    paragraph('agreement.preamble.1'),
    ...body,
    paragraph('agreement.place'),
    { kind: 'signatures', texts: [t('agreement.signEmployer'), t('agreement.signCouncil')] },
    ...annexes(view, t),
  ]
}

function connectionsOf({ connections }: PrivacyView, t: PageContext['t'], locale: Locale): string {
  if (connections.length === 0) return t('agreement.noConnection')
  return new Intl.ListFormat(locale).format(connections.map(connectionName))
}

function annexes(view: PrivacyView, t: PageContext['t']): Block[] {
  const heading = (n: number, title: string): Block => ({
    kind: 'heading',
    text: t('agreement.annex', { n, title }),
  })
  const read = view.connections.flatMap(({ objects, properties, ...named }): Block[] => [
    { kind: 'paragraph', text: connectionName(named) },
    {
      kind: 'table',
      head: [t('reads.what'), t('reads.fields')],
      rows: objects.map(({ purpose, object, fields }) => [
        `${t(`reads.purpose.${purpose}`)} (${object})`,
        fields.join(', '),
      ]),
    },
    ...(properties.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: t('agreement.annex.extra', { names: properties.join(', ') }),
          } as const,
        ]),
  ])
  const rights = roles.map((role) => [
    t(`role.${role}`),
    actions
      .filter((action) => can(role, action))
      .map((action) => t(`action.${action}`))
      .join('; '),
  ])
  const periods = keptKinds.map((kind) => [t(`keeping.what.${kind}`), lifetimeOf(kind, view, t)])
  return [
    heading(1, t('agreement.annex.data')),
    ...(read.length === 0 ? [{ kind: 'paragraph', text: t('reads.none') } as const] : read),
    heading(2, t('agreement.annex.roles')),
    { kind: 'table', head: [t('agreement.role'), t('agreement.rightsOf')], rows: rights },
    heading(3, t('agreement.annex.keeping')),
    { kind: 'table', head: [t('keeping.what'), t('keeping.long')], rows: periods },
  ]
}
