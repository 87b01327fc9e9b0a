/** How the cycle of a key result may end. */
import { readForecast } from '../forecast/read.ts'
import { can } from '../okr/roles.ts'
import type { Add } from './endpoint.ts'
import { forecastView } from './forecast-schemas.ts'
import { Refusal } from './problem.ts'

export function forecastEndpoints(add: Add): void {
  add({
    ...{ action: 'board.read', method: 'get', path: '/key-results/{id}/forecast', tag: 'Key results' },
    summary:
      'How its cycle may end, how wrong that was in past cycles, and which open deals would close the gap',
    answer: forecastView,
    async handle({ workspace, id, now, session: { role } }) {
      const answer = await readForecast(workspace, id, now, { evidence: can(role, 'evidence.read') })
      switch (answer.kind) {
        case 'forecast':
          return answer.view
        case 'foreign':
          throw new Refusal('invalid', [{ field: 'id', code: 'native_foreign' }])
        case 'none':
        case 'no_forecast':
        case 'hidden':
          throw new Refusal('not_found')
        default:
          return answer satisfies never
      }
    },
  })
}
