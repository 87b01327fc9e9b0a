/** The water level: bars, staff gauge, the ruler of the cycle. Widths are attributes of the SVG, colours live here. */
export const level = `
.level svg{width:100%;height:26px;overflow:visible}
.track{fill:var(--sunken);stroke:var(--line);stroke-width:1}
.water{fill:var(--water)}
.still{fill:var(--mute-fill)}
.full{fill:var(--water-deep)}
.lack-warn{fill:var(--warn-fill)}.lack-bad{fill:var(--bad-fill)}
.tick{stroke:var(--line-strong);stroke-width:1;opacity:.55}
.mark{fill:var(--pace)}
.mark-line{stroke:var(--pace);stroke-width:2}
.mark-halo{stroke:var(--surface);stroke-width:5}
.zone{fill:var(--water-soft)}
.bound{stroke:var(--water-deep);stroke-width:1.5}
.dot{stroke:var(--surface);stroke-width:3}
.over{fill:none;stroke:var(--surface);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.level .scale{display:flex;justify-content:space-between;gap:.75rem;font-size:var(--text-xs);margin-top:.125rem;line-height:1.35}
.level .scale strong{font-weight:620;color:var(--ink)}
.level .scale .soft{white-space:nowrap}
.staff{flex:none}
.staff .body{fill:var(--sunken);stroke:var(--line)}
.staff .wet{fill:var(--water)}
.staff .tooth{fill:var(--ink-soft);opacity:.5}
.staff .tooth.under{fill:var(--surface);opacity:.85}
.staff .edge{stroke:var(--pace);stroke-width:2}
.brand .body{fill:none;stroke:currentColor;stroke-width:2}
.brand .wave{fill:var(--water)}
.brand .tooth{stroke:currentColor;stroke-width:2;stroke-linecap:round}
.ruler svg{width:100%;height:52px;overflow:visible}
.ruler .bed{fill:var(--surface);stroke:var(--line)}
.ruler .past{fill:var(--water-soft)}
.ruler .week{stroke:var(--line-strong);stroke-width:1;opacity:.5}
.ruler .month{stroke:var(--line-strong);stroke-width:1.5}
.ruler .now{stroke:var(--water-deep);stroke-width:2.5}
.ruler .drop{fill:var(--water-deep)}
.ruler text{fill:var(--ink-soft);font-size:12px}
`
