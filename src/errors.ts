/**
 * The field codes: every failure that can be expected has one, and a person meets the same code on the screen, in the
 * log, on paper and in the CLI. The sentence and the cure for each stand in `src/locale/`, in both languages.
 */
export const fieldCodes = [
  // Activation and the terminal's identity
  'ACT-01', // the box is not activated
  'ACT-02', // activation code wrong, attempts left
  'ACT-03', // activation code void
  'ACT-04', // no such terminal id and serial number
  'ACT-05', // terminal active on another box
  'ACT-06', // another box was activated for this terminal
  'ACT-07', // an activation field is empty or not as it must be
  'ACT-08', // payments of the present terminal are still open
  'ACT-09', // this box was activated before
  'ACT-10', // the shift of the present terminal is still open
  'TRM-01', // terminal.json is empty, torn or edited wrongly
  'TRM-02', // terminal.json cannot be read or written
  // Amounts
  'AMT-01', // amount is zero
  'AMT-02', // amount below the limit
  'AMT-03', // amount above the limit
  'AMT-04', // not an amount
  // Devices
  'SCN-01', // scanner missing
  'SCN-02', // empty code
  'SCN-03', // code too long
  'SCN-04', // code with control characters or binary data
  'SCN-05', // a scan that nobody asked for
  'SCN-06', // the scanner sends what is no report
  'SCN-07', // not a slip of this terminal
  'PRN-01', // printer missing
  'PRN-02', // paper out
  'PRN-03', // cover open
  'PRN-04', // printer does not answer in time
  'PRN-05', // cutter, head or other printer error
  'PRN-06', // paper low
  'PRN-07', // printer answers garbage
  'KEY-01', // keypad missing
  'DSP-01', // display missing
  'DEV-01', // device driver unknown or not configured
  // The way to the gateway
  'NET-01', // connection refused or host unreachable
  'NET-02', // host name not found
  'NET-03', // certificate not trusted
  'NET-04', // certificate expired or not yet valid
  'NET-05', // certificate does not match the pinned keys
  'NET-06', // no answer in time
  'NET-07', // connection lost before the answer
  'NET-08', // server error (5xx)
  'NET-09', // an answer that is not the gateway's (proxy, captive portal)
  'NET-10', // malformed answer
  'NET-11', // answer too large
  'NET-12', // another TLS failure
  'NET-13', // self-test: the gateway answers slowly
  'NET-14', // self-test: a proxy is set in the environment, and the box uses none
  'NET-15', // self-test: a certificate of the gateway ends soon
  // What the gateway says
  'GWY-01', // request-invalid
  'GWY-02', // signature-invalid
  'GWY-03', // clock-skew
  'GWY-04', // terminal-blocked
  'GWY-05', // not-permitted
  'GWY-06', // payment-not-found
  'GWY-07', // transaction-number-conflict
  'GWY-08', // shift-closed
  'GWY-09', // amount-out-of-range
  'GWY-10', // payment-system-unavailable
  'GWY-11', // qr-unrecognised
  'GWY-12', // too-many-requests
  'GWY-13', // shift-not-found
  'GWY-14', // shift-has-pending
  'GWY-15', // totals-changed
  'GWY-16', // refund-state-changed
  'GWY-17', // the gateway contradicts a final state
  'GWY-18', // replayed
  // Payments
  'PAY-01', // declined
  'PAY-02', // cancelled
  'PAY-03', // not confirmed in time
  'PAY-04', // the box is busy
  'PAY-05', // end unknown: not paid for the cashier, money taken returns by itself
  'PAY-06', // no such payment in the journal
  'PAY-07', // this mode or payment system is not enabled
  'PAY-08', // a payment with this reference was made with other terms
  'PAY-09', // cancelled by the cashier before anything was sent
  'PAY-10', // too many payments without a known end: no new sale
  'PAY-11', // nothing is under way that could be cancelled
  'PAY-12', // refund: the payment was not paid
  'PAY-13', // refund: all of it was refunded already
  'PAY-14', // refund: more than is left of the payment
  'PAY-15', // refund: another one of this payment is under way
  'PAY-16', // refund: the number is itself a refund
  'PAY-17', // refund: the money of this payment returns by itself
  'PAY-18', // refund: how the payment ends is not known yet
  'PAY-19', // refund declined
  'PAY-20', // refund: its end is not known yet, it goes on by itself
  'PAY-21', // it looks like an earlier sale, and nobody confirmed that it is another
  // Day close
  'CLS-01', // payments are open, or their money is still to go back
  'CLS-02', // nothing was done in this shift, and this box closed none before
  'CLS-03', // the gateway counts in another currency
  // Reports
  'RPT-01', // there is no such shift
  'RPT-02', // the span of time ends before it begins
  // Storage
  'JRN-01', // disk full
  'JRN-02', // journal cannot be written
  'JRN-03', // journal of a newer version
  'JRN-04', // journal damaged
  'JRN-05', // journal cannot be read: no permission, or the disk
  'JRN-06', // there is no journal
  // Settings
  'SET-01', // settings.json empty, torn or not JSON
  'SET-02', // value not allowed
  'SET-03', // unknown key
  'SET-04', // settings of a newer version
  'SET-05', // serverUrl is not set
  'SET-06', // settings.json cannot be written
  // The service menu
  'SRV-01', // no service PIN is set
  'SRV-02', // service PIN wrong, attempts left
  'SRV-03', // locked after three wrong PINs
  'SRV-04', // the new PIN was not typed the same twice
  'SRV-05', // the attempt cannot be written: no PIN is looked at
  // The log
  'LOG-01', // no log of that day
  'LOG-02', // the log cannot be read
  'LOG-03', // self-test: none has been written
  // Files for people: backups and support bundles
  'FIL-01', // it exists already
  'FIL-02', // its directory does not exist
  'FIL-03', // no permission to write there
  'FIL-04', // disk full where it is to be
  'FIL-05', // it cannot be written for another reason
  'FIL-06', // what is there is no earlier backup or bundle and is not replaced
  'FIL-07', // stopped by Ctrl-C
  // What the self-test finds in the box itself
  'CLK-01', // the clock differs from the gateway's
  'CLK-02', // nothing synchronises the clock
  'OBL-01', // an operation is not finished yet
  'DSK-01', // little space left
  'DSK-02', // mounted read-only
  'DSK-03', // the card or the eMMC is worn
  'RGT-01', // a file with the wrong rights or owner
  'RGT-02', // who asks may not read a file
  'PWR-01', // under-voltage now
  'PWR-02', // under-voltage since the start
  // The control socket and the CLI
  'CTL-01', // request not understood
  'CTL-02', // unknown command
  'CTL-03', // request too large
  'CTL-04', // the box does not answer
  'CTL-05', // another box answers on the control socket, or it cannot be made
  'CTL-06', // this version cannot do that yet
  'BUG-01', // a broken invariant; see the log
] as const;

