import { expect, test } from 'vitest'
import { parseInput } from '../../../src/okr/input.ts'
import { keyResultInput, objectiveInput } from '../../../src/okr/types.ts'

test('what is missing is required, what is there and wrong is not, and each names its field', () => {
  const objective = { cycleId: 'c', title: 'Grow', team: 'North' }
  const window = { from: '2026-10-01', to: '2026-13-01' }
  const keyResult = { objectiveId: 'o', title: 'Win', kind: 'reach', origin: 'metric' }
  const examples = [
    [objectiveInput, { ...objective, title: '' }, 'title', 'required'],
    [objectiveInput, { ...objective, title: undefined }, 'title', 'required'],
    [objectiveInput, { ...objective, title: 7 }, 'title', 'invalid'],
    [objectiveInput, { ...objective, title: 'x'.repeat(201) }, 'title', 'invalid'],
    [objectiveInput, { ...objective, owner: 'Anna' }, 'owner', 'invalid'],
    [objectiveInput, null, '', 'required'],
    [keyResultInput, { ...keyResult, weight: Number.NaN }, 'weight', 'invalid'],
    [keyResultInput, { ...keyResult, definition: { metric: 'won_deals' } }, 'definition.window', 'required'],
    [
      keyResultInput,
      { ...keyResult, definition: { metric: 'won_deals', window } },
      'definition.window.to',
      'day',
    ],
  ] as const
  for (const [schema, raw, field, code] of examples) {
    expect(parseInput(schema, raw)).toEqual({ ok: false, issues: [{ field, code }] })
  }
  expect(parseInput(objectiveInput, objective)).toEqual({
    ok: true,
    value: { ...objective, description: null },
  })
})
