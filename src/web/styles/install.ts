/** Installing: steps above the page, the bar of the first import, templates side by side, a card for each connection. */
export const install = `
.steps{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;list-style:none;margin:0 0 1.75rem;padding:0;font-size:var(--text-s)}
.steps li{display:flex;align-items:center;gap:.5rem;color:var(--ink-soft)}
.steps span{display:grid;place-items:center;width:1.625rem;height:1.625rem;border-radius:99px;border:1px solid var(--line-strong);font-size:var(--text-xs);font-weight:620}
.steps .here{color:var(--ink);font-weight:620}
.steps .here span{background:var(--water-deep);border-color:var(--water-deep);color:var(--surface)}
.steps .was span{background:var(--water-soft);border-color:var(--water-soft);color:var(--water-deep)}
.install .card.pad>h2+*{margin-top:.75rem}
.install .card.pad>.table+.soft{margin-top:1rem;font-size:var(--text-s)}
.form.install>.card+form{margin-top:1.5rem}
.install section>h2{font-size:var(--text-l)}
.install form>section>h2+*{margin-top:.75rem}
.install .stack>header p{color:var(--ink-soft);margin-top:.5rem;max-width:36rem}
.install .send>.quiet:first-child{margin-left:-.5rem}
.install th[scope=row]{font-weight:450;text-wrap:pretty}
form:has(#where-domain:not(:checked)) .if-domain{display:none}
.install progress{display:block;width:100%;height:.75rem;margin-bottom:1rem;appearance:none;border:0;border-radius:99px;overflow:hidden;background:var(--sunken)}
.install progress::-webkit-progress-bar{background:var(--sunken)}
.install progress::-webkit-progress-value{background:var(--water);border-radius:99px}
.install progress::-moz-progress-bar{background:var(--water)}
.templates{display:grid;gap:1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr))}
.templates .card{display:flex;flex-direction:column;gap:.75rem}
.templates .card.pad>h2+*{margin-top:0}
.templates .card>.soft{font-size:var(--text-s)}
.templates form{margin-top:auto;padding-top:.5rem}
.install td.num:last-child{white-space:nowrap;padding-left:.375rem}
.install td .soft{font-weight:400}
.form>.notice{margin-bottom:1.5rem}
.install .strong{font-weight:620}
.own-secret{border-top:1px solid var(--line);margin-top:1.25rem;padding-top:1rem;display:grid;gap:.75rem;justify-items:start}
.own-secret p{font-size:var(--text-s);max-width:42rem}
.install .sunken+.send{margin-top:1.5rem}
.sunken code{overflow-wrap:anywhere}
.drafts{display:grid;gap:.625rem;list-style:none;margin:0;padding:0;font-size:var(--text-s)}
.drafts li{display:grid;border-top:1px solid var(--line);padding-top:.625rem}
.templates .none{color:var(--ink-soft);font-size:var(--text-s);border-top:1px solid var(--line);padding-top:.75rem}
.drafts b{font-weight:560;text-wrap:pretty}
`
