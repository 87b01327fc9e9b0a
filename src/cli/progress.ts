/** How far a sync is: bars on a terminal, a plain line a stream otherwise. Always on standard error. */
import { MultiBar, Presets, type SingleBar } from 'cli-progress'
import type { Locale } from '../app-env.ts'
import { type CliTexts, cliTexts } from './texts.ts'

export interface SyncProgress {
  readonly source: string
  readonly stream: string
  readonly pages: number
  readonly records: number
  /** Null where the CRM does not tell. */
  readonly total: number | null
  readonly done: boolean
}

export interface ProgressView {
  update(progress: SyncProgress): void
  stop(): void
}

export function progressView(stream: NodeJS.WriteStream, nowMs: () => number, locale: Locale): ProgressView {
  const words = cliTexts(locale)
  return stream.isTTY ? bars(stream, nowMs, words) : lines(stream, words)
}

function bars(stream: NodeJS.WriteStream, nowMs: () => number, words: CliTexts): ProgressView {
  const multi = new MultiBar(
    { stream, format: words.bar, hideCursor: true, clearOnComplete: false },
    Presets.shades_classic,
  )
  const known = new Map<string, { bar: SingleBar; startedMs: number; total: number | null }>()
  return {
    update({ source, stream: name, pages, records, total, done }) {
      const key = `${source} ${name}`
      const entry = known.get(key) ?? {
        bar: multi.create(total ?? 1, 0, { name: key.padEnd(24), pages: 0, rate: 0 }),
        startedMs: nowMs(),
        total: null,
      }
      known.set(key, entry)
      // A CRM tells it once, with the first page of a walk.
      entry.total = total ?? entry.total
      const seconds = Math.max(0.001, (nowMs() - entry.startedMs) / 1000)
      entry.bar.setTotal(Math.max(1, entry.total ?? records, records))
      entry.bar.update(done && records === 0 ? 1 : records, { pages, rate: Math.round(records / seconds) })
    },
    stop: () => multi.stop(),
  }
}

function lines(stream: NodeJS.WriteStream, words: CliTexts): ProgressView {
  return {
    update({ source, stream: name, pages, records, done }) {
      if (done) stream.write(`${source} ${name}: ${words.streamDone(records, pages)}\n`)
    },
    stop: () => undefined,
  }
}
