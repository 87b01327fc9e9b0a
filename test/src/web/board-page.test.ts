import { expect, test } from 'vitest'
import { liveScript } from '../../../src/web/assets.ts'
import { boardPage } from '../../../src/web/board-page.ts'
import { pageContext, text } from '../../support/page-context.ts'
import { board, cycles, everyState, movedBoard, objective, sources } from '../../support/views.ts'

const german = pageContext()
const plain = (page: string) => page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const shown = async (view = board(), ctx = german) => plain(await text(boardPage(view, cycles, ctx)))

test('the board shows value, target, progress, pace, change with its day, and status in words', async () => {
  const page = await shown(board({ objectives: [objective({ keyResults: everyState.slice(0, 1) })] }))
  for (const words of ['1,24 Mio. €', 'Ziel 2 Mio. €', 'Fortschritt 62 %', 'Soll 59 %', '+42.800 €'])
    expect(page).toContain(words)
  expect(page).toContain('seit 22. Nov.')
  expect(page).toContain('im Plan')
  expect(page).toContain('Stand vor 4 Stunden')
})

test('progress below the start and beyond the target is shown as it is, and drawn within the bar', async () => {
  const html = await text(boardPage(board(), cycles, german))
  expect(plain(html)).toContain('Fortschritt −8 %')
  expect(plain(html)).toContain('Fortschritt 112 %')
  const widths = [...html.matchAll(/width="([\d.-]+)%"/g)].map((m) => Number(m[1]))
  expect(widths.length).toBeGreaterThan(10)
  expect(widths.every((w) => w >= 0 && w <= 100)).toBe(true)
})

test('what is not rated says why and has no colour of success', async () => {
  const unrated = everyState.filter((k) => ['stale', 'incomplete', 'broken', 'no_data'].includes(k.status))
  const html = await text(
    boardPage(board({ objectives: [objective({ keyResults: unrated, status: 'stale' })] }), cycles, german),
  )
  expect(html).not.toContain('tone-good')
  expect(html).not.toContain('class="water"')
  for (const words of [
    'Für den letzten abgeschlossenen Tag fehlt ein Wert.',
    'Für mindestens eine Währung fehlt der Kurs.',
    'Die Phase „Angebot verschickt“ gibt es im CRM nicht mehr.',
    'Es gibt noch keinen Wert.',
  ])
    expect(plain(html)).toContain(words)
})

test('an objective says how many of its key results are rated', async () => {
  expect(await shown(board({ objectives: [objective({ rated: 2 })] }))).toContain('2 von 3 bewertet')
})

test('a refused connection asks to reconnect and keeps its age', async () => {
  const page = await shown()
  expect(page).toContain('Salesforce: Neu verbinden')
  expect(page).toContain('Das CRM lehnt den Zugang ab.')
  expect(page).toContain('Stand vor 4 Tagen')
  expect(page).toContain('3 Datensätze nicht lesbar')
})

test('each beginning has its own words: no cycle, no objective, no connection, first import', async () => {
  expect(plain(await text(boardPage(null, [], german)))).toContain('Ersten Zyklus anlegen')
  expect(await shown(board({ objectives: [] }))).toContain('Erstes Objective anlegen')
  expect(await shown(board({ sources: [] }))).toContain('Noch kein CRM verbunden')
  const waiting = sources.slice(0, 1).map((s) => ({ ...s, dataThrough: null }))
  expect(await shown(board({ sources: waiting }))).toContain('Der erste Import läuft')
})

test('who may not change goals is offered no button to do so', async () => {
  const reader = pageContext({ may: () => false })
  const html = await text(boardPage(board(), cycles, reader))
  expect(html).not.toContain('/new')
  expect(await text(boardPage(null, [], reader))).not.toContain('/new')
})

test('titles from people cannot become markup', async () => {
  const html = await text(
    boardPage(board({ objectives: [objective({ title: '<script>x</script>' })] }), cycles, german),
  )
  expect(html).not.toContain('<script')
  expect(html).toContain('&lt;script&gt;')
})

test('no page needs a script or a style of its own', async () => {
  const html = await text(boardPage(board(), cycles, german))
  expect(html).not.toMatch(/<script|\sstyle=|\son[a-z]+=/)
})

test('a page that moves by itself brings one script of ours, and none in its text', async () => {
  const html = await text(boardPage(board(), cycles, german, 'mark'))
  expect(html.match(/<script[^>]*>/g)).toEqual([
    `<script src="${liveScript.path}" data-path="/live" data-seen="&quot;mark&quot;" defer>`,
  ])
  expect(html).toContain('defer></script>')
})

test('a value moved by a push stands beside the official one, in words, and changes no status', async () => {
  const html = await text(boardPage(movedBoard(), cycles, german))
  const rows = html.split('<li class="kr"').slice(1).map(plain)
  expect(rows[0]).toContain('1,24 Mio. €')
  expect(rows[0]).toContain(
    'Heute, vorläufig um 07:58 1,29 Mio. € +50.000 € seit dem Nachtwert Fortschritt 65 %',
  )
  expect(rows[0]).toContain('im Plan')
  expect(rows[2]).toContain('Heute, vorläufig um 07:58 Im Zeitraum wurde kein Deal abgeschlossen.')
  expect(rows[3]).toContain('24,4 % −6,9 Pp. seit dem Nachtwert außerhalb des Bands')
  expect(await text(boardPage(board(), cycles, german))).not.toContain('vorläufig')
  expect(await text(boardPage(movedBoard(), cycles, pageContext({ locale: 'en' })))).toContain(
    'Today, provisional',
  )
})

test('the footer promises that no number feeds pay or appraisal', async () => {
  expect(await shown()).toContain('Keine Zahl hier fließt in Gehalt oder Beurteilung ein.')
  expect(await shown(board(), pageContext({ locale: 'en' }))).toContain(
    'No number here feeds pay or appraisal.',
  )
})

test('the menu says which language and appearance are chosen', async () => {
  const html = await text(boardPage(board(), cycles, pageContext({ theme: 'dark' })))
  const pressed = [...html.matchAll(/value="(\w+)" aria-pressed="(\w+)"/g)].map((m) => `${m[1]} ${m[2]}`)
  expect(pressed).toEqual(['de true', 'en false', 'auto false', 'light false', 'dark true'])
})
