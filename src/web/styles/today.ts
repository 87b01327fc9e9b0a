/** The provisional value of today: dashed like a draft, in the ink of the page; the tones of status are for official values. */
export const today = `
.today{font-size:var(--text-s);line-height:1.45}
.today b{font-weight:620}.today time,.today span{color:var(--ink-soft)}
.kr .today{grid-column:1/-1;justify-self:start;display:flex;flex-wrap:wrap;align-items:baseline;gap:.125rem .75rem;padding:.375rem .75rem;
  border:1px dashed var(--line-strong);border-radius:var(--radius-s);background:var(--surface)}
.kr .today strong{font-weight:640}
.headline .today{grid-column:1/-1;border:1px dashed var(--line-strong);border-radius:var(--radius-s);padding:.875rem 1rem;display:grid;gap:.125rem}
.headline .today .amount{font-size:var(--text-xl);font-weight:640;letter-spacing:-.02em}
.headline .today span+span::before{content:"·";margin-inline:.4375rem}
.ghost{fill:var(--surface);stroke:var(--ink);stroke-width:1.75;stroke-dasharray:2.5 1.6}
@media (max-width:34rem){.kr .today{order:3}}
@media (prefers-reduced-motion:no-preference){
.moved .today{animation:moved 1.6s ease-out}
@keyframes moved{from{background:var(--water-soft)}}
}
`
