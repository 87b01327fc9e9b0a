/** The body of a request as the text that was signed: byte for byte, up to a limit. */

/** `unreadable` is text in no encoding a CRM signs. Stops reading at the limit, whatever the length header said. */
export async function bodyOf(
  request: Request,
  maxBytes: number,
): Promise<string | 'too_large' | 'unreadable'> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return 'too_large'
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) return 'too_large'
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  try {
    // A byte order mark is signed like any other byte.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return 'unreadable'
  }
}
