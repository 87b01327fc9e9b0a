/** Draft of a works agreement, filled with the settings in force. Paragraphs are counted by section. */
import type { agreement as german } from './agreement.de.ts'

export const agreement: Record<keyof typeof german, string> = {
  'agreement.short': 'Draft of a works agreement',
  'agreement.title': 'Works agreement on the use of Pegel',
  'agreement.pageIntro':
    'A draft with the settings in force on {day}. It can be printed, and downloaded as a text file.',
  'agreement.draft':
    'A draft and no legal advice. It needs a legal review before it is concluded. Places in square brackets are to be filled in. References are to the German Works Constitution Act (BetrVG).',
  'agreement.download': 'Download as Markdown',
  'agreement.section': 'Section {n} {title}',
  'agreement.annex': 'Annex {n}: {title}',
  'agreement.between': 'Between',
  'agreement.employer': '{company}, [address], represented by [name] – hereinafter: the employer –',
  'agreement.and': 'and',
  'agreement.council':
    'the works council of {company}, represented by [name] – hereinafter: the works council –',
  'agreement.concluded': 'the following works agreement is concluded:',

  'agreement.preamble': 'Preamble',
  'agreement.preamble.1':
    'The employer uses Pegel to follow jointly agreed goals of teams (objectives and key results) by numbers from the CRM. Works council and employer agree that this serves joint steering and not the appraisal of single employees.',

  'agreement.scope': 'Subject and scope',
  'agreement.scope.1':
    'This agreement governs the introduction, operation and change of Pegel under section 87 (1) no. 6 BetrVG. In substance it covers all evaluations, views, interfaces and files that Pegel provides.',
  'agreement.scope.2':
    'It applies to all employees of the establishment [place], with the exception of executives within the meaning of section 5 (3) BetrVG.',

  'agreement.purpose': 'Purpose',
  'agreement.purpose.1':
    'Data is processed exclusively to measure, explain and discuss the progress of goals at the level of the company and its teams.',
  'agreement.purpose.2':
    'Processing for other purposes is excluded. A new purpose requires a change of this agreement.',

  'agreement.control': 'No monitoring of performance and conduct',
  'agreement.control.1':
    'Pegel is not used to monitor the performance or conduct of single employees. Rankings and comparisons of people, and evaluations about single people, do not take place and are not provided for technically.',
  'agreement.control.2':
    'Numbers from Pegel feed neither remuneration nor target agreements with single employees, appraisals, promotions or other personnel measures. Nothing is transmitted to systems of HR administration.',
  'agreement.control.3':
    'Findings obtained in breach of this agreement must not be used to the disadvantage of employees. Personnel measures based on them are ineffective and have to be reversed.',

  'agreement.data': 'Data processed',
  'agreement.data.1':
    'The fields listed in Annex 1 are read from {connections}. Pegel writes nothing into the CRM.',
  'agreement.data.2':
    'Contacts, e-mails, notes, calls, meetings and fields that refer to a person are not read. The owner of a deal is stored as a keyed hash only, which serves to count people and nothing else; name and address of the owner are not stored.',
  'agreement.data.3':
    'Of members, name, e-mail address and role are stored, and the texts they write themselves. IP addresses and locations are not stored.',

  'agreement.minimum': 'Minimum number of people',
  'agreement.minimum.1':
    'A number about a part of the company is shown only when at least {minimum} people stand behind it. What counts are the distinct owners of all deals in the selection over the last twelve months, whatever period is shown. Fewer than {floor} people are excluded.',
  'agreement.minimum.2':
    'Several numbers together must not let a group below the minimum be recognised either. Definitions that would allow it are refused. When a group falls below the minimum later, its values are hidden, past ones included.',
  'agreement.minimum.3':
    'The total of the whole company alone is exempt. {people, plural, =-1 {How many people stand behind it is shown in Pegel} =0 {When this draft was made, nobody stood behind it yet} one {When this draft was made, # person stood behind it} other {When this draft was made, # people stood behind it}}.',
  'agreement.minimum.4':
    'The minimum is changed jointly only: the role administration proposes, and the change takes effect with the consent of the role auditor. The same person cannot do both. Without consent a proposal lapses after {proposalDays} days. Each change is recorded with person, time, old and new value.',

  'agreement.access': 'Roles and access',
  'agreement.access.1':
    'Only people with a role have access. Roles and rights are listed exhaustively in Annex 2.',
  'agreement.access.2':
    'The role auditor is reserved for the works council and the data protection officer. In this role settings and logs can be read, and no numbers of sales. The works council names who holds the role.',
  'agreement.access.3':
    'The role coach is given to people from outside for a limited time only, and allows no look at single deals.',

  'agreement.logs': 'Logs',
  'agreement.logs.1':
    'Pegel records who looked at or downloaded which number and when. The log is kept for {viewDays} days and deleted then.',
  'agreement.logs.2':
    'The log can be read in the role auditor only, and serves nothing but the control of this agreement. Reading it is recorded too. An evaluation by person, such as of how often or how long somebody uses Pegel, is excluded.',
  'agreement.logs.3':
    'Whoever runs the database technically must not look into the logs, except to remedy a fault; the works council is to be told beforehand.',

  'agreement.keeping': 'Retention',
  'agreement.keeping.1':
    'The periods are listed in Annex 3. Extending one requires the consent of the works council.',
  'agreement.keeping.2':
    'When the last connection to a CRM is cut, all data is deleted {leavingDays, plural, =0 {at once} one {after # day} other {after # days}}.',

  'agreement.changes': 'Changes',
  'agreement.changes.1':
    'New fields from the CRM, new roles or rights, longer periods, new connections, and functions that process data of employees in another way require the consent of the works council before they are introduced.',
  'agreement.changes.2':
    'New metrics within the limits of this agreement may be set up without separate consent. The works council can look at the definitions in force, with the number of people behind each, at any time.',

  'agreement.employees': 'Rights of employees',
  'agreement.employees.1':
    'All members can read in Pegel at any time what is read, kept and shown. The employer informs all employees before the introduction, in plain words and during working hours.',
  'agreement.employees.2':
    'Whoever points to a breach of this agreement or asks for information must suffer no disadvantage from it. Taking part in anonymous feedback is voluntary.',

  'agreement.rights': 'Rights of the works council',
  'agreement.rights.1':
    'The works council is given the role auditor and can check compliance with this agreement at any time. On request the functions of Pegel are demonstrated.',
  'agreement.rights.2':
    'For its review the works council may call in experts by further agreement (section 80 (3) BetrVG).',

  'agreement.protection': 'Data protection',
  'agreement.protection.1':
    'Processing follows the General Data Protection Regulation and the Federal Data Protection Act. The employer documents the legal basis, the record of processing activities and, where required, the data protection impact assessment: [reference].',
  'agreement.protection.2':
    'Processors: [provider, place, subject]. The works council is to be told of a change in good time beforehand.',

  'agreement.disputes': 'Disagreements',
  'agreement.disputes.1':
    'On the interpretation and application of this agreement both sides negotiate with the will to agree. Failing that, the conciliation committee decides under section 87 (2) BetrVG.',

  'agreement.force': 'Entry into force and termination',
  'agreement.force.1':
    'This agreement enters into force when signed and can be terminated with three months notice to the end of a calendar quarter. It continues to apply until a new agreement is concluded.',
  'agreement.force.2':
    'Should a provision be ineffective, the others remain valid. It is replaced by a rule that comes closest to what both sides wanted. The annexes are part of this agreement.',
  'agreement.place': '[Place], [date]',
  'agreement.signEmployer': 'For the employer',
  'agreement.signCouncil': 'For the works council',

  'agreement.annex.data': 'Fields that are read',
  'agreement.annex.roles': 'Roles and rights',
  'agreement.annex.keeping': 'Periods',
  'agreement.annex.extra': 'Fields of deals chosen in addition: {names}',
  'agreement.noConnection': '[no CRM connected yet]',
  'agreement.role': 'Role',
  'agreement.rightsOf': 'Rights',
}
