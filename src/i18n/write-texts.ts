/** Writes the texts as the Worker reads them: `wrangler.toml` has it run before each build. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { messages } from './messages.ts'

export function writeTexts(): void {
  const folder = new URL('./texts/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  for (const [locale, texts] of Object.entries(messages))
    writeFileSync(new URL(`${locale}.texts.json`, folder), JSON.stringify(texts))
}

if (import.meta.main) writeTexts()
