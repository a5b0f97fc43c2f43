/** A printer that prints at once, fails as told, or waits for the test; what came out stands in the order log. */
import type { OwedDocument, PrinterPort, PrinterStatus, PrintOutcome, QrSlip } from '../../machines/ports.ts';
import { type FieldCode, fieldError } from '../../src/errors.ts';

/** `slip 42 copy 1`, marked when part of it may be on paper already; `notice 42 copy 1`; `qr 42`. */
const nameOf = (document: OwedDocument): string =>
  `${document.kind} ${document.transactionNumber} copy ${document.copy}${document.mayBeOut ? ' duplicate' : ''}`;

export class FakePrinter implements PrinterPort {
  /** What came out, whole. */
  readonly paper: string[] = [];
  /** Null: it prints. */
  fault: { readonly code: FieldCode; readonly mayBeOut: boolean } | null = null;
  #held: ((outcome: PrintOutcome) => void)[] | null = null;
  readonly #record: (line: string) => void;
  readonly #working: <T>(work: () => T) => Promise<T>;

  constructor(record: (line: string) => void, working: <T>(work: () => T) => Promise<T>) {
    this.#record = record;
    this.#working = working;
  }

  /** From now on every job waits for `finish`. */
  hold(): void {
    this.#held = [];
  }

  /** Ends the oldest job that waits: printed, or not. */
  finish(fault: { code: FieldCode; mayBeOut: boolean } | null = null): void {
    const end = this.#held?.shift();
    if (end === undefined) throw new Error('nothing is at the printer');
    end(fault === null ? { ok: true } : { ok: false, error: fieldError(fault.code), mayBeOut: fault.mayBeOut });
  }

  printOwed(document: OwedDocument, signal?: AbortSignal): Promise<PrintOutcome> {
    return this.#print(nameOf(document), signal);
  }

  printQr({ sale, qr }: QrSlip, signal?: AbortSignal): Promise<PrintOutcome> {
    if (qr === '') throw new Error('a QR slip without a QR');
    return this.#print(`qr ${sale.intent.transactionNumber}`, signal);
  }

  status(): PrinterStatus {
    return this.fault === null ? { state: 'ready', paperLow: false } : { state: 'paperOut' };
  }

  async #print(name: string, signal: AbortSignal | undefined): Promise<PrintOutcome> {
    const held = this.#held;
    const outcome =
      held === null
        ? await this.#working<PrintOutcome>(() =>
            this.fault === null
              ? { ok: true }
              : { ok: false, error: fieldError(this.fault.code), mayBeOut: this.fault.mayBeOut },
          )
        : await new Promise<PrintOutcome>((resolve) => {
            held.push(resolve);
            signal?.addEventListener('abort', () => {
              held.splice(held.indexOf(resolve), 1);
              resolve({ ok: false, error: fieldError('PRN-04', 'given up'), mayBeOut: true });
            });
          });
    if (!outcome.ok) return outcome;
    this.paper.push(name);
    this.#record(`print ${name}`);
    return outcome;
  }
}
