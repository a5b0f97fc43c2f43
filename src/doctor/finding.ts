/** Writes findings down. */
import type { FieldError } from '../errors.ts';
import type { CheckName, CheckState, Finding, FoundKey } from '../locale/doctor.ts';

type Params = NonNullable<Finding['found']['params']>;

const finding =
  (state: CheckState) =>
  (name: CheckName, key: FoundKey, params?: Params): Finding => ({
    name,
    state,
    found: { key, ...(params !== undefined && { params }) },
  });

export const sound = finding('ok');
/** Nothing was looked at, and nothing can be done about that. */
export const skipped = finding('skipped');

/** With what is to be done. */
export const trouble = (
  state: Exclude<CheckState, 'ok'>,
  name: CheckName,
  error: FieldError,
  key: FoundKey = error.detail === undefined ? 'message' : 'detail',
  params: Params = error.detail === undefined ? {} : { detail: error.detail },
): Finding => ({ name, state, found: { key, params }, error });

/** What could not be looked at because of the check that failed. */
export const skippedAfter = (check: CheckName, names: readonly CheckName[]): Finding[] =>
  names.map((name) => skipped(name, 'after', { check }));
