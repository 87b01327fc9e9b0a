/** The board: head of the cycle, sources, objectives, key results. */
export const board = `
.head{display:grid;gap:1.25rem;margin-bottom:1.75rem}
.head .line{display:flex;flex-wrap:wrap;align-items:flex-end;justify-content:space-between;gap:1rem 2rem}
.head h1{font-size:clamp(1.875rem,1.4rem + 2vw,2.75rem);letter-spacing:-.028em;line-height:1.05}
.head .span{color:var(--ink-soft);margin-top:.5rem}
.head .span b{color:var(--ink);font-weight:600}
.switch{display:flex;gap:.5rem;align-items:flex-end;flex-wrap:wrap}
.actions{display:flex;flex-wrap:wrap;gap:.625rem}
.facts{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;align-items:flex-start;justify-content:space-between}
.sources{display:flex;flex-wrap:wrap;gap:.5rem 1.75rem;font-size:var(--text-s)}
.sources li{display:flex;flex-wrap:wrap;gap:.125rem .5rem;align-items:baseline}
.sources .skipped{color:var(--warn)}
.sources b{font-weight:620}
.notice{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline;padding:.75rem 1rem;border-radius:var(--radius-s);
  background:var(--warn-soft);color:var(--warn);font-size:var(--text-s)}
.notice.calm{background:var(--water-soft);color:var(--water-deep)}
.nothing{padding:0 clamp(1rem,2.4vw,1.75rem) 1.25rem}
.notice b{font-weight:640}
.objectives{display:grid;gap:1.5rem}
.objective>header{display:flex;gap:1.125rem;align-items:center;padding:clamp(1.125rem,2.2vw,1.5rem) clamp(1rem,2.4vw,1.75rem)}
.objective .name{flex:1;min-width:0}
.objective h2{font-size:clamp(1.125rem,1rem + .6vw,1.375rem)}
.objective .team{font-size:var(--text-s);color:var(--ink-soft);margin-top:.3125rem;display:flex;flex-wrap:wrap;gap:.125rem .875rem}
.objective .about{font-size:var(--text-s);margin-top:.5rem;max-width:44rem;text-wrap:pretty}
.objective .sum{text-align:right;display:grid;gap:.375rem;justify-items:end}
.objective .sum .big{font-size:var(--text-2xl);font-weight:620;letter-spacing:-.03em;line-height:1}
.kr{position:relative;display:grid;gap:.5rem 1.5rem;align-items:center;padding:1.125rem clamp(1rem,2.4vw,1.75rem);
  border-top:1px solid var(--line);grid-template-columns:minmax(0,1.3fr) minmax(9.75rem,.7fr) minmax(0,1.2fr) minmax(6rem,.5fr) 8.25rem}
.kr:hover{background:var(--water-wash)}
.kr:last-of-type{border-radius:0 0 var(--radius) var(--radius)}
@media (min-width:66.01rem){.kr .level{padding-right:.75rem}}
.kr h3{text-wrap:pretty;font-size:var(--text-m);font-weight:580;line-height:1.35;letter-spacing:-.005em}
.kr h3 a{color:inherit;text-decoration:none}
.kr h3 a::after{content:"";position:absolute;inset:0;border-radius:inherit}
.kr h3 a:hover{text-decoration:underline}
.kr .meta{font-size:var(--text-xs);color:var(--ink-soft);margin-top:.1875rem;line-height:1.4}
.kr .meta span+span::before{content:"·";margin-inline:.375rem}
.kr .value b{display:block;font-size:var(--text-l);font-weight:640;letter-spacing:-.015em;line-height:1.2}
.kr .value b.none{color:var(--ink-soft);font-weight:500;font-size:var(--text-m)}
.kr .value span,.kr .change span{font-size:var(--text-xs);color:var(--ink-soft);line-height:1.35;display:block}
.kr .change b{font-size:var(--text-s);font-weight:580;display:block;line-height:1.35}
.kr .badge{justify-self:end}
.kr .why{grid-column:1/-1;font-size:var(--text-xs);color:var(--ink-soft);margin-top:-.125rem}
.objective>footer{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.375rem 1.5rem;padding:.75rem clamp(1rem,2.4vw,1.75rem);border-top:1px solid var(--line);font-size:var(--text-s)}
.empty{display:grid;justify-items:center;text-align:center;gap:.875rem;padding:clamp(2.5rem,8vw,5rem) 1.5rem}
.empty p{max-width:34rem;color:var(--ink-soft)}
.empty h2{font-size:var(--text-xl)}
@media (max-width:66rem){
.kr{grid-template-columns:minmax(0,1fr) auto;gap:.75rem 1rem;align-items:start}
.kr .title{grid-column:1;grid-row:1}.kr .badge{grid-column:2;grid-row:1}
.kr .value{grid-column:1;grid-row:2}.kr .change{grid-column:2;grid-row:2;text-align:right}
.kr .level{grid-column:1/-1;grid-row:3}
}
@media (max-width:34rem){
.objective>header{flex-wrap:wrap;gap:.75rem 1rem}
.objective .name{flex:1 1 12rem}
.objective .sum{flex:1 1 100%;display:flex;align-items:center;justify-content:space-between;text-align:left}
.kr .title,.kr .value,.kr .change,.kr .level{grid-row:auto}
.kr .badge{grid-row:auto;justify-self:start;order:-1}.kr .level{order:1}.kr .why{order:2}
.kr{gap:.5rem 1rem;grid-template-columns:minmax(0,1fr) auto}
.kr .title,.kr .badge,.kr .level,.kr .why{grid-column:1/-1}
.kr .value{grid-column:1}.kr .change{grid-column:2;text-align:right}
.head .actions{width:100%}
}
`
