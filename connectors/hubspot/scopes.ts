/** What the app asks for, as its project file says: a scope that is in one of them alone blocks the installation. */
export const scopes = {
  required: ['oauth', 'crm.objects.deals.read', 'crm.objects.owners.read'],
  /** Names of companies, recurring revenue, rates, teams: an account without them is read without them. */
  optional: [
    'crm.objects.companies.read',
    'crm.objects.line_items.read',
    'crm.objects.subscriptions.read',
    'settings.currencies.read',
    'settings.users.teams.read',
  ],
} as const
