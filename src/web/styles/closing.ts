/** The end of a cycle, and values set by hand: lined like a document, without the colours of a status. */
export const closing = `
.ending{display:grid;gap:.75rem;border-left:4px solid var(--line-strong)}
.ending .remarks{display:grid;gap:.375rem;padding-left:1.125rem;list-style:disc;max-width:46rem}
.restated .soft{display:block}.restated{display:grid;gap:.375rem;border-top:1px solid var(--line);padding-top:1rem;margin-top:.25rem}
.by-hand{display:grid;gap:.375rem}
.by-hand .beside{display:flex;flex-wrap:wrap;gap:.375rem .75rem;align-items:center;color:var(--ink-soft);font-size:var(--text-s)}
.fold-form>summary{cursor:pointer;width:fit-content}
.fold-form>summary h2{display:inline;margin-left:.25rem}
.fold-form>p{margin-top:.75rem;max-width:46rem}
.fold-form+form{margin-top:1rem}
.meta .mark{font-weight:620;color:var(--ink)}
.ending .table,.overrides .table{overflow-wrap:anywhere}
.ending .table thead .num,.overrides .table thead .num{white-space:normal}
`
