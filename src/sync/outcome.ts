/** How a message ended. Invariant 6: done, to be delivered again, or parked with a reason a person can act on. */
export type Outcome =
  /** `note` says for the log what there was to do. */
  | { readonly kind: 'done'; readonly note: string }
  /** Somebody else is working on it, or a cool-down is not over; whoever holds it goes on. Nothing to deliver again. */
  | { readonly kind: 'busy'; readonly until: string | null }
  /** Ours broke, not the CRM: the queue delivers it again, and gives up in the end. */
  | { readonly kind: 'retry'; readonly delayMs: number; readonly reason: string }
  /** The run failed for this reason, which stands on it. */
  | { readonly kind: 'parked'; readonly reason: string }

export function done(note: string): Outcome {
  return { kind: 'done', note }
}
