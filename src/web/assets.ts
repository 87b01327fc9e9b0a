/** The one style sheet, the one script and the icon, named by their content, so that a browser may keep them for ever. */
import { favicon } from './brand.ts'
import { liveScriptText } from './live-script.ts'
import { base } from './styles/base.ts'
import { board } from './styles/board.ts'
import { chart } from './styles/chart.ts'
import { closing } from './styles/closing.ts'
import { council } from './styles/council.ts'
import { detail } from './styles/detail.ts'
import { forecast } from './styles/forecast.ts'
import { form } from './styles/form.ts'
import { framed } from './styles/framed.ts'
import { health } from './styles/health.ts'
import { install } from './styles/install.ts'
import { level } from './styles/level.ts'
import { movement } from './styles/movement.ts'
import { past } from './styles/past.ts'
import { process } from './styles/process.ts'
import { status } from './styles/status.ts'
import { today } from './styles/today.ts'
import { tokens } from './styles/tokens.ts'

const css = [
  tokens,
  base,
  status,
  level,
  board,
  detail,
  chart,
  form,
  health,
  install,
  today,
  forecast,
  movement,
  past,
  closing,
  framed,
  council,
  process,
].join('\n')

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
export const liveScript: Asset = {
  path: `/assets/${fingerprint(liveScriptText)}.js`,
  type: 'text/javascript; charset=utf-8',
  body: liveScriptText,
}
export const assets: readonly Asset[] = [styleSheet, icon, liveScript]
