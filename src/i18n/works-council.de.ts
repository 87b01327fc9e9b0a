/** Schutz der Beschäftigten: was gelesen wird, wer was sehen darf, wie viele hinter einer Zahl stehen. */
export const worksCouncil = {
  'issue.minimum_floor': 'Weniger als {subject} Personen sind nie genug: einzelne wären zu erkennen.',
  'issue.minimum_unchanged': 'Die Mindestzahl ist bereits {subject}.',
  'issue.proposal_open': 'Ein anderer Vorschlag wartet noch auf eine Antwort.',
  'issue.proposal_closed': 'Über diesen Vorschlag ist schon entschieden, oder er ist verfallen.',
  'issue.same_person':
    'Wer vorschlägt, stimmt nicht zu: es braucht eine zweite Person in einer anderen Rolle.',
} as const
