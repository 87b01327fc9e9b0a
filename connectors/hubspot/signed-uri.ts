/** The address as HubSpot signs it. */
const decoded: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
}

/** Decodes the escapes on HubSpot's list and no others: a space, `&`, `=`, `+` and `%` stay escaped. */
export function decodeSigned(uri: string): string {
  return uri.replace(/%[0-9A-F]{2}/g, (code) => decoded[code] ?? code)
}

/** HubSpot was seen to sign the decoded address and the raw one, and nobody knows of lower-case escapes. */
export function signedForms(uri: string): string[] {
  const lower = uri.replace(/%[0-9a-f]{2}/gi, (code) => decoded[code.toUpperCase()] ?? code)
  return [...new Set([decodeSigned(uri), uri, lower])]
}
