/** The lines of `doctor` about one connection: name and text. */
import type { ConnectionHealth } from '../health/types.ts'
import { formatters, texts } from '../i18n/index.ts'
import type { Cli } from './context.ts'
import { failureWords } from './failure-words.ts'
import { cliTexts } from './texts.ts'

type Fact = readonly [string, string]

export function factsOf(one: ConnectionHealth, timeZone: string, cli: Cli): readonly Fact[] {
  const words = cliTexts(cli.locale)
  const { status, reason, lastDay, lastRun, dataThrough } = one
  const f = formatters(cli.locale)
  const age = dataThrough === null ? '–' : f.age(dataThrough, cli.runtime.deps.now())
  const why = reason === null ? '' : `: ${failureWords(reason, cli.locale)}`
  const facts: Fact[] = [
    [words.state, `${words[`state.${status}`]}${why}`],
    [words.token, tokenOf(one, timeZone, cli)],
    [words.lastNight, `${lastDay ?? '–'}${lastRun === null ? '' : `, ${words.callsMade(lastRun.calls)}`}`],
    [words.data, age],
  ]
  if (lastRun?.failure != null && status === 'active')
    facts.push([words.failure, failureWords(lastRun.failure, cli.locale)])
  for (const { stream, failure } of one.parked)
    facts.push([words.parked, `${stream}${failure === null ? '' : `: ${failureWords(failure, cli.locale)}`}`])
  facts.push(...nativeOf(one, cli))
  facts.push(...spentOf(one, cli), ...workOf(one, cli), ...checkOf(one, cli), ...unreadOf(one, cli))
  for (const { object, field, effect } of one.hidden)
    facts.push([words.hidden, `${object}.${field}: ${effect}`])
  return facts
}

function nativeOf({ native: { total, sick } }: ConnectionHealth, { locale }: Cli): Fact[] {
  if (total === 0) return []
  const t = texts(locale)
  const told =
    sick.length === 0
      ? t('health.native.well', { n: total })
      : t('health.native.sick', { sick: sick.length, n: total })
  return [
    [cliTexts(locale).native, told],
    ...sick.map(
      ({ title, trouble: { code, found } }): Fact => [
        '',
        `${title}: ${t(`issue.native_${code}`, { subject: found ?? '' })}`,
      ],
    ),
  ]
}

function tokenOf({ token }: ConnectionHealth, timeZone: string, { locale }: Cli): string {
  const t = texts(locale)
  if (token.state !== 'valid' || token.expiresAt === null) return t(`health.token.${token.state}`)
  return t('health.token.validUntil', { instant: formatters(locale).instant(token.expiresAt, timeZone) })
}

function spentOf({ lastRun }: ConnectionHealth, { locale }: Cli): Fact[] {
  const words = cliTexts(locale)
  return (lastRun?.spent ?? []).map(
    ({ purpose, bucket, calls, refused }, n): Fact => [
      n === 0 ? words.spent : '',
      `${purpose} (${bucket}): ${calls}${refused === 0 ? '' : `, ${words.refusedCalls(refused)}`}`,
    ],
  )
}

/** Notices of the CRM, and what goes on beside the nights. */
function workOf({ background, push }: ConnectionHealth, cli: Cli): Fact[] {
  const t = texts(cli.locale)
  const { age } = formatters(cli.locale)
  const now = cli.runtime.deps.now()
  const notices: Fact[] =
    push.lastAt === null
      ? []
      : [
          [
            cliTexts(cli.locale).notices,
            t('health.push.some', { n: push.received, age: age(push.lastAt, now) }),
          ],
        ]
  return [
    ...notices,
    ...background.map(
      ({ kind, status, startedAt, finishedAt, records }): Fact => [
        kind,
        t(`health.background.${status}`, { age: age(finishedAt ?? startedAt, now), n: records }),
      ],
    ),
  ]
}

function checkOf({ check }: ConnectionHealth, cli: Cli): Fact[] {
  const t = texts(cli.locale)
  const words = cliTexts(cli.locale)
  if (check.at === null) return []
  const age = formatters(cli.locale).age(check.at, cli.runtime.deps.now())
  const n = check.drift.length
  const agrees = n === 0 ? t('health.check.equal', { age }) : t('health.check.differs', { n, age })
  return [
    [words.check, agrees],
    ...check.drift.map(
      (one): Fact => [
        '',
        `${one.pipeline ?? one.pipelineId} ${one.status}, ${one.measure}: ${one.ours} / ${one.theirs} (${one.ids.join(', ')})`,
      ],
    ),
    ...(check.heldRemovals === 0
      ? []
      : [[words.heldRemovals, t('health.removals.text', { n: check.heldRemovals })] as const]),
  ]
}

function unreadOf({ skipped, held }: ConnectionHealth, { locale }: Cli): Fact[] {
  const words = cliTexts(locale)
  const lines = [
    ...skipped.first.map(({ stream, id, reason }) => `${stream} ${id}: ${reason}`),
    ...held.first.map(
      ({ id, problems }) =>
        `deals ${id}: ${problems.map(({ field, code, raw }) => `${field} ${words[`problem.${code}`]} (${raw})`).join(', ')}`,
    ),
  ]
  const total = skipped.total + held.total
  if (total === 0) return []
  const more = total - lines.length
  return [
    [words.skipped, words.countedNotRead(total)],
    ...lines.map((line): Fact => ['', line]),
    ...(more > 0 ? [['', words.andMore(more)] as const] : []),
  ]
}
