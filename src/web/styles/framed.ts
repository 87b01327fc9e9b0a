/** A card in the frame of another tool: narrow, without our head and foot. */
export const framed = `
.framed { background: var(--surface); font-size: 0.9375rem; }
.framed main { padding: 1rem; max-width: 30rem; }
.framed header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0.25rem 1rem; margin-bottom: 0.75rem; }
.framed h1 { font-size: 1.0625rem; margin: 0; }
.framed h2 { font-size: 0.875rem; margin: 1rem 0 0.375rem; color: var(--ink-soft); font-weight: 600; }
.framed p { margin: 0; }
.framed .under { display: block; font-size: 0.8125rem; }
.framed .age { font-size: 0.8125rem; }
.framed .stale { color: var(--warn); }
.framed ul { list-style: none; margin: 0; padding: 0; }
.framed .counts > li { padding: 0.75rem 0; border-top: 1px solid var(--line); }
.framed .head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: start; gap: 0.25rem 0.5rem; }
.framed .head a { font-weight: 600; overflow-wrap: anywhere; }
.framed .value { margin-top: 0.375rem; }
.framed .value strong { font-size: 1.125rem; font-variant-numeric: tabular-nums; }
.framed .recurring .value strong { font-size: 1.5rem; }
.framed .card-level { display: block; width: 100%; margin: 0.375rem 0 0.125rem; }
.card-level .track { fill: var(--sunken); }
.card-level .water { fill: var(--water); }
.card-level .full { fill: var(--done); }
.card-level .still { fill: var(--mute-fill); }
.framed .part { margin: 0.5rem 0 0; display: grid; gap: 0.25rem; }
.framed .part div { display: grid; grid-template-columns: minmax(7rem, 38%) 1fr; gap: 0.5rem; }
.framed dt { color: var(--ink-soft); font-size: 0.875rem; }
.framed dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.framed .note { margin-top: 0.375rem; font-size: 0.875rem; }
.framed .renewals li { display: flex; justify-content: space-between; gap: 1rem; padding: 0.375rem 0; border-top: 1px solid var(--line); font-variant-numeric: tabular-nums; }
.framed .notes { border-top: 1px solid var(--line); padding-top: 0.625rem; font-size: 0.875rem; color: var(--ink-soft); display: grid; gap: 0.25rem; }
.framed footer { margin-top: 0.75rem; font-size: 0.875rem; }
.framed .none { padding: 0.75rem 0; border-top: 1px solid var(--line); }
.framed .none h2 { margin-top: 0; color: inherit; font-size: 0.9375rem; }
.code { margin: 0.5rem 0 0; padding: 0.75rem; overflow-x: auto; background: var(--sunken); border-radius: 0.5rem; font: 0.8125rem/1.5 ui-monospace, monospace; }
.secret { font: 0.9375rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; user-select: all; }
`
