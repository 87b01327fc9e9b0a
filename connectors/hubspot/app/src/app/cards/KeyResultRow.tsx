/** One key result: where it stands, what the record adds, and what it becomes. */
import {
  DescriptionList,
  DescriptionListItem,
  Flex,
  Link,
  ProgressBar,
  StatusTag,
  Text,
} from '@hubspot/ui-extensions'
import type { KeyResult, Outcome } from './answer.ts'

type Tone = 'success' | 'info' | 'warning' | 'danger' | 'default'

/** Only what is rated has a colour that praises or warns. */
const tones: Readonly<Record<string, Tone>> = {
  achieved: 'success',
  on_track: 'success',
  behind: 'warning',
  at_risk: 'danger',
  missed: 'danger',
}

export function KeyResultRow({ of, words }: { of: KeyResult; words: Readonly<Record<string, string>> }) {
  const { title, objective, url, status, value, aim, progress, progressText, part, won, lost, note } = of
  return (
    <Flex direction="column" gap="xs">
      <Link href={{ url, external: true }}>{title}</Link>
      <Flex direction="row" gap="sm" wrap={true} align="center">
        <StatusTag variant={tones[status.code] ?? 'default'}>{status.text}</StatusTag>
        <Text variant="microcopy">{objective}</Text>
      </Flex>
      <Text>
        <Text inline={true} format={{ fontWeight: 'bold' }}>
          {value}
        </Text>{' '}
        {aim}
      </Text>
      {progress === null ? null : (
        <ProgressBar
          aria-label={title}
          value={Math.round(Math.min(1, Math.max(0, progress)) * 100)}
          maxValue={100}
          showPercentage={false}
          valueDescription={progressText ?? ''}
          {...barOf(status.code)}
        />
      )}
      <DescriptionList direction="row">
        <DescriptionListItem label={words.part ?? ''}>{part}</DescriptionListItem>
        {won === null ? null : (
          <DescriptionListItem label={words.won ?? ''}>{said(won, words.same)}</DescriptionListItem>
        )}
        {lost === null ? null : (
          <DescriptionListItem label={words.lost ?? ''}>{said(lost, words.same)}</DescriptionListItem>
        )}
      </DescriptionList>
      {note === null ? null : <Text variant="microcopy">{note}</Text>}
    </Flex>
  )
}

function said({ value, change, progressText }: Outcome, same: string | undefined): string {
  const parts = [value, change ?? same, progressText].filter((part) => part != null && part !== '')
  return parts.join(' · ')
}

function barOf(code: string): { variant?: 'success' | 'warning' | 'danger' } {
  const tone = tones[code]
  return tone === 'success' || tone === 'warning' || tone === 'danger' ? { variant: tone } : {}
}
