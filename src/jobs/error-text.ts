/**
 * An error as one line for a log or a run. Drizzle's messages carry the values of a statement, and a text that is no JSON
 * is quoted by the engine: both may hold data of the company and stay out.
 */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown'
  if (error instanceof SyntaxError) return error.name
  const message = error.message.split('\nparams:')[0] ?? ''
  return `${error.name}: ${message}`.replaceAll(/\s+/g, ' ').slice(0, 300)
}
