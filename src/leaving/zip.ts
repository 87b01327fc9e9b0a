/**
 * Files in a ZIP archive, as a stream that holds one page at a time. Sixty lines of our own: they only store, and the
 * libraries that stream in workerd bring a compressor.
 */

export interface Entry {
  readonly name: string
  readonly content: AsyncIterable<string>
}

/** UTF-8 names; sizes follow the data, because nobody knows them before. */
const FLAGS = 0x0808
const VERSION = 20
const LARGEST = 0xffff_ffff
/** 1980-01-01: the archive's own time says nothing. */
const [TIME, DATE] = [0, 0x21]
const encoder = new TextEncoder()

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

function crc32(before: number, bytes: Uint8Array): number {
  let c = ~before >>> 0
  for (const byte of bytes) c = (table[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8)
  return ~c >>> 0
}

/** Little-endian fields: `[bytes, value]`. */
function record(...fields: readonly (readonly [2 | 4, number])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(fields.reduce((size, [bytes]) => size + bytes, 0)))
  let at = 0
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += bytes
  }
  return new Uint8Array(view.buffer)
}

export async function* zip(entries: Iterable<Entry>): AsyncGenerator<Uint8Array> {
  const central: Uint8Array[] = []
  let offset = 0
  const count = (bytes: Uint8Array) => {
    offset += bytes.byteLength
    if (offset > LARGEST) throw new RangeError('An archive of this form holds 4 GB at most.')
    return bytes
  }
  for (const { name, content } of entries) {
    const [path, start] = [encoder.encode(name), offset]
    const common = [
      [2, VERSION],
      [2, FLAGS],
      [2, 0],
      [2, TIME],
      [2, DATE],
    ] as const
    yield count(record([4, 0x04034b50], ...common, [4, 0], [4, 0], [4, 0], [2, path.length], [2, 0]))
    yield count(path)
    let [crc, size] = [0, 0]
    for await (const text of content) {
      const bytes = encoder.encode(text)
      crc = crc32(crc, bytes)
      size += bytes.byteLength
      yield count(bytes)
    }
    const told = [
      [4, crc],
      [4, size],
      [4, size],
    ] as const
    yield count(record([4, 0x08074b50], ...told))
    const rest = [
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
    ] as const
    central.push(
      record([4, 0x02014b50], [2, VERSION], ...common, ...told, [2, path.length], ...rest, [4, start]),
      path,
    )
  }
  const [start, files] = [offset, central.length / 2]
  for (const bytes of central) yield count(bytes)
  yield record(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files],
    [2, files],
    [4, offset - start],
    [4, start],
    [2, 0],
  )
}
