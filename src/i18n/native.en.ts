/** Numbers that a CRM works out itself. English. */
import type { native as german } from './native.de.ts'

export const native: Record<keyof typeof german, string> = {
  'origin.native': 'From Salesforce',
  'krForm.origin.nativeHint': 'Salesforce works it out: a SOQL query, or the grand total of a report.',

  'native.fields': 'What do we ask Salesforce?',
  'native.connection': 'Connection',
  'native.question': 'SOQL query, or id or address of a report',
  'native.questionHint':
    'Fixed dates are better than “this quarter”: what goes with the calendar is not asked any more once the cycle is over. Percent fields give 42.5 for 42.5%.',
  'native.confirm': 'It is not about single persons',
  'native.confirmText':
    'I have made sure that the number is not narrowed to a few people. Pegel cannot see that in every question.',

  'native.title': 'A number of Salesforce',
  'native.report': 'Grand total of the report {title}',
  'native.reportPlain': 'Grand total of a report',
  'native.soql': 'Answer to a SOQL query',
  'native.rights': 'Worked out as {user}, profile {profile}: it counts what this user sees.',
  'native.rightsUser':
    'Worked out as {user}: it counts what this user sees. Salesforce does not tell the profile.',
  'native.rightsUnknown':
    'It counts what the user of the connection sees. Salesforce does not tell who that is.',
  'native.scope': 'Scope of the report: {scope}',
  'native.moves': 'The question goes with the calendar. Once the cycle is over it is not asked any more.',
  'native.people': '{n, plural, one {One person stands} other {# people stand}} behind it',
  'native.asked': 'Last asked: {instant}',
  'native.notAsked': 'Not asked yet. That happens in the coming night.',
  'native.trouble': 'Last time there was no number; the last good value holds.',
  'native.confirmed': 'When it was saved, somebody confirmed that it is not about single persons.',
  'native.foreign':
    'Salesforce worked out this number. Which deals are behind it, what moved it and what it was before, it does not say: its course is what Pegel has recorded each night.',

  'health.purpose.native': 'The CRM’s own numbers',
  'health.native.title': 'The CRM’s own numbers',
  'health.native.well': '{n, plural, one {One number came} other {# numbers came}} in last time.',
  'health.native.sick':
    '{sick, plural, one {One} other {#}} of {n} {n, plural, one {number} other {numbers}} did not come in last time. The last good values hold.',

  'issue.native_foreign':
    'Salesforce worked out this number. Which deals are behind it, what moved it and what it was before, it does not say.',
  'issue.native_empty': 'The query or the report is missing.',
  'issue.native_too_long': 'The query is longer than {subject} characters. A single number needs less.',
  'issue.native_not_a_read':
    'Only queries that read are possible: they begin with SELECT and hold no FOR VIEW, FOR REFERENCE, FOR UPDATE, UPDATE TRACKING or VIEWSTAT.',
  'issue.native_no_aggregate':
    'The query adds nothing up. It needs exactly one aggregate function, such as SELECT SUM(Amount) FROM Opportunity.',
  'issue.native_several_columns':
    '{subject} columns came instead of one. Ask for one aggregate function only.',
  'issue.native_fields_all':
    'FIELDS() gives fields and no number. Ask for an aggregate function such as SUM(Amount).',
  'issue.native_persons':
    '{subject} narrows to persons or groups by them. Pegel rates nobody: ask without fields of owners and users.',
  'issue.native_own_scope':
    'With {subject} only what belongs to one user or their team counts. Ask over all records.',
  'issue.native_no_report_id':
    'There is no report id in it. It begins with 00O and stands in the address of the opened report.',
  'issue.native_nothing': 'No row came back. Does the HAVING condition fit any group?',
  'issue.native_rows': '{subject} rows came instead of one. Leave out GROUP BY, or narrow it to one group.',
  'issue.native_text':
    'What came back is no number but text, a date or yes/no. Use SUM, AVG or COUNT over a field of numbers.',
  'issue.native_null':
    'An empty value came back: no record fits, or the field is empty in all of them. Check the conditions; COUNT gives 0 then.',
  'issue.native_too_big': '{subject} is larger than a value can be here. Are field and unit right?',
  'issue.native_not_whole': '{subject} is no whole number. Choose another unit, or ask for COUNT.',
  'issue.native_not_summary':
    'This is no summary report but {subject}. Group the report by a field, so that its format is SUMMARY.',
  'issue.native_no_total':
    'The report has no grand total. Summarise a column, for example the sum of the amount.',
  'issue.native_several_totals':
    'The report has several totals: {subject}. Let it summarise one of them only.',
  'issue.native_incomplete':
    'The report is too large, Salesforce does not give all of it. Filter it further, or ask for the number as a SOQL query.',
  'issue.native_currency':
    'The amount is in {subject} and not in the company’s currency. Pegel does not convert foreign totals: switch the report to that currency, or choose another unit.',
  'issue.native_few_people':
    'Only {subject, plural, one {one person stands} other {{subject} people stand}} behind the number. That is too few; ask more widely.',
  'issue.native_unconfirmed':
    'Whether it is about single persons, Pegel cannot see here. Please make sure and confirm.',
  'issue.native_malformed': 'Salesforce does not understand the question. It says: {subject}',
  'issue.native_timeout':
    'Salesforce takes too long to answer. Narrow the question, best by a date. It says: {subject}',
  'issue.native_no_rights':
    'The user of the connection lacks a right for that, or too many reports were run within an hour. Check sharing and rights. Salesforce says: {subject}',
  'issue.native_report_gone':
    'The report does not exist any more, or is not shared with the user of the connection. Salesforce says: {subject}',
  'issue.native_unavailable': 'Salesforce does not answer right now ({subject}). Please try again later.',
  'issue.native_not_offered': 'This connection answers no questions of one’s own. Only Salesforce does.',
  'issue.native_not_connected': 'This connection does not exist, or is disconnected: {subject}',
}
