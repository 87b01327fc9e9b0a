/** What the program tells a card, looked at before it is believed. Null: no answer of ours. */
export function answerFrom(text) {
  let raw
  try {
    raw = JSON.parse(text)
  } catch {
    return null
  }
  if (!isRecord(raw)) return null
  if (raw.ok === false) return [raw.code, raw.title, raw.text].every(isText) ? raw : null
  const { kind, words, keyResults, notes, url } = raw
  const whole =
    raw.ok === true &&
    (kind === 'deal' || kind === 'company') &&
    isRecord(words) &&
    Array.isArray(keyResults) &&
    keyResults.every(isKeyResult) &&
    Array.isArray(notes) &&
    notes.every(isText) &&
    isText(url)
  return whole ? raw : null
}

function isKeyResult(raw) {
  return (
    isRecord(raw) && [raw.id, raw.title, raw.url, raw.value, raw.part].every(isText) && isRecord(raw.status)
  )
}

function isRecord(raw) {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
}

function isText(raw) {
  return typeof raw === 'string'
}
