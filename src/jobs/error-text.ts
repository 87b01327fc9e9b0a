/** An error as one line for a log or a run: drizzle's messages carry the values of a statement, which stay out. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown'
  const message = error.message.split('\nparams:')[0] ?? ''
  return `${error.name}: ${message}`.replaceAll(/\s+/g, ' ').slice(0, 300)
}
