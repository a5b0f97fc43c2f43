/**
 * The box as the rest of the program knows it: keys and codes go in, views come out. The actors stay inside.
 * Errors: every method that can be refused rejects with a FieldFailure of its field code.
 */
import {
  type ActorOptions,
  type AnyActorLogic,
  createActor,
  type InspectedEventEvent,
  type InspectionEvent,
} from 'xstate';
import { type FieldError, FieldFailure, fieldError } from '../src/errors.ts';
import type { PanelKey } from '../src/keys.ts';
import { parseSlipCode } from '../src/payment/wallet-code.ts';
import { type ActivationOrder, activatedBefore } from './activation.ts';
import { type BoxEvent, jobRefusal, startRefusal } from './box-context.ts';
import { type BoxView, boxView, type SaleStage } from './box-view.ts';
import type { JobRequest, JobResult } from './job.ts';
import { leftJob } from './menu.ts';
import type { Ports, Sale, Terms } from './ports.ts';
import type { SaleRequest } from './sale.ts';
import type { SaleResult } from './sale-result.ts';
import { boxFor, boxSystemId } from './world.ts';

/** XState's clock: timers of the real world, or of a test. */
export type Clock = NonNullable<ActorOptions<AnyActorLogic>['clock']>;

export interface ActivationRequest {
  readonly terminalId: string;
  readonly serialNumber: string;
  readonly code: string;
  /** Though the terminal is active on another box. */
  readonly replace: boolean;
  /** Though this box was activated before. */
  readonly again: boolean;
}

export interface RunningBox {
  view(): BoxView;
  /** Called once for all that changed in one turn of the loop. Returns the unsubscribe function. */
  onView(listener: (view: BoxView) => void): () => void;
  press(key: PanelKey): void;
  scan(code: string): void;
  /** The scanner read something that is no code. */
  refuseScan(error: FieldError): void;
  printerReady(): void;
  /** Something was put into the print ledger that no machine knows of. */
  documentsOwed(): void;
  /** The journal was opened again after an error: what it holds is loaded anew as soon as no sale is under way. */
  journalReopened(): void;
  /** A setting or the activation changed. `keyLost`: why a box that was activated has no terms. */
  changeTerms(terms: Terms | null, obstacle: FieldError | null, keyLost?: FieldError | null): void;
  /** Resolves with the verdict, or unresolved. Rejects with PAY-04 (busy) or why it cannot start. */
  pay(request: Omit<SaleRequest, 'requestId'>): Promise<SaleResult>;
  /**
   * Refunds a payment; `amountMinor` null: all that is left of it. Resolves when its end is on the screen. Like the two
   * below it rejects with PAY-04 (busy) or why it cannot start.
   */
  refund(request: { transactionNumber: number; amountMinor: number | null }): Promise<JobResult>;
  /** Asks the gateway how a transaction stands, and prints the answer. */
  inquire(request: { transactionNumber: number }): Promise<JobResult>;
  /** Null: the last slip. */
  reprint(request: { transactionNumber: number | null }): Promise<JobResult>;
  /** Resolves when the gateway has answered, or when nothing was closed. */
  closeDay(): Promise<JobResult>;
  /** Cancels the running sale or job, as the key does. Rejects with PAY-11 when there is none. */
  cancel(): Promise<void>;
  /** Rejects with the gateway's refusal, or PAY-04 when the box is not waiting for an activation. */
  activate(request: ActivationRequest): Promise<void>;
  stop(): void;
}

/**
 * Digits of amounts are no secret; those of codes and PINs are (logs). Whoever types a PIN may go on typing when the menu
 * has just said that it is locked.
 */
const loggedKey = (key: PanelKey, { state, menu }: BoxView): string => {
  const isSecret =
    /^(?:inactive|menu\.activating)\b/.test(state) || menu?.job === 'service' || menu?.job === 'activation';
  return isSecret && /^\d/.test(key) ? '#' : key;
};

/** Which transaction a machine is about, as soon as it has a number: `sendybox log --number N` finds it by that. */
const numberIn = (snapshot: object): { readonly number?: number } => {
  const { context } = snapshot as { readonly context?: { readonly sale?: Sale | null } };
  const number = context?.sale?.intent.transactionNumber;
  return number === undefined ? {} : { number };
};

/** The stages that share one deadline: showing the QR and waiting for the customer are one wait. */
const waitingPhase = (stage: SaleStage): string | null => {
  if (stage === 'awaitingScan') return 'scan';
  return stage === 'presenting' || stage === 'confirming' ? 'confirmation' : null;
};

