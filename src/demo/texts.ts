/** What the demo company calls its objectives. Data of a company, so it stands beside the demo and not in the i18n. */
import type { Locale } from '../app-env.ts'

export interface DemoText {
  readonly growth: { readonly title: string; readonly description: string; readonly team: string }
  readonly pipeline: { readonly title: string; readonly description: string; readonly team: string }
  readonly retention: { readonly title: string; readonly description: string; readonly team: string }
  readonly onboarding: { readonly title: string; readonly description: string; readonly team: string }
  readonly wonRevenue: string
  readonly winRate: string
  readonly dealSize: string
  readonly bothCrms: string
  readonly wonBySalesforce: string
  readonly coverage: string
  readonly openBySalesforce: string
  readonly overdue: string
  readonly cycleDays: string
  readonly expansion: string
  readonly renewals: string
  readonly goLive: string
  readonly tickets: string
}

const de: DemoText = {
  growth: {
    title: 'Im Mittelstand spürbar wachsen',
    description: 'Mehr neue Kunden, ohne den Preis zum Argument zu machen.',
    team: 'Vertrieb Neukunden',
  },
  pipeline: {
    title: 'Eine Pipeline, auf die Verlass ist',
    description: 'Wer plant, soll sich auf Beträge und Termine stützen können.',
    team: 'Vertriebsleitung',
  },
  retention: {
    title: 'Kunden bleiben und bauen aus',
    description: 'Verlängern, bevor es eilig wird, und zeigen, was noch geht.',
    team: 'Bestandskunden',
  },
  onboarding: {
    title: 'Neue Kunden sind schnell produktiv',
    description: 'Vertrieb, IT, Produkt und Support tragen das gemeinsam.',
    team: 'Vertrieb, IT, Produkt und Support',
  },
  wonRevenue: 'Gewonnener Umsatz mit neuen Kunden',
  winRate: 'Abschlussquote bei neuen Kunden',
  dealSize: 'Durchschnittliche Abschlussgröße bei neuen Kunden',
  bothCrms: 'Abschlussquote, HubSpot zu 60 % und Salesforce zu 40 %',
  wonBySalesforce: 'Gewonnene Geschäfte, von Salesforce gezählt',
  coverage: 'Offene Pipeline deckt das Quartalsziel',
  openBySalesforce: 'Offene Pipeline laut Bericht in Salesforce',
  overdue: 'Offene Geschäfte mit verstrichenem Abschlussdatum',
  cycleDays: 'Verkaufsdauer (Median)',
  expansion: 'Gewonnener Umsatz aus Erweiterungen',
  renewals: 'Quote gewonnener Verlängerungen',
  goLive: 'Tage von der Unterschrift bis zum Start',
  tickets: 'Kunden, die nach 30 Tagen ohne offene Störung arbeiten',
}

const en: DemoText = {
  growth: {
    title: 'Grow noticeably in the mid-market',
    description: 'More new customers without making price the argument.',
    team: 'New business sales',
  },
  pipeline: {
    title: 'A pipeline we can rely on',
    description: 'Whoever plans should be able to trust amounts and dates.',
    team: 'Sales leadership',
  },
  retention: {
    title: 'Customers stay and expand',
    description: 'Renew before it gets urgent, and show what else is possible.',
    team: 'Customer sales',
  },
  onboarding: {
    title: 'New customers are productive quickly',
    description: 'Sales, IT, product and support carry this together.',
    team: 'Sales, IT, product and support',
  },
  wonRevenue: 'Revenue won with new customers',
  winRate: 'Win rate with new customers',
  dealSize: 'Average deal size with new customers',
  bothCrms: 'Win rate, HubSpot by 60 % and Salesforce by 40 %',
  wonBySalesforce: 'Deals won, counted by Salesforce',
  coverage: 'Open pipeline covers the quarter',
  openBySalesforce: 'Open pipeline by the report in Salesforce',
  overdue: 'Open deals past their close date',
  cycleDays: 'Sales cycle (median)',
  expansion: 'Revenue won from expansion',
  renewals: 'Share of renewals won',
  goLive: 'Days from signature to go-live',
  tickets: 'Customers without an open incident after 30 days',
}

export const demoTexts: Readonly<Record<Locale, DemoText>> = { de, en }
