/** Forms: one column, a label above, a hint below, a refusal at the field. */
export const form = `
input:where(:not([type=hidden],[type=radio],[type=checkbox])),select,textarea{width:100%;min-height:2.625rem;padding:.5rem .75rem;
  font:400 var(--text-m)/1.4 var(--sans);color:var(--ink);background:var(--surface);border:1px solid var(--line-strong);border-radius:var(--radius-s)}
.switch select{width:auto;font-size:var(--text-s);font-weight:560;padding-right:2rem}
select{appearance:none;padding-right:2.25rem;background-image:linear-gradient(45deg,transparent 50%,var(--ink-soft) 50%),linear-gradient(-45deg,transparent 50%,var(--ink-soft) 50%);
  background-position:calc(100% - 1.125rem) 55%,calc(100% - .8125rem) 55%;background-size:.3125rem .3125rem;background-repeat:no-repeat}
textarea{min-height:6rem;resize:vertical}
.form{max-width:44rem;margin-inline:auto}
.form>header{margin-bottom:1.75rem}
.form>header p{color:var(--ink-soft);margin-top:.5rem;max-width:36rem}
.form form{display:grid;gap:1.5rem}
.form fieldset{border:0;min-width:0;display:grid;gap:1.25rem}
.form legend:not(.hidden){font-size:var(--text-l);font-weight:620;padding:0;margin-bottom:0;float:left;width:100%}
.form legend+*{clear:both}
.form fieldset fieldset legend:not(.hidden){font-size:var(--text-s);margin-bottom:.5rem}
.form fieldset fieldset{gap:.5rem}
.if-weighted>.term+.term{margin-top:1.25rem}
.field>label:not(.hidden),.field>legend{display:block;font-size:var(--text-s);font-weight:600;margin-bottom:.375rem}
.field .opt{font-weight:400;color:var(--ink-soft)}
.field .hint{font-size:var(--text-xs);color:var(--ink-soft);margin-top:.375rem}
.wrong{font-size:var(--text-s);color:var(--bad);font-weight:560;margin-top:.375rem}
.field [aria-invalid=true]{border-color:var(--bad);border-width:2px}
.pair{display:grid;gap:1.25rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr))}
.choices{display:grid;gap:.625rem}
.choice{display:grid;grid-template-columns:auto 1fr;gap:.125rem .75rem;padding:.875rem 1rem;border:1px solid var(--line-strong);border-radius:var(--radius-s);cursor:pointer}
.choice:has(:checked){border-color:var(--water-deep);background:var(--water-wash);box-shadow:inset 0 0 0 1px var(--water-deep)}
.choice input{grid-row:1/3;margin:.25rem 0 0;accent-color:var(--water-deep);width:1.0625rem;height:1.0625rem}
.choice b{font-weight:600;font-size:var(--text-s)}
.choice span{font-size:var(--text-xs);color:var(--ink-soft)}
.checks{display:flex;flex-wrap:wrap;gap:.5rem}
.check{display:inline-flex;align-items:center;gap:.5rem;padding:.4375rem .875rem .4375rem .6875rem;border:1px solid var(--line-strong);border-radius:99px;font-size:var(--text-s);cursor:pointer}
.if-native .check{border-radius:var(--radius-s);align-items:flex-start}.if-native .check input{margin-top:.25rem}
.check:has(:checked){border-color:var(--water-deep);background:var(--water-wash)}
.check input{accent-color:var(--water-deep);margin:0}
.check .soft{font-size:var(--text-xs)}
.send{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center}
.soft+.send{margin-top:1rem}
.refused{padding:.875rem 1rem;border-radius:var(--radius-s);background:var(--bad-soft);color:var(--bad);font-weight:600;font-size:var(--text-s)}
.sunken{background:var(--sunken);border-radius:var(--radius-s);padding:1rem}
form:not(:has(option[value="fixed"]:checked)) .if-fixed,form:has(#field-coverageOf):not(:has(#field-coverageOf option[value="amount"]:checked)) .if-amount{display:none}
.rarer .inside{display:grid;gap:1.5rem;padding-top:.5rem}
.property{display:grid;gap:.5rem .75rem;align-items:end;grid-template-columns:minmax(0,14rem) minmax(0,1fr)}
@media (max-width:40rem){.property{grid-template-columns:minmax(0,1fr)}}
.property+.property{margin-top:.5rem}
form:has(#origin-metric:not(:checked)) .if-metric,form:has(#origin-composite:not(:checked)) .if-composite,form:has(#origin-native:not(:checked)) .if-native,
form:has(#origin-metric:checked) .unless-measured,form:has(#origin-composite:checked) .unless-measured,form:has(#origin-manual:checked) .if-measured,form:has(#origin-pushed:checked) .if-measured,
form:not(:has(#field-operation option[value="weighted"]:checked)) .if-weighted,
form:has(#origin-manual:not(:checked)) .if-manual,form:has(#kind-hold:not(:checked)) .if-hold,
form:has(#kind-reach:not(:checked)) .if-reach{display:none}
form:not(:has(option[value="sales_cycle_days"]:checked)) .for-sales_cycle_days,form:not(:has(option[value="stalled_deals"]:checked)) .for-stalled_deals,form:not(:has(option[value="pipeline_coverage"]:checked)) .for-pipeline_coverage{display:none}
.narrow-down{margin-top:1.75rem;border-top:1px solid var(--line)!important;padding-top:1.5rem!important}
.quiet{font-size:var(--text-s);padding:.5rem}
.door{max-width:26rem;margin:clamp(1rem,6vw,4rem) auto 0;display:grid;gap:1.25rem}
.door h1{font-size:var(--text-xl)}
.door form{display:grid;gap:1rem}
`
