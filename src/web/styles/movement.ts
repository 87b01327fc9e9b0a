/** The movement: bars that need no colour to be told apart, and deals inside their step. */
export const movement = `
.sideways{overflow-x:auto}
.cohorts th[scope=row]{position:sticky;left:0;background:var(--surface);white-space:nowrap;padding-right:.75rem}
.cohorts td.num{font-weight:400;white-space:nowrap;padding-left:.75rem}
.contracts summary{cursor:pointer;color:var(--water-deep);font-weight:560;width:fit-content}
.contracts details{font-weight:400;margin-top:.25rem}
.waterfall{margin-bottom:1rem}
.waterfall text{paint-order:stroke;stroke:var(--surface);stroke-width:4px;stroke-linejoin:round}
.waterfall .gain{fill:var(--water)}
.waterfall .loss{stroke:var(--ink-soft);stroke-width:1.25}
.less-ground{fill:var(--surface)}
.less-line{stroke:var(--ink-soft);stroke-width:2.5}
.waterfall .mark{fill:var(--water-deep)}
.waterfall .thread{stroke:var(--line-strong);stroke-width:1;stroke-dasharray:2 3}
.movement .end :is(th,td){font-weight:600}
.movement .behind td{border-top:0;padding-top:0}
.movement .behind:hover{background:none}
.movement summary{cursor:pointer;color:var(--water-deep);font-weight:560;width:fit-content}
.movement details[open]>summary{margin-bottom:.5rem}
.moved{display:grid;gap:0}
.moved li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.125rem 1rem;padding-block:.375rem;border-top:1px solid var(--line);font-size:var(--text-s)}
.moved .who{min-width:0;flex:1 1 12rem;overflow-wrap:anywhere}
.moved .note{display:block;font-size:var(--text-xs);color:var(--ink-soft);font-weight:400}
.moved .part{font-weight:400;text-align:right;margin-left:auto}
.days{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:end;margin-bottom:1.25rem}
.days label{display:block;font-size:var(--text-xs);color:var(--ink-soft);font-weight:560;margin-bottom:.25rem}
.days select{font:inherit;font-size:var(--text-s);color:inherit;background:var(--surface);border:1px solid var(--line-strong);border-radius:var(--radius-s);padding:.5rem .625rem;min-height:2.625rem;max-width:100%}
@media (max-width:40rem){.waterfall.narrow text{font-size:13px}.days p{flex:1 1 9rem}.days select{width:100%}}
`
