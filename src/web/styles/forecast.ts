/** The forecast and what it would take: won is water, the range is pale, the marks differ in stroke before colour. */
export const forecast = `
.forecast .lead{display:flex;flex-wrap:wrap;align-items:baseline;gap:.125rem .75rem;margin-bottom:.875rem}
.forecast .lead strong{font-size:var(--text-2xl);font-weight:640;letter-spacing:-.03em;line-height:1.1}
.forecast .lead .soft{font-size:var(--text-s)}
.outlook-bar{overflow:visible}
.outlook-bar .track{fill:var(--sunken);stroke:var(--line);stroke-width:1}
.range{fill:var(--water-soft);stroke:var(--water);stroke-width:1;stroke-dasharray:3 3}
.won{fill:var(--water)}
.likely{stroke:var(--ink);stroke-width:3}
.straight{stroke:var(--ink-soft);stroke-width:2;stroke-dasharray:7 4}
.forecast .goal{stroke:var(--water-deep);stroke-width:4;stroke-dasharray:.1 6;stroke-linecap:round}
.forecast .legend{margin-top:.625rem}
.adding{display:grid;gap:.25rem;margin-top:1.125rem;max-width:30rem;font-size:var(--text-s)}
.adding div{display:flex;justify-content:space-between;gap:1rem}
.adding dd{font-weight:560;white-space:nowrap}
.adding div:last-child{border-top:1px solid var(--line-strong);padding-top:.25rem}
.adding div:last-child :is(dt,dd){font-weight:640}
.forecast .notes p,.take .notes p,.take .said,.season{max-width:44rem;text-wrap:pretty}
.forecast .more .small{margin-bottom:.5rem;max-width:44rem}
.take .said+.table{margin-top:1rem}
.take .deal{overflow-wrap:anywhere}.take tbody th{min-width:7rem}
.season{margin-top:.75rem}
.tide{fill:var(--mute-soft);opacity:.8}
`
