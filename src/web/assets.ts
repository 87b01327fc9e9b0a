/** The one style sheet and the icon, named by their content, so that a browser may keep them for ever. */
import { favicon } from './brand.ts'
import { base } from './styles/base.ts'
import { board } from './styles/board.ts'
import { chart } from './styles/chart.ts'
import { detail } from './styles/detail.ts'
import { form } from './styles/form.ts'
import { level } from './styles/level.ts'
import { status } from './styles/status.ts'
import { tokens } from './styles/tokens.ts'

const css = [tokens, base, status, level, board, detail, chart, form].join('\n')

/** FNV-1a over the text: a name that changes with the content, not a seal. */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (let i = 0; i < text.length; i++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n)
  }
  return hash.toString(16).padStart(16, '0')
}

export interface Asset {
  readonly path: string
  readonly type: string
  readonly body: string
}

export const styleSheet: Asset = {
  path: `/assets/${fingerprint(css)}.css`,
  type: 'text/css; charset=utf-8',
  body: css,
}
export const icon: Asset = {
  path: `/assets/${fingerprint(favicon)}.svg`,
  type: 'image/svg+xml',
  body: favicon,
}
export const assets: readonly Asset[] = [styleSheet, icon]
