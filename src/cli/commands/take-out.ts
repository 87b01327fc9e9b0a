/** `export`: everything of the company, a page at a time. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parts, takeOutJson, takeOutZip } from '../../leaving/take-out.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { cliTexts } from '../texts.ts'

export interface TakeOutOptions {
  readonly format?: 'json' | 'csv'
  readonly to?: string
}

export async function takeOut(cli: Cli, { format = 'json', to }: TakeOutOptions): Promise<void> {
  const workspace = await cli.workspace()
  const all = parts(workspace, cli.runtime.deps.directory)
  const chunks = format === 'csv' ? takeOutZip(all) : takeOutJson(workspace, all)
  if (to !== undefined) {
    // Everything of a company: for nobody else on this machine.
    await pipeline(Readable.from(chunks), createWriteStream(to, { mode: 0o600 }))
    return
  }
  if (format === 'csv') throw new CommandFailed(cliTexts(cli.locale).csvNeedsFile)
  let text = ''
  for await (const chunk of chunks) text += chunk
  cli.out(text.trimEnd())
}
