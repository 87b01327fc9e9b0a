/** The process around the numbers: phases, teams, check-in, desk. */
export const process = `
.phases{display:flex;flex-wrap:wrap;gap:.375rem;margin-top:1rem;font-size:var(--text-s)}
.phases li{padding:.375rem .875rem;border-radius:99px;border:1px solid var(--line-strong);color:var(--ink-soft)}
.phases .past{background:var(--sunken);border-color:var(--line)}
.phases .here{background:var(--water-deep);border-color:var(--water-deep);color:var(--surface);font-weight:620}
.duties{display:grid;gap:.125rem;margin-top:1rem}.duties>div{display:grid;gap:.125rem 1.5rem;grid-template-columns:minmax(0,12rem) minmax(0,1fr);padding:.625rem .75rem;border-radius:var(--radius-s)}
.duties .own{background:var(--water-wash)}.duties dt{font-weight:600;font-size:var(--text-s)}.duties dd{text-wrap:pretty}
.duties .mark,.teams .mark{display:inline-block;font-weight:400;font-size:var(--text-xs);color:var(--ink-soft)}
.steps{display:flex;flex-wrap:wrap;gap:1rem;margin-top:1rem}.step{display:grid;gap:.5rem;justify-items:start;align-content:start}.step .bullets{margin-top:0;color:var(--ink-soft)}
.record,.themes{display:grid;gap:.625rem;margin-top:1rem;font-size:var(--text-s)}.record .note{display:block;color:var(--ink-soft)}
.themes{list-style:decimal;padding-left:1.5rem;font-size:var(--text-m)}
.pad>form{margin-top:1rem}
.map,.map ul{display:grid;gap:.75rem;margin-top:.75rem}.map ul{margin-left:.75rem;padding-left:1.25rem;border-left:2px solid var(--line-strong)}
.map .node{padding:.875rem 1.125rem;max-width:44rem;display:grid;gap:.25rem}.map h2{font-size:var(--text-m)}.map .bullets{margin-top:.25rem;gap:.25rem}
.people{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin-top:.75rem;font-size:var(--text-s)}.title-line>.send{margin-top:1rem}
@media (max-width:34rem){.map ul{margin-left:0;padding-left:.75rem}}
@media (max-width:34rem){.duties>div{grid-template-columns:minmax(0,1fr)}}
`
