/** Teams über Abteilungen hinweg, und wozu ihre Ziele beitragen. */
export const processTeams = {
  'issue.alignment_circle': 'Das ginge im Kreis: {subject}. Ein Ziel kann nicht zu sich selbst beitragen.',
  'issue.team_name_taken': 'Ein Team „{subject}“ gibt es schon.',

  'teams.short': 'Teams',
  'teams.title': 'Teams',
  'teams.intro':
    'Ein Team nimmt alle auf, die zu seinen Zielen beitragen, über Abteilungen und Hierarchie hinweg.',
  'teams.none':
    'Noch ist kein Team beschrieben. Ziele nennen ihr Team beim Namen; hier bekommt es Zweck und Mitglieder.',
  'teams.new': 'Neues Team',
  'teams.edit': 'Team ändern',
  'teams.save': 'Team speichern',
  'teams.name': 'Name',
  'teams.purpose': 'Zweck',
  'teams.purposeHint': 'Wozu es das Team gibt, in einem Satz.',
  'teams.members': 'Mitglieder',
  'teams.partOf': 'Aufgabe von {name}',
  'teams.part.none': 'nicht im Team',
  'teams.part.lead': 'leitet',
  'teams.part.member': 'arbeitet mit',
  'teams.departmentOf': 'Abteilung von {name}',
  'teams.departments': 'Abteilungen: {list}',
  'teams.nobody': 'Noch niemand.',

  'map.title': 'Landkarte der Ziele',
  'map.short': 'Landkarte',
  'map.intro': 'Jedes Ziel steht unter dem, wozu es beiträgt. Was zu mehreren beiträgt, steht unter jedem.',
  'map.none': 'In diesem Zyklus gibt es noch kein Ziel.',
  'map.through': 'trägt bei zu „{title}“',
  'map.shared': 'gemeinsam mit {teams}',
  'map.align': 'Beitrag',
  'map.alignFor': 'Wozu „{title}“ beiträgt',
  'map.serves': 'Trägt bei zu',
  'map.servesNone': 'Es gibt noch kein anderes Ziel, zu dem es beitragen könnte.',
  'map.sharedBy': 'Gemeinsam mit',
  'map.save': 'Beitrag speichern',
  'map.alignIntro':
    'Ein Ziel kann zu anderen Zielen oder einzelnen Schlüsselergebnissen beitragen, nur nicht im Kreis.',
} as const
