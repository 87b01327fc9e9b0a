/** Where the field publishes what it means, as read on 1 December 2026. Definitions are restated in our words. */
export const sources = {
  cmTable: ['Data Table and MRR Movements', 'https://help.chartmogul.com/hc/en-us/articles/203299912'],
  cmChanges: [
    'ChartMogul on subscription changes',
    'https://help.chartmogul.com/hc/en-us/articles/201244842',
  ],
  cmChurn: [
    'Metric: MRR Churn Rate',
    'https://help.chartmogul.com/hc/en-us/articles/203359341-Metric-MRR-Churn-Rate',
  ],
  cmNet: [
    'Chart: Net MRR Churn Rate',
    'https://help.chartmogul.com/hc/en-us/articles/4414075567250-Metric-Net-MRR-Churn-Rate',
  ],
  cmUnderstanding: [
    'Understanding MRR movements',
    'https://help.chartmogul.com/hc/en-us/articles/4416682609426-Understanding-MRR-movements',
  ],
  phModule: [
    'Revenue module overview',
    'https://support.planhat.com/en/articles/5538129-revenue-module-overview',
  ],
  phLicenses: [
    'Working with Licenses',
    'http://support.planhat.com/en/articles/1608976-working-with-licenses',
  ],
  phChurned: [
    'Difference between logging an account & a license as churned',
    'https://support.planhat.com/en/articles/1759194-difference-between-logging-an-account-a-license-as-churned',
  ],
  phSettings: [
    'Settings in the Revenue Module',
    'http://support.planhat.com/en/articles/6320633-settings-in-the-revenue-module',
  ],
  phModel: ['Data Model: License', 'https://help.planhat.com/en/articles/11642904-data-model-license'],
  hsTrack: [
    'Track recurring revenue in HubSpot',
    'https://knowledge.hubspot.com/deals/track-recurring-revenue-with-revenue-analytics',
  ],
  hsDeals: [
    'Recurring Revenue Deals, Upgrades, Downgrades, Churns, Renewals and Line Items',
    'https://community.hubspot.com/t5/128172-RevOps-Discussions/Recurring-Revenue-Deals-Upgrades-Downgrades-Churns-Renewals-and/td-p/846885',
  ],
  hsRate: ['Retention Rate', 'https://www.hubspot.com/glossary/retention-rate'],
  hsArr: ['Annual Recurring Revenue', 'https://www.wthubspot.com/glossary/annual-recurring-revenue'],
  hsSnapshots: [
    'HubSpot CRM revenue reporting: MRR, NRR, churn',
    'https://blog.revpartners.io/en/revops-articles/hubspot-crm-revenue-reporting-mrr-nrr-churn-2025',
  ],
  sfRate: [
    'Customer renewal rate (Salesforce)',
    'https://kpitree.co/integrations/salesforce/customer-renewal-rate',
  ],
  sfDollars: [
    'How to calculate renewal rate in Salesforce',
    'https://slaesforce-faq.com/how-to-calculate-renewal-rate-in-salesforce',
  ],
  sfKeep: [
    'How to calculate retention rate in Salesforce',
    'https://slaesforce-faq.com/how-to-calculate-retention-rate-in-salesforce',
  ],
  sfCpq: ['How to track ARR with Salesforce CPQ', 'https://sf9to5.com/2025/02/11/how-to-track-arr-cpq'],
  sfArr: [
    'Salesforce annual recurring revenue',
    'https://revlitix.com/glossary/salesforce-annual-recurring-revenue-arr',
  ],
  sfRetention: [
    'Salesforce customer retention',
    'https://influencerdb.net/campaign-strategy/salesforce-customer-retention',
  ],
  klipfolio: ['GRR vs NRR', 'https://www.klipfolio.com/metrics/difference/grr-vs-nrr/'],
  bigdelta: ['NRR vs GRR', 'https://bigdelta.com/library/metrics/nrr-vs-grr'],
  metrickit: ['NRR vs GRR Calculator', 'https://metrickittools.com/saas-metrics/nrr-vs-grr-calculator'],
  baremetrics: [
    'NEW METRIC: Net Revenue Retention',
    'https://changelog.baremetrics.com/new-metric-net-revenue-retention-2BOJIA',
  ],
  pulse: ['Gross retention vs net retention', 'https://pulserevops.com/sales-trainings/q97'],
  superleap: ['Gross revenue retention', 'https://www.superleap.com/blog/sales/gross-revenue-retention'],
  renewals: ['Renewal Rate', 'https://creativeg.gr/glossary/renewal-rate/'],
  predict: ['Predict-Churn', 'https://github.com/Brett777/Predict-Churn'],
} as const satisfies Record<string, readonly [title: string, address: string]>