/**
 * A machine that throws ends the process. XState stops it, leaves its children running and tells its parent, where the
 * wildcard that logs the unexpected would swallow it: an obligation would be gone, and nobody would know. What is on disk
 * is all that can be trusted then. A call that fails is no such thing: who invoked it has an `onError`.
 */
const fallOf = ({ event, sourceRef }: InspectedEventEvent): { readonly error: unknown } | null => {
  if (!event.type.startsWith('xstate.error.actor.') || sourceRef === undefined) return null;
  const snapshot: unknown = sourceRef.getSnapshot();
  const isMachine = typeof snapshot === 'object' && snapshot !== null && 'value' in snapshot;
  return isMachine ? { error: (event as { readonly error?: unknown }).error } : null;
};

/** `watch`: sees what the machines do, each step of it; for a simulation that counts the transitions taken. */
export const startBox = (ports: Ports, clock: Clock, watch?: (inspection: InspectionEvent) => void): RunningBox => {
  const listeners = new Set<(view: BoxView) => void>();
  const waitingForSale = new Map<number, (result: SaleResult) => void>();
  const waitingForJob = new Map<number, (result: JobResult | null) => void>();
  const waitingForActivation = new Set<(error: FieldError | null) => void>();
  let lastRequestId = 0;
  let notifying = false;
  let wait: { readonly phase: string; readonly sinceMs: number } | null = null;
  const lastStates = new WeakMap<object, string>();

  const notifySoon = (): void => {
    if (notifying) return;
    notifying = true;
    // After what is under way: a request leaves before its screen is drawn.
    setImmediate(() => {
      notifying = false;
      const view = viewNow();
      for (const listener of listeners) listener(view);
    });
  };

  /** The view with the deadline of what the cashier waits for; the machines themselves know no wall time. */
  const viewNow = (): BoxView => {
    const view = boxView(actor.getSnapshot());
    const phase = view.sale === null ? null : waitingPhase(view.sale.stage);
    if (view.sale === null || phase === null) {
      wait = null;
      return view;
    }
    if (wait?.phase !== phase) wait = { phase, sinceMs: Date.parse(ports.wallClock.now()) };
    return { ...view, deadline: new Date(wait.sinceMs + view.sale.waitTimeoutMs).toISOString() };
  };

  /** Every transition of every machine is in the log (a field engineer asks: what did it do, and why). */
  const inspect = (inspection: InspectionEvent): void => {
    watch?.(inspection);
    if (inspection.type === '@xstate.event') {
      const bug = fallOf(inspection);
      if (bug !== null) ports.broken(bug.error);
      return;
    }
    if (inspection.type !== '@xstate.snapshot') return;
    const { actorRef, event, snapshot } = inspection;
    notifySoon();
    if (!('value' in snapshot)) return;
    const state = typeof snapshot.value === 'string' ? snapshot.value : JSON.stringify(snapshot.value);
    if (lastStates.get(actorRef) === state) return;
    const from = lastStates.get(actorRef) ?? null;
    lastStates.set(actorRef, state);
    const machine = 'id' in actorRef ? actorRef.id : '';
    ports.log('machine.transition', { machine, from, to: state, by: event.type, ...numberIn(snapshot) });
  };

  const actor = createActor(boxFor(ports), {
    id: 'box',
    systemId: boxSystemId,
    clock,
    inspect,
    input: { terms: ports.terms(), obstacle: ports.obstacle() },
  });
  actor.subscribe({ error: (bug) => ports.broken(bug) });
  actor.on('sale.finished', ({ requestId, result }) => {
    ports.log('sale.finished', {
      outcome: result.outcome,
      number: result.sale?.intent.transactionNumber ?? null,
      amount: result.sale?.intent.amountMinor ?? null,
      error: result.error?.code ?? null,
      reason: result.error?.params?.reason ?? null,
    });
    if (requestId === null) return;
    waitingForSale.get(requestId)?.(result);
    waitingForSale.delete(requestId);
  });
  actor.on('job.finished', ({ requestId, result }) => {
    ports.log('job.finished', {
      job: result?.kind,
      outcome: result?.outcome,
      error: result?.error?.code ?? null,
      number: (result?.sale?.intent ?? result?.payment)?.transactionNumber ?? null,
    });
    if (requestId === null) return;
    waitingForJob.get(requestId)?.(result);
    waitingForJob.delete(requestId);
  });
  actor.on('activation.finished', ({ error }) => {
    for (const settle of waitingForActivation) settle(error);
    waitingForActivation.clear();
  });
  actor.start();

  const send = (event: BoxEvent): void => actor.send(event);

  const nextRequestId = (): number => {
    lastRequestId += 1;
    return lastRequestId;
  };

  const doJob = async (request: JobRequest): Promise<JobResult> => {
    const event: BoxEvent = { type: 'job.requested', request };
    const snapshot = actor.getSnapshot();
    if (!snapshot.can(event))
      throw new FieldFailure(jobRefusal(snapshot.context, request) ?? fieldError('PAY-04', boxView(snapshot).state));
    const finished = new Promise<JobResult | null>((resolve) => waitingForJob.set(request.requestId, resolve));
    send(event);
    return (await finished) ?? leftJob(request.kind);
  };

  return {
    view: viewNow,
    onView(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press(key) {
      ports.log('key.pressed', { key: loggedKey(key, boxView(actor.getSnapshot())) });
      send({ type: 'key.pressed', key });
    },
    scan(code) {
      ports.log('code.scanned', { length: code.length });
      // The QR on our own slip is never sent as a customer's code (gateway contract, customer codes).
      if (parseSlipCode(code) === null || actor.getSnapshot().matches('menu')) send({ type: 'code.scanned', code });
      else send({ type: 'scan.refused', error: fieldError('SCN-05', 'the code on a slip') });
    },
    refuseScan(error) {
      ports.log('scan.refused', { error: error.code, detail: error.detail });
      send({ type: 'scan.refused', error });
    },
    printerReady: () => send({ type: 'printer.ready' }),
    journalReopened: () => send({ type: 'journal.reopened' }),
    documentsOwed: () => send({ type: 'documents.owed' }),
    changeTerms: (terms, obstacle, keyLost = null) => send({ type: 'terms.changed', terms, obstacle, keyLost }),
    async pay(request) {
      const requestId = nextRequestId();
      const event: BoxEvent = { type: 'pay.requested', request: { ...request, requestId } };
      const snapshot = actor.getSnapshot();
      if (!snapshot.can(event)) {
        const idle = snapshot.matches('ready') || snapshot.matches('showingResult') || snapshot.matches('inactive');
        const refusal = idle ? startRefusal(snapshot.context, event.request) : snapshot.context.obstacle;
        throw new FieldFailure(refusal ?? fieldError('PAY-04', boxView(snapshot).state));
      }
      const finished = new Promise<SaleResult>((resolve) => waitingForSale.set(requestId, resolve));
      send(event);
      return await finished;
    },
    refund: (request) => doJob({ ...request, kind: 'refund', requestId: nextRequestId() }),
    inquire: (request) => doJob({ ...request, kind: 'inquiry', requestId: nextRequestId() }),
    reprint: (request) => doJob({ ...request, kind: 'reprint', requestId: nextRequestId() }),
    closeDay: () => doJob({ kind: 'dayClose', requestId: nextRequestId() }),
    async cancel() {
      const snapshot = actor.getSnapshot();
      if (!snapshot.matches('paying') && !snapshot.matches('menu')) throw new FieldFailure(fieldError('PAY-11'));
      send({ type: 'cancel.requested' });
    },
    async activate({ terminalId, serialNumber, code, replace, again }) {
      const snapshot = actor.getSnapshot();
      const order: ActivationOrder = { values: { terminalId, serialNumber, code }, replaceExisting: replace, again };
      if (snapshot.context.terms !== null) {
        // Before the cashier's screen is taken: nothing is wrong with the box.
        if (!again && !replace) throw new FieldFailure(activatedBefore(ports.activation.earlier()));
        const result = await doJob({ ...order, kind: 'activation', requestId: nextRequestId() });
        if (result.outcome !== 'done') throw new FieldFailure(result.error ?? fieldError('PAY-09'));
        return;
      }
      const waiting = snapshot.matches('inactive') && boxView(snapshot).activation?.stage !== 'requesting';
      if (!waiting) {
        throw new FieldFailure(snapshot.context.obstacle ?? fieldError('PAY-04', boxView(snapshot).state));
      }
      const finished = new Promise<FieldError | null>((resolve) => waitingForActivation.add(resolve));
      send({ ...order, type: 'activation.requested' });
      const error = await finished;
      if (error !== null) throw new FieldFailure(error);
    },
    stop() {
      listeners.clear();
      actor.stop();
    },
  };
};
