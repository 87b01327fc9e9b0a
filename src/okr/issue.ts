/** What a write answers instead of writing. */
import type { NativeCode } from '../../connectors/native.ts'

/** A refusal that names the field and the reason; every surface words it from the same code. */
export interface Issue {
  readonly field: string
  readonly code:
    | 'required'
    | 'invalid'
    | 'day'
    | 'cycle_ends_before_start'
    | 'baseline_is_target'
    | 'weight_negative'
    | 'bounds_missing'
    | 'bounds_exclude_everything'
    | 'share_out_of_range'
    | 'unit_mismatch'
    | 'pace_not_seasonal'
    | 'stage_gone'
    | 'pipeline_gone'
    | 'team_gone'
    | 'property_gone'
    | 'connection_gone'
    | 'params_invalid'
    | 'group_too_small'
    | 'rest_too_small'
    /** Of terms that are each allowed: too few people are in one and not in another. */
    | 'apart_too_small'
    /** Beside other numbers that were told; with how many people, or with the names of those numbers. */
    | 'beside_too_small'
    | 'beside_named'
    | 'not_found'
    /** The value is final. */
    | 'frozen'
    | 'cycle_closed'
    /** The process has gone on: goals are not changed in this phase, a step that is not there. */
    | 'phase_closing'
    | 'phase_closed'
    | 'phase_step'
    /** With the way it would go round, in titles. */
    | 'alignment_circle'
    | 'team_name_taken'
    /** Set by hand what nobody measures: its value is typed. */
    | 'type_instead'
    | 'absurd'
    | 'expiry_past'
    /** Would hold beyond the freezing; with the last day possible. */
    | 'after_freezing'
    | 'rate'
    /** No place of the web that a browser would compare. */
    | 'origin'
    /** The minimum number of people: below what may be, what it is already, another proposal waits. */
    | 'minimum_floor'
    | 'minimum_unchanged'
    | 'proposal_open'
    /** Decided, taken back, or too old. */
    | 'proposal_closed'
    /** Whoever proposes does not agree, in whichever role. */
    | 'same_person'
    /** What came back from the CRM instead of one number. */
    | `native_${NativeCode}`
    /** Somebody else's number cannot be taken apart. */
    | 'native_foreign'
  /** What it is about: the id that does not exist, the number of people. */
  readonly subject?: string
}
