/** What a member of a company is told of a record: the same, wherever it is drawn. */
import type { CardCall } from '../../connectors/card.ts'
import type { AppDeps, Locale } from '../app-env.ts'
import { errorText } from '../jobs/error-text.ts'
import { can, isRole } from '../okr/roles.ts'
import type { Workspace } from '../platform.ts'
import { answer } from './answer.ts'
import { companyAnswer } from './answer-company.ts'
import { readCompanyCard } from './read-company.ts'
import { readDealCard } from './read-deal.ts'
import type { AnyCard, CardRefusal } from './types.ts'
import { type Around, refusal } from './words.ts'

export interface Asked {
  readonly workspaceId: string
  /** The connection that the record is in. */
  readonly source: string
  /** Null: the person is no member. */
  readonly role: string | null
  readonly email: string
  /** Null: of another kind. */
  readonly record: CardCall['record']
}

export async function cardFor(
  deps: Pick<AppDeps, 'open' | 'now' | 'publicUrl' | 'log'>,
  { workspaceId, source, role, email, record }: Asked,
  locale: Locale,
): Promise<AnyCard | CardRefusal> {
  if (role === null || !isRole(role)) return refusal('no_member', locale, { email })
  if (!can(role, 'board.read') || !can(role, 'evidence.read')) return refusal('no_right', locale)
  if (record === null) return refusal('wrong_record', locale)
  try {
    const workspace = await deps.open(workspaceId)
    return await cardOf(workspace, source, record, { locale, now: deps.now(), publicUrl: deps.publicUrl })
  } catch (error) {
    deps.log('card_failed', { workspace: workspaceId, reason: errorText(error) })
    return refusal('failed', locale)
  }
}

async function cardOf(
  workspace: Workspace,
  source: string,
  { kind, id }: NonNullable<Asked['record']>,
  around: Around,
): Promise<AnyCard | CardRefusal> {
  switch (kind) {
    case 'deal': {
      const card = await readDealCard(workspace, source, id, around.now)
      return card === null ? refusal('not_mirrored', around.locale) : answer(card, around, workspace.currency)
    }
    case 'company': {
      const card = await readCompanyCard(workspace, source, id, around.now)
      return card === null
        ? refusal('unknown_customer', around.locale)
        : companyAnswer(card, around, workspace.currency)
    }
    default:
      return kind satisfies never
  }
}
