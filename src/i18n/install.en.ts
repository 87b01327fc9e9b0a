/** Connecting a CRM: from the button to the first values, and apart again. */
import { installSteps } from './install-steps.en.ts'

export const install = {
  ...installSteps,
  'install.connect.title': 'Connect {crm}',
  'install.connect.intro': 'Pegel reads what sales metrics need, and writes nothing back.',
  'install.connect.newcomer':
    'This makes a company in Pegel, run by the person who agrees in the CRM. If the account had one before, it goes on there.',
  'install.connect.member': '{crm} is connected to {company}.',
  'install.connect.reads': 'What is read',
  'install.connect.never':
    'Contacts, e-mails and notes are not read. People are only counted, and never rated.',
  'install.connect.go': 'Go on to {crm}',
  'install.leaving': 'On to {crm}',
  'install.scope.needed': 'needed',
  'install.scope.optional': 'optional',
  'install.scope.oauth': 'Account: name, time zone, currency',
  'install.scope.crm.objects.deals.read': 'Deals, pipelines and stages',
  'install.scope.crm.objects.owners.read': 'Owners, to count teams',
  'install.scope.crm.objects.companies.read': 'Names of companies, as evidence behind a number',
  'install.scope.crm.objects.line_items.read': 'Line items, for recurring revenue',
  'install.scope.crm.objects.subscriptions.read': 'Subscriptions, for recurring revenue',
  'install.scope.settings.currencies.read': 'Exchange rates',
  'install.scope.settings.users.teams.read': 'Names of teams',
  'install.scope.api': 'Opportunities, accounts, contracts and the organization',
  'install.scope.refresh_token': 'Access at night as well, until the connection is cut',
  'install.scope.id': 'Who agrees: name and confirmed address',
  'install.where': 'Which organization?',
  'install.where.production': 'Production',
  'install.where.production.hint': 'Signs in at login.salesforce.com',
  'install.where.sandbox': 'Sandbox',
  'install.where.sandbox.hint': 'Signs in at test.salesforce.com',
  'install.where.domain': 'My Domain',
  'install.where.domain.hint': 'The organization’s own address, where the common sign-in is closed',
  'install.domain': 'Address of the organization',
  'install.domain.hint': 'For example company.my.salesforce.com',
  'install.failed.title': '{crm} is not connected',
  'install.failed.again': 'Try again',
  'install.failed.state':
    'The consent belongs to no attempt of this browser, or it came later than after ten minutes.',
  'install.failed.declined': 'It was declined in {crm}. Nothing was read.',
  'install.failed.not_installed':
    'The organization takes only apps that are installed. Install the package from AgentExchange first, then try again.',
  'install.failed.refused': '{crm} gave no access. Nothing was kept.',
  'install.failed.another_account': 'The answer belongs to another account than it says.',
  'install.failed.ask_administrator':
    'This account belongs to a company in Pegel already. Who runs it there can invite others, or connect it anew.',
  'install.failed.sign_in_first':
    'This address is known in Pegel already. Sign in first, then connect {crm} there.',
  'install.failed.by_invitation': 'New companies are made here by invitation only.',
  'install.failed.no_right':
    'Somebody else is signed in than at the beginning, or without the right to do this.',
} as const
