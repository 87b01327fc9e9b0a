/**
 * The component compiled as Salesforce compiles it, with stand-ins for the base components that it uses, for Apex (a call to the
 * page's own server) and for labels (those of the package, in the language of the page).
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import lwc from '@lwc/rollup-plugin'
import { type Plugin, rollup } from 'rollup'
import { parseStringPromise } from 'xml2js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const source = `${root}connectors/salesforce/package/force-app/main/default`
const ENTRY = 'entry.js'

interface Labels {
  readonly de: Readonly<Record<string, string>>
  readonly en: Readonly<Record<string, string>>
}

async function labelsOf(): Promise<Labels> {
  const read = async (path: string) => parseStringPromise(readFileSync(`${source}/${path}`, 'utf8'))
  const english = await read('labels/CustomLabels.labels-meta.xml')
  const german = await read('translations/de.translation-meta.xml')
  const pairs = (list: Record<string, [string]>[], name: string, value: string) =>
    Object.fromEntries(list.map((one) => [one[name]?.[0], one[value]?.[0]]))
  return {
    en: pairs(english.CustomLabels.labels, 'fullName', 'value'),
    de: pairs(german.Translations.customLabels, 'name', 'label'),
  }
}

function platform(labels: Labels): Plugin {
  const PREFIX = '\0salesforce:'
  return {
    name: 'salesforce',
    resolveId(id) {
      if (id === ENTRY || id.startsWith('@salesforce/')) return PREFIX + id
      return null
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return null
      const name = id.slice(PREFIX.length)
      if (name === ENTRY)
        return `import { createElement } from 'lwc'
import Card from 'c/pegelCard'
const element = createElement('c-pegel-card', { is: Card })
element.recordId = new URLSearchParams(location.search).get('record')
document.querySelector('main').append(element)`
      if (name.startsWith('@salesforce/apex/'))
        return `export default async ({ recordId }) => {
  const response = await fetch('/apex?record=' + recordId + '&state=' + location.pathname)
  if (response.status === 500) throw new Error('Apex threw')
  return response.json()
}`
      const label = name.replace('@salesforce/label/c.', '')
      return `const texts = ${JSON.stringify({ de: labels.de[label], en: labels.en[label] })}
export default texts[document.documentElement.lang]`
    },
  }
}

export async function bundle(): Promise<string> {
  const build = await rollup({
    input: ENTRY,
    plugins: [
      platform(await labelsOf()),
      lwc({
        rootDir: root,
        modules: [
          { name: 'c/pegelCard', path: `${source}/lwc/pegelCard/pegelCard.js` },
          { dir: `${root}test/browser/salesforce/modules` },
        ],
      }) as Plugin,
      {
        name: 'production',
        transform: (code) => ({ code: code.replaceAll('process.env.NODE_ENV', '"production"'), map: null }),
      },
    ],
    onwarn: () => {},
  })
  const { output } = await build.generate({ format: 'es', inlineDynamicImports: true })
  await build.close()
  return output[0].code
}
