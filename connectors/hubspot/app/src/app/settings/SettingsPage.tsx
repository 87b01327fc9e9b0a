/** The app's page in HubSpot's settings: the way to where things are set, and what parting means. */
import { Button, Divider, Flex, Heading, hubspot, Text } from '@hubspot/ui-extensions'
import { BACKEND } from './backend.ts'
import { wordsFor } from './words.ts'

export function SettingsPage({ locale }: { locale: string | undefined }) {
  const words = wordsFor(locale)
  const link = (path: string) => ({ url: `${BACKEND}${path}`, external: true })
  return (
    <Flex direction="column" gap="md">
      <Heading>{words.settingsTitle}</Heading>
      <Text>{words.settingsText}</Text>
      <Flex direction="row" gap="sm" wrap={true}>
        <Button variant="primary" href={link('/health')}>
          {words.health}
        </Button>
        <Button href={link('/')}>{words.board}</Button>
      </Flex>
      <Divider />
      <Text>{words.leaveText}</Text>
      <Button href={link('/settings/connections')}>{words.leave}</Button>
    </Flex>
  )
}

hubspot.extend<'settings'>(({ context }) => <SettingsPage locale={context.user.locale} />)
