/** How it was before: dashed where worked out afterwards, solid where published, hatched where not all is known. */
export const past = `
.past h2{margin-bottom:.375rem}
.past .legend+.small{margin-top:.625rem}
.proposal+p{margin-top:.75rem}
.past .said{max-width:44rem;text-wrap:pretty;margin-bottom:.75rem}
.past .legend{margin-top:.625rem}
.was{fill:none;stroke:var(--water-deep);stroke-width:2;stroke-dasharray:6 4;stroke-linejoin:round}
.past .course{stroke-width:4}
.hatch{fill:none;stroke:var(--ink-soft);stroke-width:1.5}
.lack{stroke:var(--mute);stroke-width:1}
.renewal{stroke:var(--mute);stroke-width:1;stroke-dasharray:2 3}
.past .more{margin-top:.75rem}
.past .table{max-width:34rem}
.past h3{margin-block:1.125rem .375rem;font-size:var(--text-s)}
.proposal b{display:block}.proposal{margin-top:.875rem;max-width:44rem;text-wrap:pretty}
.form .past{margin:1rem 0}
`
