/** The card of a record in each of its states: asked once when it opens, and again on request. */
import { Button, EmptyState, ErrorState, Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions'
import { useEffect, useState } from 'react'
import { BACKEND } from './backend.ts'
import { CardBody } from './CardBody.tsx'
import { type Loaded, load } from './load.ts'
import { isGerman, type Words, wordsFor } from './words.ts'

export interface RecordContext {
  readonly user: { readonly locale?: string }
  readonly crm: { readonly objectId: number | string; readonly objectTypeId: string }
}

export function RecordCard({ context }: { context: RecordContext }) {
  const { objectId, objectTypeId } = context.crm
  const words = wordsFor(context.user.locale)
  const locale = isGerman(context.user.locale) ? 'de' : 'en'
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [asked, setAsked] = useState(0)

  useEffect(() => {
    let open = true
    setLoaded(null)
    load({ objectId, objectTypeId, locale }).then((found) => {
      // Another record may be on the screen by now.
      if (open) setLoaded(found)
    })
    return () => {
      open = false
    }
  }, [objectId, objectTypeId, locale, asked])

  if (loaded === null) return <LoadingSpinner label={words.loading} showLabel={true} layout="centered" />
  return <Told loaded={loaded} words={words} retry={() => setAsked((n) => n + 1)} />
}

function Told({ loaded, words, retry }: { loaded: Loaded; words: Words; retry: () => void }) {
  switch (loaded.kind) {
    case 'card':
      return <CardBody card={loaded.card} />
    case 'refused': {
      const { code, title, text } = loaded.refused
      if (code === 'failed') return <Again title={title} text={text} words={words} retry={retry} />
      const locked = code === 'no_right' || code === 'no_member'
      return locked ? (
        <ErrorState title={title} type="lock">
          <Text>{text}</Text>
        </ErrorState>
      ) : (
        <EmptyState title={title} layout="vertical" flush={true}>
          <Text>{text}</Text>
        </EmptyState>
      )
    }
    case 'unconnected':
      return (
        <EmptyState title={words.unconnected} layout="vertical" flush={true}>
          <Flex direction="column" gap="sm">
            <Text>{words.unconnectedText}</Text>
            <Button href={{ url: `${BACKEND}/connect/hubspot`, external: true }}>{words.connect}</Button>
          </Flex>
        </EmptyState>
      )
    case 'failed':
      return <Again title={words.failed} text={words.failedText} words={words} retry={retry} />
    default:
      return loaded satisfies never
  }
}

function Again(props: { title: string; text: string; words: Words; retry: () => void }) {
  const { title, text, words, retry } = props
  return (
    <ErrorState title={title} type="error">
      <Flex direction="column" gap="sm">
        <Text>{text}</Text>
        <Button onClick={retry}>{words.retry}</Button>
      </Flex>
    </ErrorState>
  )
}
