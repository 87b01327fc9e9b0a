/** Where a consent page sends people back, exactly as the apps have it registered. */
export function redirectUri(publicUrl: string, crm: string): string {
  return `${publicUrl}/connect/${crm}/callback`
}
