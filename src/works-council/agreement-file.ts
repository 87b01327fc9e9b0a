/** The draft as Markdown: opens everywhere, and in a word processor with its tables. */
import type { PageContext } from '../web/ctx.ts'
import type { Block } from './agreement.ts'

export function agreementFile(
  blocks: readonly Block[],
  day: string,
  { t, f }: Pick<PageContext, 't' | 'f'>,
): string {
  const head = [
    `# ${t('agreement.title')}`,
    `> ${t('agreement.draft')}`,
    t('agreement.pageIntro', { day: f.day(day) }),
  ]
  return `${[...head, ...blocks.map(written)].join('\n\n')}\n`
}

function written(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `## ${plain(block.text)}`
    case 'paragraph':
      return plain(block.text)
    case 'clauses':
      return block.texts.map((text, n) => `${n + 1}. ${plain(text)}`).join('\n')
    case 'table':
      return [block.head, block.head.map(() => '---'), ...block.rows].map(line).join('\n')
    case 'signatures':
      return block.texts.map((text) => `\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_  \n${text}`).join('\n\n')
    default:
      return block satisfies never
  }
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => (cell === '---' ? cell : plain(cell).replaceAll('|', '\\|'))).join(' | ')} |`
}

/** Names of a CRM are text and never markup. */
function plain(text: string): string {
  return text.replace(/[\\`*_<>#]/g, '\\$&').replace(/\s+/g, ' ')
}
