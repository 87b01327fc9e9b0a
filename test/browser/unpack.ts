/** Before any test file: two of them would unpack the browser over each other. */
import { executable } from './chromium.ts'

export default async function unpack(): Promise<void> {
  await executable()
}
