/** `demo next-day`: the demo company lives one more day, and its night runs. Works beside a running server. */
import { addDays } from '../../../connectors/values/time.ts'
import { playNight } from '../../demo/play.ts'
import { isPlayed } from '../../demo/start.ts'
import { boardTable } from '../board-table.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { progressView } from '../progress.ts'
import { cliTexts } from '../texts.ts'
import { report, withSandboxes } from './sync.ts'

export async function nextDay(cli: Cli): Promise<void> {
  const { demo, runtime, realNowMs } = cli
  const state = demo?.read()
  if (demo == null || state == null) throw new CommandFailed(cliTexts(cli.locale).noDemo)
  await withSandboxes(cli, async () => {
    const progress = progressView(process.stderr, realNowMs, cli.locale)
    const play = { runtime, file: demo, realNowMs, onProgress: progress.update }
    // A day that was begun by a command that was killed is finished first.
    const day = (await isPlayed(play, state.day)) ? addDays(state.day, 1) : state.day
    const result = await playNight(play, day).finally(progress.stop)
    if (cli.json) return report(cli, result)
    cli.out(await boardTable(await cli.workspace(), cli.locale, runtime.deps.now()))
  })
}
