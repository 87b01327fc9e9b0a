/**
 * Two places with the same CRMs: one for workerd, the other for the same story on files in this process. Begun when asked
 * for, so that the CRMs' clock, which stands still, is not far behind when the story begins.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toInstant } from '../../connectors/values/time.ts'
import { startCrms } from '../engines/crms.ts'
import { openFiles } from '../engines/places.ts'
import { type Told, tell } from '../engines/story.ts'

type Begun = Awaited<ReturnType<typeof startCrms>>

/** `POST /begin` answers with the `Crms` of workerd's place; `GET /told`, once it is over, with what was told on files. */
export async function startEngines(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const begun: Begun[] = []
  let onFiles: Promise<Told> | null = null

  async function begin(): Promise<unknown> {
    const base = toInstant(Date.now())
    const [edge, files] = [await startCrms(base), await startCrms(base)]
    begun.push(edge, files)
    onFiles = livedOnFiles(files)
    // Whoever asks for it is told.
    onFiles.catch(() => undefined)
    return edge.crms
  }

  const server = createServer((request, response) => {
    const answer = request.url === '/begin' ? begin() : onFiles
    Promise.resolve(answer).then(
      (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.stack : String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await Promise.all(begun.map((one) => one.close()))
    },
  }
}

async function livedOnFiles({ crms }: Begun): Promise<Told> {
  const place = await openFiles()
  return tell(place, crms).finally(() => place.close())
}
