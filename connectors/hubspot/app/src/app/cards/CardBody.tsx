/** The card once an answer is there: whole sentences of the program, in HubSpot's components. */
import { Alert, Box, Divider, EmptyState, Flex, Heading, Link, Text } from '@hubspot/ui-extensions'
import { Fragment } from 'react'
import type { Card } from './answer.ts'
import { KeyResultRow } from './KeyResultRow.tsx'

export function CardBody({ card }: { card: Card }) {
  const { words, keyResults, empty, age, stale, notes, url } = card
  return (
    <Flex direction="column" gap="sm">
      {age === null ? null : stale ? (
        <Alert title={age} variant="warning" />
      ) : (
        <Text variant="microcopy">{age}</Text>
      )}
      <Recurring card={card} />
      {empty === null ? null : (
        <EmptyState title={empty.title} layout="vertical" flush={true}>
          <Text>{empty.text}</Text>
        </EmptyState>
      )}
      {card.kind === 'company' && keyResults.length > 0 ? <Heading>{words.keyResults}</Heading> : null}
      {keyResults.map((one, n) => (
        <Fragment key={one.id}>
          {n === 0 ? null : <Divider />}
          <KeyResultRow of={one} words={words} />
        </Fragment>
      ))}
      {notes.map((note) => (
        <Text key={note} variant="microcopy">
          {note}
        </Text>
      ))}
      <Link href={{ url, external: true }}>{words.open ?? ''}</Link>
    </Flex>
  )
}

function Recurring({ card: { words, recurring, renewals = [] } }: { card: Card }) {
  return (
    <Fragment>
      {recurring == null ? null : (
        <Flex direction="column" gap="xs">
          <Heading>{words.recurring}</Heading>
          <Text format={{ fontWeight: 'bold' }}>{recurring.value}</Text>
          <Text variant="microcopy">{`${recurring.change} · ${recurring.contracts}`}</Text>
        </Flex>
      )}
      {renewals.length === 0 ? null : (
        <Flex direction="column" gap="xs">
          <Heading>{words.renewals}</Heading>
          {renewals.map(({ title, value, state }) => (
            <Flex key={`${title} ${state}`} direction="row" justify="between" gap="sm">
              <Flex direction="column" gap="flush">
                <Text>{title}</Text>
                <Text variant="microcopy">{state}</Text>
              </Flex>
              <Box flex="none">
                <Text format={{ fontWeight: 'bold' }}>{value}</Text>
              </Box>
            </Flex>
          ))}
        </Flex>
      )}
    </Fragment>
  )
}
