/** The chart's strokes: value solid and heavy, pace dashed, target fine and dotted. */
export const chart = `
.chart{width:100%;height:auto}
.chart.narrow{display:none}
.chart text{font-size:13px}
.chart .axis{fill:var(--ink-soft)}
.chart .name{fill:var(--ink);font-weight:600;paint-order:stroke;stroke:var(--surface);stroke-width:4px;stroke-linejoin:round}
.chart .grid{stroke:var(--line);stroke-width:1}
.chart .today{stroke:var(--line-strong);stroke-width:1}
.chart .zone{fill:var(--water-soft);opacity:.7}
.chart .bay{fill:var(--water-soft);opacity:.75}
.course{fill:none;stroke:var(--water);stroke-width:3;stroke-linejoin:round;stroke-linecap:round}
.pace{fill:none;stroke:var(--ink-soft);stroke-width:1.75;stroke-dasharray:7 5}
.goal{stroke:var(--water-deep);stroke-width:1.75;stroke-dasharray:1.5 4;stroke-linecap:round}
.unsure{fill:var(--surface);stroke:var(--mute);stroke-width:2}
.point{fill:var(--water);stroke:var(--surface);stroke-width:2}
.chart .last{fill:var(--water-deep);stroke:var(--surface);stroke-width:3}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:var(--text-s);color:var(--ink-soft)}
.legend li{display:flex;align-items:center;gap:.5rem}
@media (max-width:40rem){.chart.wide{display:none}.chart.narrow{display:block}.chart text{font-size:12px}}
`
