/** What a run is for. Nights and manual syncs bring the values of a day; the others run beside them and are in nobody's way. */
import { backgroundStreams } from '../../connectors/contract.ts'

export const nightKinds = ['night', 'manual'] as const
export type NightKind = (typeof nightKinds)[number]
/** Each walks the one stream of its name. */
export const backgroundKinds = backgroundStreams
export type BackgroundKind = (typeof backgroundKinds)[number]
export type RunKind = NightKind | BackgroundKind

export function isBackground(kind: RunKind): kind is BackgroundKind {
  return (backgroundKinds as readonly RunKind[]).includes(kind)
}

/** Conditions on a row of `run`. */
export const ofBackground = "kind IN ('history', 'census')"
export const ofNights = "kind IN ('night', 'manual')"
