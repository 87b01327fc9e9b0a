/** The page *Sync health*. */
export const health = `
.health-facts{display:grid;gap:1rem clamp(1.25rem,3vw,2.5rem);grid-template-columns:repeat(auto-fill,minmax(min(100%,12.5rem),1fr))}
.health-facts dt{font-size:var(--text-xs);color:var(--ink-soft)}
.health-facts dd{font-size:var(--text-s);font-weight:560;text-wrap:pretty}
.health-facts dd span{display:block;font-weight:400;font-size:var(--text-xs);color:var(--ink-soft)}
.health .todo{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.75rem 1.5rem;background:var(--sunken);border-radius:var(--radius-s);padding:.875rem 1rem;margin-bottom:1.25rem;font-size:var(--text-s)}
.health .todo p{max-width:42rem;text-wrap:pretty}
.health .notice{margin-bottom:1rem}
.health .part{border-top:1px solid var(--line);margin-top:1.25rem;padding-top:1.25rem}
.health .part h3+*{margin-top:.375rem}
.health .part p{font-size:var(--text-s);max-width:46rem}
.health .part .table{margin-top:.625rem}
.health .decide{display:flex;flex-wrap:wrap;gap:.625rem;margin-top:.875rem}
.health .more{border-top:1px solid var(--line);margin-top:1.25rem;padding-top:1rem}
.health .more+.more{border-top:0;margin-top:0;padding-top:.75rem}
.lines{display:grid;gap:.375rem;font-size:var(--text-s);margin-top:.375rem}
.lines code{font-size:.9em}
`
