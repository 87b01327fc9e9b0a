/** Pages that explain: plain text, lists, wide tables, and how they print. */
export const council = `
.plain>p{max-width:46rem;text-wrap:pretty;margin-top:.625rem}
:is(.plain>p,.plain>.more>p,.entry)+.table{margin-top:1rem}.plain>.entry{margin-top:1.5rem}.sentence+.send,.notes+.send,.plain>.send{margin-top:1rem}.plain>.more+.more{margin-top:.25rem}
.plain .sunken{margin-top:1rem;display:grid;gap:.5rem}.plain .sunken p{max-width:46rem}
.bullets{display:grid;gap:.5rem;margin-top:.75rem;max-width:46rem}
.bullets li{padding-left:1.125rem;position:relative;text-wrap:pretty}
.bullets li::before{content:"";position:absolute;left:0;top:.625em;width:.4375rem;height:.4375rem;border-radius:50%;background:var(--water)}
.fields{overflow-wrap:anywhere;max-width:40rem}
.table .may{text-align:center}.may .yes{color:var(--good);font-weight:620}
.deed{max-width:46rem;margin-inline:auto;display:grid;gap:.75rem;grid-template-columns:minmax(0,1fr)}
.deed h2{margin-top:1.25rem}
.deed p,.deed li{text-wrap:pretty;hyphens:auto}
.deed ol{display:grid;gap:.5rem;counter-reset:clause}
.deed ol>li{counter-increment:clause;padding-left:2.25rem;position:relative}
.deed ol>li::before{content:"(" counter(clause) ")";position:absolute;left:0;color:var(--ink-soft)}
.deed .sign{display:grid;gap:2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr));margin-top:3rem}.deed .sign li{border-top:1px solid var(--line-strong);padding-top:.5rem}
.deed .table td{overflow-wrap:anywhere}.deed .table th[scope=row]{min-width:6rem;overflow-wrap:break-word;hyphens:auto}
.deed .draft{border:1px solid var(--line-strong);border-radius:var(--radius-s);padding:.875rem 1rem;background:var(--sunken)}
@media print{body:has(.deed){background:white;color:black}.deed-card,.deed .draft{background:none}.deed *{color:black!important}.plain details::details-content{content-visibility:visible;block-size:auto}.plain form,.path{display:none}
.deed{max-width:none;font-size:11pt}.deed h2{break-after:avoid}.card.deed-card{border:0;padding:0}.foot{display:block;padding-block:.75rem 0}.foot .rules{display:none}}
`
