/** What axe finds on the page as it stands, in words, so that a failure says where to look. */
import { AxePuppeteer } from '@axe-core/puppeteer'
import type { Page } from 'puppeteer-core'

export async function violations(page: Page): Promise<string[]> {
  // Typed against the full puppeteer package, which is the same class with a browser in tow.
  const subject = page as unknown as ConstructorParameters<typeof AxePuppeteer>[0]
  const { violations: found } = await new AxePuppeteer(subject).analyze()
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
}
