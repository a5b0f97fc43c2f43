/** Journal rows belong to the gateway and the terminal that the box is active as (gateway contract, rule 1). */
import type { FieldError, Result } from '../errors.ts';
import type { Journal, Scope } from '../journal/journal.ts';
import type { Identity } from '../terminal/terminal-store.ts';

export const scopeOf = (identity: Identity | null): Scope | null =>
  identity === null ? null : { gateway: identity.serverUrl, terminalId: identity.info.terminal.id };

export interface JournalScopeOptions {
  readonly opened: Result<Pick<Journal, 'scope'>>;
  readonly identity: () => Identity | null;
  /** What was in the way of selling is so no more, or something is. */
  readonly onChanged: () => void;
}

export interface JournalScope {
  /** Why nothing can be written for this terminal; null: it can. */
  error(): FieldError | null;
  /** The identity may be another by now. */
  apply(): void;
  /** The disk has failed and works again. */
  reopened(): void;
}

export const journalScope = ({ opened, identity, onChanged }: JournalScopeOptions): JournalScope => {
  let error = opened.ok ? null : opened.error;
  const apply = (): void => {
    if (!opened.ok) return;
    const scoped = opened.value.scope(scopeOf(identity()));
    error = scoped.ok ? null : scoped.error;
  };
  return {
    error: () => error,
    apply,
    reopened() {
      if (error === null) return;
      // Not from within the call that has found the disk well again.
      queueMicrotask(() => {
        apply();
        onChanged();
      });
    },
  };
};
