/** Ground rules: type, links, focus, the frame of a page. */
export const base = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--ground);color:var(--ink);font:400 var(--text-m)/1.5 var(--sans);
  font-variant-numeric:tabular-nums;overflow-wrap:break-word;hyphens:manual}
h1,h2,h3,p,dl,dd,ul,ol,figure,fieldset{margin:0;padding:0}
ul,ol{list-style:none}
h1,h2,h3{font-weight:620;line-height:1.2;letter-spacing:-.012em;text-wrap:balance}
h1{font-size:var(--text-2xl)}h2{font-size:var(--text-l)}h3{font-size:var(--text-m)}
a{color:var(--water-deep);text-decoration-thickness:1px;text-underline-offset:.2em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--water);outline-offset:2px;border-radius:4px}
svg{display:block;max-width:100%}
svg text{font-family:var(--sans);font-variant-numeric:tabular-nums}
.soft{color:var(--ink-soft)}
.small{font-size:var(--text-xs)}
.nowrap{white-space:nowrap}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--surface);padding:.5rem 1rem;border-radius:var(--radius-s);z-index:9}
.skip:focus{top:.5rem}
.wrap{width:100%;max-width:72rem;margin-inline:auto;padding-inline:clamp(1rem,3.5vw,2.5rem)}
.top{background:var(--surface);border-bottom:1px solid var(--line)}
.top .wrap{display:flex;align-items:center;gap:.25rem 1.25rem;min-height:3.75rem}
.brand{display:inline-flex;align-items:center;gap:.625rem;color:var(--ink);text-decoration:none;font-weight:680;
  font-size:1.125rem;letter-spacing:-.015em;padding:.375rem 0}
.place{color:var(--ink-soft);font-size:var(--text-s);padding-left:1.25rem;border-left:1px solid var(--line);
  white-space:nowrap;overflow:hidden;text-overflow:ellipsis;min-width:0}
.top .menu{margin-left:auto}
main{padding-block:clamp(1.5rem,4vw,2.75rem) 4rem;min-height:70vh}
.foot{border-top:1px solid var(--line);padding-block:1.5rem 2.5rem;font-size:var(--text-s);color:var(--ink-soft)}
.card{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);box-shadow:var(--shadow)}
.pad{padding:clamp(1.125rem,2.4vw,1.75rem)}
.pad>h2+.soft{margin-top:.375rem}
.button{display:inline-flex;align-items:center;justify-content:center;gap:.5rem;min-height:2.625rem;padding:.5rem 1.125rem;
  border-radius:var(--radius-s);border:1px solid var(--line-strong);background:var(--surface);color:var(--ink);
  font:600 var(--text-s)/1.2 var(--sans);text-decoration:none;cursor:pointer}
.button:hover{background:var(--sunken)}
.button.main{background:var(--water-deep);border-color:var(--water-deep);color:var(--surface)}
.button.main:hover{filter:brightness(1.08)}
.menu{position:relative}
.menu>summary{list-style:none;cursor:pointer;display:flex;align-items:center;gap:.5rem;padding:.4375rem .75rem;
  border-radius:var(--radius-s);font-size:var(--text-s);font-weight:560;border:1px solid transparent;white-space:nowrap}
.menu>summary::-webkit-details-marker{display:none}
.menu>summary:hover,.menu[open]>summary{background:var(--sunken);border-color:var(--line)}
.menu .sheet{position:absolute;right:0;top:calc(100% + .5rem);z-index:5;width:17rem;max-width:calc(100vw - 2rem);padding:1rem;display:grid;gap:1rem}
@media (max-width:34rem){.cycles .sheet{right:auto;left:0}}
.cycles>summary{min-height:2.625rem;border-color:var(--line-strong);background:var(--surface);font-weight:600}
.cycles .sheet{width:13rem;padding:.625rem;gap:.625rem}
.cycles li a{display:block;padding:.5rem .75rem;border-radius:var(--radius-s);color:var(--ink);text-decoration:none;font-size:var(--text-s)}
.cycles li a:hover{background:var(--sunken)}
.cycles li a[aria-current]{background:var(--water-soft);font-weight:620}
.sheet .who{font-size:var(--text-s);line-height:1.35}
.segments{display:flex;border:1px solid var(--line-strong);border-radius:var(--radius-s);overflow:hidden}
.segments button{flex:1;border:0;background:none;color:inherit;font:inherit;font-size:var(--text-xs);padding:.5rem .375rem;cursor:pointer;min-height:2.25rem}
.segments button+button{border-left:1px solid var(--line-strong)}
.segments button[aria-pressed="true"]{background:var(--water-deep);color:var(--surface);font-weight:620}
.segments button:focus-visible{outline-offset:-3px}
.label{display:block;font-size:var(--text-xs);color:var(--ink-soft);font-weight:560;margin-bottom:.375rem}
@media (max-width:34rem){.place{display:none}}
@media print{.top,.foot,.skip,.button{display:none}.card{box-shadow:none;break-inside:avoid}}
`
