/** Teams across departments, and what their objectives serve. */
import type { processTeams as german } from './process-teams.de.ts'

export const processTeams: Record<keyof typeof german, string> = {
  'issue.alignment_circle': 'That would be a circle: {subject}. An objective cannot serve itself.',
  'issue.team_name_taken': 'There is a team “{subject}” already.',

  'teams.short': 'Teams',
  'teams.title': 'Teams',
  'teams.intro': 'A team takes in everyone who adds to its objectives, across departments and hierarchy.',
  'teams.none':
    'No team is described yet. Objectives name their team; here it is given a purpose and members.',
  'teams.new': 'New team',
  'teams.edit': 'Change team',
  'teams.save': 'Save team',
  'teams.name': 'Name',
  'teams.purpose': 'Purpose',
  'teams.purposeHint': 'What the team is there for, in one sentence.',
  'teams.members': 'Members',
  'teams.partOf': 'Part of {name}',
  'teams.part.none': 'not in the team',
  'teams.part.lead': 'leads',
  'teams.part.member': 'takes part',
  'teams.departmentOf': 'Department of {name}',
  'teams.departments': 'Departments: {list}',
  'teams.nobody': 'Nobody yet.',

  'map.title': 'Map of objectives',
  'map.short': 'Map',
  'map.intro': 'Each objective stands under what it serves. One that serves several stands under each.',
  'map.none': 'There is no objective in this cycle yet.',
  'map.through': 'serves “{title}”',
  'map.shared': 'together with {teams}',
  'map.align': 'Alignment',
  'map.alignFor': 'What “{title}” serves',
  'map.serves': 'Serves',
  'map.servesNone': 'There is no other objective yet that it could serve.',
  'map.sharedBy': 'Together with',
  'map.save': 'Save alignment',
  'map.alignIntro': 'An objective can serve other objectives or single key results, only not in a circle.',
}
