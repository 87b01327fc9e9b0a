/** The key result's page: path, headline, cards, tables. */
export const detail = `
.path{display:flex;flex-wrap:wrap;gap:.25rem .625rem;font-size:var(--text-s);color:var(--ink-soft);margin-bottom:1rem}
.title-line{margin-bottom:1.75rem}
.title-line .line{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:flex-start;gap:.75rem 1.5rem}
.title-line h1{font-size:clamp(1.625rem,1.2rem + 1.8vw,2.25rem);letter-spacing:-.022em;max-width:46rem}
.standing{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .75rem;margin-top:.875rem;font-size:var(--text-s)}
.stack{display:grid;gap:1.5rem;grid-template-columns:minmax(0,1fr)}
.two{display:grid;gap:1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr))}
.card-head{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:.375rem 1.5rem;margin-bottom:1rem}
.headline{display:grid;gap:1.25rem clamp(1.5rem,5vw,4rem);grid-template-columns:auto minmax(0,1fr);align-items:start}
.headline .figure{font-size:clamp(2rem,1.3rem + 3vw,3.25rem);font-weight:640;letter-spacing:-.035em;line-height:1.1;margin-bottom:.375rem;white-space:nowrap}
.headline .figure.none{color:var(--ink-soft);font-weight:500;font-size:var(--text-2xl);letter-spacing:-.02em}
.headline .way{padding-top:1.5rem}
.headline .age{grid-column:1/-1;font-size:var(--text-s);color:var(--ink-soft);border-top:1px solid var(--line);padding-top:1rem}
.numbers{display:flex;flex-wrap:wrap;gap:.875rem clamp(1.25rem,2.4vw,2.25rem);margin-top:1.25rem}
.numbers dt{font-size:var(--text-xs);color:var(--ink-soft)}
.numbers dd{font-weight:600}.numbers dd span{display:block;font-weight:400;font-size:var(--text-xs);color:var(--ink-soft)}
.sentence{margin-top:.625rem;font-size:var(--text-m);max-width:38rem;text-wrap:pretty}
.question{display:block;margin-top:.5rem;font-family:ui-monospace,monospace;font-size:var(--text-s);overflow-wrap:anywhere}
.own>:is(.notice,.soft){margin-top:.875rem}
.notes{margin-top:.875rem;font-size:var(--text-s);color:var(--ink-soft);display:grid;gap:.25rem}
.table{width:100%;border-collapse:collapse;font-size:var(--text-s)}
.table th,.table td{padding:.6875rem .75rem;text-align:left;vertical-align:top;font-weight:400;border-top:1px solid var(--line)}
.table thead th{border-top:0;border-bottom:1px solid var(--line-strong);font-size:var(--text-xs);font-weight:580;color:var(--ink-soft);padding-top:.25rem;vertical-align:bottom}
.table :is(th,td):first-child{padding-left:0}.table :is(th,td):last-child{padding-right:0}
h2+.table{margin-top:1rem}
.table .num{text-align:right;white-space:nowrap}
.table tbody td.num:last-child{font-weight:600}
.table tbody tr:hover{background:var(--water-wash)}
.table .note,.table .under{display:block;font-size:var(--text-xs);color:var(--ink-soft);font-weight:400}
.table .under{display:none}
.table .held td{color:var(--ink-soft)}
.deal{font-weight:560}a.deal{padding-right:1.125rem}.deal .out{display:inline;position:absolute;margin:.3125rem 0 0 .375rem;opacity:.75}
.paging{display:flex;gap:1rem;align-items:center;justify-content:center;margin-top:1.25rem;font-size:var(--text-s)}
@media (max-width:30rem){.paging{flex-wrap:wrap}.paging span{order:-1;flex-basis:100%;text-align:center}}
.more{margin-top:.75rem}.more>summary{cursor:pointer;color:var(--water-deep);font-size:var(--text-s);font-weight:560;width:fit-content}
.more[open]>summary{margin-bottom:.75rem}
.basis{margin-top:1rem}.basis>summary{cursor:pointer;color:var(--water-deep);font-size:var(--text-s);font-weight:560;width:fit-content}
.basis-list{margin-top:.75rem;font-size:var(--text-s);display:grid;gap:.5rem}.basis-list dt{font-size:var(--text-xs);color:var(--ink-soft)}.basis-list dd{overflow-wrap:anywhere}
.set-up{list-style:none;padding:0;display:grid;gap:1.25rem;margin-top:1rem}.set-up>li{border-top:1px solid var(--line);padding-top:1rem;display:grid;gap:.5rem;overflow-wrap:anywhere}.set-up .notes{margin-top:0}
.more:has(+.files){margin-top:1.25rem;padding-top:1rem;border-top:1px solid var(--line)}
.files{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:.5rem}
.entry{display:grid;gap:1rem;margin-top:1rem;align-items:start;grid-template-columns:repeat(auto-fit,minmax(min(100%,13rem),1fr))}
.entry .button{margin-top:1.75rem;justify-self:start}
.entry>.button:only-child{margin-top:0}
@media (max-width:48rem){
.numbers{display:grid;grid-template-columns:1fr 1fr;gap:.875rem 1rem}
.headline{grid-template-columns:minmax(0,1fr)}.headline .way{padding-top:0}
.table .fold{display:none}.table .under{display:block}
.table :is(th,td){padding-inline:.5rem}
.entry .button{margin-top:0}
}
`
