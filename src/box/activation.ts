/**
 * Activation as the machines ask for it: what must not be asked is refused here, the attempt is on disk before it
 * leaves, and the identity is on disk before anybody hears of it.
 */
import type { ActivationInput, ActivationMemory } from '../../machines/ports.ts';
import { type FieldError, fieldError } from '../errors.ts';
import type { GatewayClient } from '../gateway/client.ts';
import type { Outcome } from '../gateway/outcome.ts';
import type { Scope } from '../journal/journal.ts';
import type { TerminalInfo } from '../payment/types.ts';
import type { ActivationRecord, AttemptEnd } from '../terminal/activation-record.ts';
import type { Identity } from '../terminal/terminal-store.ts';

export interface ActivationOptions {
  readonly client: () => Pick<GatewayClient, 'activate'>;
  /** In force now; null: none is set. */
  readonly serverUrl: () => string | null;
  readonly record: ActivationRecord;
  readonly hardwareId: () => Promise<string>;
  /** Resolves when it is on disk. Rejects with FieldFailure TRM-02. */
  readonly save: (identity: Identity) => Promise<void>;
  /** Where payments are open. */
  readonly openScopes: () => Promise<readonly Scope[]>;
  /** Of the terminal that this box is active as; null: none. */
  readonly scope: () => Scope | null;
  /** The same, if its shift is open: the gateway may have to be asked for that. */
  readonly openShift: () => Promise<Scope | null>;
  /** Called when the new identity is on disk, before the activation is told of. */
  readonly onActivated: (identity: Identity) => void;
  readonly softwareVersion: string;
  readonly log: (event: string, data: Readonly<Record<string, unknown>>, level: 'warn') => void;
}

type Activate = (input: ActivationInput, signal?: AbortSignal) => Promise<Outcome<TerminalInfo>>;

const notSent = (error: FieldError): Outcome<never> => ({ kind: 'notSent', error });

/** The machines' `activate`. Errors beside the gateway's: ACT-03 (known to be void), ACT-08, ACT-10, TRM-02. */
export const activationWith = (options: ActivationOptions): Activate => {
  const { record, log } = options;

  /** What is open belongs to the present terminal at the present gateway (gateway contract, rule 1). */
  const refusalFor = async (terminalId: string, serverUrl: string): Promise<FieldError | null> => {
    const isElsewhere = (scope: Scope): boolean => scope.gateway !== serverUrl || scope.terminalId !== terminalId;
    if ((await options.openScopes()).some(isElsewhere)) return fieldError('ACT-08');
    const present = options.scope();
    if (present === null || !isElsewhere(present)) return null;
    return (await options.openShift()) === null ? null : fieldError('ACT-10');
  };

  return async (input, signal) => {
    const serverUrl = options.serverUrl() ?? '';
    const refusal = await refusalFor(input.terminalId, serverUrl);
    if (refusal !== null) return notSent(refusal);
    const attempt = { ...input, serverUrl };
    const begun = await record.begin(attempt, input.attemptId);
    if (!begun.ok) return notSent(begun.error);
    const hardwareId = await options.hardwareId();
    const { softwareVersion } = options;
    const outcome = await options
      .client()
      .activate({ ...input, attemptId: begun.value.attemptId, hardwareId, softwareVersion }, signal);
    if (outcome.kind === 'answered') {
      const { terminalKey, ...info } = outcome.value;
      const { activatedAt } = info;
      const identity: Identity = { serverUrl, hardwareId, terminalKey, info, activatedAt };
      await options.save(identity);
      await remember(record.end(attempt, { kind: 'activated', activatedAt }));
      options.onActivated(identity);
      return { kind: 'answered', value: info };
    }
    await remember(record.end(attempt, endOf(outcome)));
    return outcome;
  };

  /** A disk that is full now costs a repeated question later, and nothing else. */
  async function remember(written: Promise<FieldError | null>): Promise<void> {
    const error = await written;
    if (error !== null) log('activation.notRemembered', { error }, 'warn');
  }
};

/** A box that was activated before it kept such a record knows it by its identity. */
export const memoryOf = (
  record: ActivationRecord,
  serverUrl: () => string | null,
  identity: () => Identity | null,
): ActivationMemory => ({
  earlier() {
    const known = identity();
    return (
      record.last() ?? (known === null ? null : { terminalId: known.info.terminal.id, activatedAt: known.activatedAt })
    );
  },
  attemptsLeft: (terminalId) => record.attemptsLeft(serverUrl() ?? '', terminalId),
});

const endOf = (outcome: Exclude<Outcome<unknown>, { kind: 'answered' }>): AttemptEnd => {
  if (outcome.kind !== 'refused') return { kind: 'open' };
  switch (outcome.problem.code) {
    case 'activation-code-wrong':
      return { kind: 'wrong', attemptsLeft: outcome.problem.attemptsLeft ?? null };
    case 'activation-code-void':
      return { kind: 'void' };
    case 'terminal-unknown':
    case 'terminal-already-active':
      return { kind: 'other' };
    default:
      // It speaks of its own try alone: one before it may have been counted.
      return { kind: 'open' };
  }
};
