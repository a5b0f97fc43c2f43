/**
 * What CANCEL means in each phase of a submission. The machine that uses it has the state `ended`, the guard `isCancelKey`
 * and the action `wantCancel`.
 */

/** Before there is a number CANCEL simply ends it: nothing is on disk, nothing was sent. */
export const endedByCancel = {
  'key.pressed': { guard: 'isCancelKey', target: 'ended' },
  'cancel.requested': 'ended',
} as const;

/** Between two attempts, none of which left the box. */
export const endsByCancel = {
  'key.pressed': { guard: 'isCancelKey', target: 'requesting', actions: 'wantCancel' },
  'cancel.requested': { target: 'requesting', actions: 'wantCancel' },
} as const;

/** A commit is under way. */
export const remembersCancel = {
  'key.pressed': { guard: 'isCancelKey', actions: 'wantCancel' },
  'cancel.requested': { actions: 'wantCancel' },
} as const;