export type FieldCode = (typeof fieldCodes)[number];

/** An expected failure as a value. `detail` is for the log and the field engineer: technical, never a secret. */
export interface FieldError {
  readonly code: FieldCode;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly detail?: string;
}

export const fieldError = (
  code: FieldCode,
  detail?: string,
  params?: Readonly<Record<string, string | number>>,
): FieldError => ({ code, ...(detail === undefined ? {} : { detail }), ...(params === undefined ? {} : { params }) });

/** Of the gateway's decline codes those that say why (gateway contract, `Payment`). */
export const declineReasons = [
  'insufficient-funds',
  'rejected-by-customer',
  'code-expired',
  'code-used',
  'limit-exceeded',
  'suspected-fraud',
] as const;

/**
 * Why, where one code has several causes: the parameter `reason`. Each has a sentence of its own, which follows that of
 * the code (`src/locale/error-reasons.ts`), so that nobody is told in prose of the program.
 */
export const errorReasons = [
  // ACT-07
  'terminalIdMissing',
  'serialNumberMissing',
  'codeMissing',
  'terminalIdCharacter',
  'serialNumberCharacter',
  'codeCharacter',
  'terminalIdTooLong',
  'serialNumberTooLong',
  'codeTooLong',
  // PAY-01, PAY-19
  ...declineReasons,
  // PAY-04
  'serverUrlInUse',
  'tooManyConnections',
  'tooManyRequests',
  'tooManyCalls',
  // PAY-06
  'noSlip',
  // GWY-17
  'statusUnexpected',
  'statusChanged',
  'deniedAfterAnswer',
  'unknownToGateway',
  // PAY-07
  'notAllowedForTerminal',
  // JRN-04
  'foreignDatabase',
  // SET-02
  'urlUnreadable',
  'urlProtocol',
  'urlPlainHttp',
  'urlCredentials',
  'urlQuery',
  'urlSlash',
  'urlCharacters',
  'pinnedKey',
  'caFileUnreadable',
  'caFileEmpty',
  'caFileBroken',
  'servicePinDigits',
  'valueMissing',
  // CTL-01
  'stateUnknown',
  'requestFields',
  'requestNotJson',
  'requestShape',
  'requestIncomplete',
  // CTL-04
  'noAnswerInTime',
  'connectionClosed',
  'notABox',
] as const;
export type ErrorReason = (typeof errorReasons)[number];

export const reasonedError = (
  code: FieldCode,
  reason: ErrorReason,
  params: Readonly<Record<string, string | number>> = {},
  detail?: string,
): FieldError => fieldError(code, detail, { ...params, reason });

/** What can be expected to fail returns this; exceptions are for bugs and for promises that a machine invokes. */
export type Result<T, E = FieldError> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const failed = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** Carries a FieldError through code that can only throw (promise actors, streams). */
export class FieldFailure extends Error {
  readonly fieldError: FieldError;

  constructor(error: FieldError, options?: ErrorOptions) {
    super(error.detail === undefined ? error.code : `${error.code} ${error.detail}`, options);
    this.name = 'FieldFailure';
    this.fieldError = error;
  }
}

/** The FieldError inside an unknown thrown thing; anything else is a bug and gets `BUG-01` with its message. */
export const toFieldError = (thrown: unknown): FieldError =>
  thrown instanceof FieldFailure
    ? thrown.fieldError
    : fieldError('BUG-01', thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));

/** Stops the process on a broken invariant: a box that no longer knows what it does must not move money. */
export function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${invariant}`);
}
