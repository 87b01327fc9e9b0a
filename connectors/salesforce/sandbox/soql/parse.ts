/** Text to tree: the parser's work, plus the rules it does not know. */
import {
  type Condition,
  type ConditionWithValueQuery,
  type HavingClause,
  parseQuery,
  type Query,
  type WhereClause,
} from '@jetstreamapp/soql-parser-js'
import { malformed, Refusal } from '../refusal.ts'

export type Tree<Leaf> =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'not'; readonly of: Tree<Leaf> }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Tree<Leaf>[] }

const MAX_STATEMENT = 100_000
const MAX_STRING = 4000

export function parseSoql(soql: string): Query {
  if (soql.length > MAX_STATEMENT)
    throw new Refusal(
      400,
      'QUERY_TOO_COMPLICATED',
      `SOQL statement is longer than ${MAX_STATEMENT} characters`,
    )
  checkStrings(soql)
  const query = parsed(soql)
  const foreign = [
    ['USING SCOPE', query.usingScope],
    ['WITH', query.withDataCategory ?? query.withAccessLevel ?? query.withSecurityEnforced],
    ['UPDATE', query.update],
  ].find(([, clause]) => clause !== undefined)
  // Clauses that would change the result and that this sandbox does not know.
  if (foreign !== undefined) throw malformed(`unexpected token: '${String(foreign[0])}'`)
  return query
}

// The parser ends a literal at every line end ECMAScript knows; to SOQL these two are letters like any other.
const asEscape = (c: string) => `\\u${c.charCodeAt(0).toString(16)}`

function parsed(soql: string): Query {
  try {
    return parseQuery(soql.replace(/[\u2028\u2029]/g, asEscape))
  } catch (error) {
    throw malformed(error instanceof Error ? `unexpected token: ${error.message}` : 'unexpected token')
  }
}

/** Only the listed escape sequences exist; a quoted text has at most 4,000 characters. */
function checkStrings(soql: string): void {
  let inside = false
  let start = 0
  for (let at = 0; at < soql.length; at += 1) {
    const c = soql[at]
    if (c === "'") {
      if (inside && at - start > MAX_STRING)
        throw malformed(`string literal is longer than ${MAX_STRING} characters`)
      inside = !inside
      start = at + 1
    } else if (inside && c === '\\') {
      const sequence = /^(?:[nrtbf"'\\_%]|u[0-9a-fA-F]{4})/.exec(soql.slice(at + 1, at + 6))
      if (sequence === null) throw malformed(`Illegal string escape sequence at column ${at + 1}`)
      at += sequence[0].length
    }
  }
  if (inside) throw malformed("unexpected token: '<EOF>': a string is not closed")
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** The text of a quoted literal. `\_` and `\%` mean something in LIKE only and are left as they stand there. */
export function unquote(literal: string, like = false): string {
  return literal.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|.)/g, (whole: string, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    if (code === '_' || code === '%') {
      if (like) return whole
      throw malformed(`Illegal string escape sequence ${whole}`)
    }
    if (code === '\\' && like) return whole
    return ESCAPES[code] ?? code
  })
}

type Token<Leaf> = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly leaf: Leaf }

/** The parser chains conditions to the right and counts parentheses; this gives them back their meaning. */
export function whereTree(clause: WhereClause): Tree<ConditionWithValueQuery> {
  return treeOf(tokensOf(clause))
}

export function havingTree(clause: HavingClause): Tree<Condition> {
  return treeOf(tokensOf(clause))
}

interface Chain<Leaf> {
  readonly left: Leaf | null
  readonly operator?: string
  readonly right?: Chain<Leaf>
}

function tokensOf<Leaf extends object>(clause: Chain<Leaf>): Token<Leaf>[] {
  const tokens: Token<Leaf>[] = []
  for (let link: Chain<Leaf> | undefined = clause; link !== undefined; link = link.right) {
    const { left, operator } = link
    const open = left !== null && 'openParen' in left ? Number(left.openParen ?? 0) : 0
    const close = left !== null && 'closeParen' in left ? Number(left.closeParen ?? 0) : 0
    tokens.push(...Array<'('>(open).fill('('))
    if (left !== null && 'operator' in left) tokens.push({ leaf: left })
    tokens.push(...Array<')'>(close).fill(')'))
    if (operator === 'AND' || operator === 'OR' || operator === 'NOT') tokens.push(operator)
  }
  return tokens
}

function treeOf<Leaf>(tokens: readonly Token<Leaf>[]): Tree<Leaf> {
  let at = 0

  function term(): Tree<Leaf> {
    const token = tokens[at]
    at += 1
    if (token === 'NOT') {
      if (tokens[at] === 'NOT') throw malformed("unexpected token: 'NOT'")
      return { kind: 'not', of: term() }
    }
    if (token === '(') {
      const inner = group()
      if (tokens[at] !== ')') throw malformed('expecting a right parentheses')
      at += 1
      return inner
    }
    if (typeof token !== 'object') throw malformed(`unexpected token: '${token ?? '<EOF>'}'`)
    return { kind: 'leaf', leaf: token.leaf }
  }

  /** AND and OR side by side need parentheses: there is no precedence between them. */
  function group(): Tree<Leaf> {
    const of = [term()]
    const operator = tokens[at]
    if (operator !== 'AND' && operator !== 'OR') return of[0] as Tree<Leaf>
    while (tokens[at] === 'AND' || tokens[at] === 'OR') {
      if (tokens[at] !== operator) throw malformed(`unexpected token: '${String(tokens[at])}'`)
      at += 1
      of.push(term())
    }
    return { kind: operator === 'AND' ? 'and' : 'or', of }
  }

  const tree = group()
  if (at < tokens.length) throw malformed(`unexpected token: '${String(tokens[at])}'`)
  return tree
}

/** A tree of predicates as one predicate. */
export function fold<Leaf, Row>(
  tree: Tree<Leaf>,
  test: (leaf: Leaf) => (row: Row) => boolean,
): (row: Row) => boolean {
  if (tree.kind === 'leaf') return test(tree.leaf)
  if (tree.kind === 'not') {
    const inner = fold(tree.of, test)
    return (row) => !inner(row)
  }
  const parts = tree.of.map((part) => fold(part, test))
  return tree.kind === 'and'
    ? (row) => parts.every((part) => part(row))
    : (row) => parts.some((part) => part(row))
}
