/** Colours, sizes and type: the vocabulary of the design system. Every pair of text and ground holds 4.5:1. */

const light = {
  scheme: 'light',
  ground: '#f3f6f7',
  surface: '#ffffff',
  sunken: '#eaf0f2',
  ink: '#0f2028',
  'ink-soft': '#495c67',
  line: '#d8e1e5',
  'line-strong': '#7d929d',
  water: '#15809f',
  'water-deep': '#0b5f79',
  'water-soft': '#d5eaf0',
  'water-wash': '#e6f3f6',
  pace: '#0f2028',
  good: '#0a6b4b',
  'good-soft': '#dff2ea',
  warn: '#7c4a00',
  'warn-soft': '#fcefd3',
  'warn-fill': '#e3a022',
  bad: '#a32024',
  'bad-soft': '#fbe5e3',
  'bad-fill': '#cf4a43',
  done: '#1c4c9c',
  'done-soft': '#e2ebfa',
  mute: '#495c67',
  'mute-soft': '#e6ecee',
  'mute-fill': '#9fb1ba',
  shadow: '0 1px 2px rgb(15 32 40 / 6%), 0 6px 24px -12px rgb(15 32 40 / 14%)',
}

const dark: Record<keyof typeof light, string> = {
  scheme: 'dark',
  ground: '#0b1419',
  surface: '#121e25',
  sunken: '#0e191f',
  ink: '#e8f0f3',
  'ink-soft': '#a3b6c0',
  line: '#263842',
  'line-strong': '#647b87',
  water: '#3aa9c8',
  'water-deep': '#84d3e8',
  'water-soft': '#173d4a',
  'water-wash': '#12303a',
  pace: '#f2f7f9',
  good: '#6fd6ad',
  'good-soft': '#11352a',
  warn: '#f3bd64',
  'warn-soft': '#3a2b0c',
  'warn-fill': '#d39a2d',
  bad: '#ff9f96',
  'bad-soft': '#431c1b',
  'bad-fill': '#dd6a62',
  done: '#9dc1ff',
  'done-soft': '#182d53',
  mute: '#a3b6c0',
  'mute-soft': '#22323b',
  'mute-fill': '#5b717d',
  shadow: '0 1px 2px rgb(0 0 0 / 40%)',
}

const declare = (set: Record<string, string>) =>
  Object.entries(set)
    .map(([name, value]) => (name === 'scheme' ? `color-scheme:${value};` : `--${name}:${value};`))
    .join('')

/** Light by default, dark by the system's wish, either by the person's choice. */
export const tokens = `
:root{${declare(light)}
--sans:ui-sans-serif,system-ui,-apple-system,"Segoe UI Variable Text","Segoe UI","Roboto","Noto Sans","Open Sans",sans-serif;
--text-xs:.8125rem;--text-s:.875rem;--text-m:1rem;--text-l:1.1875rem;--text-xl:1.5rem;--text-2xl:2rem;--text-3xl:2.75rem;
--radius:14px;--radius-s:8px}
@media (prefers-color-scheme:dark){:root:not([data-theme="light"]){${declare(dark)}}}
:root[data-theme="dark"]{${declare(dark)}}
`
