/** A status is a word and a shape first, a colour last: it survives colour blindness, print and a bad screen. */
export const status = `
.status{display:inline-flex;align-items:center;gap:.4375rem;padding:.25rem .6875rem .25rem .5rem;border-radius:99px;
  font-size:var(--text-xs);font-weight:620;line-height:1.3;white-space:nowrap}
.status svg{flex:none}
.tone-good{color:var(--good);background:var(--good-soft)}
.tone-done{color:var(--done);background:var(--done-soft)}
.tone-warn{color:var(--warn);background:var(--warn-soft)}
.tone-bad{color:var(--bad);background:var(--bad-soft)}
.tone-mute{color:var(--mute);background:var(--mute-soft)}
.shape{fill:currentColor;stroke:none}
.shape-line{fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.shape-cut{fill:none;stroke:var(--cut,var(--surface));stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.tone-good .shape-cut{--cut:var(--good-soft)}.tone-done .shape-cut{--cut:var(--done-soft)}
.tone-bad .shape-cut{--cut:var(--bad-soft)}.tone-warn .shape-cut{--cut:var(--warn-soft)}
.tallies{display:flex;flex-wrap:wrap;gap:.5rem}
`
