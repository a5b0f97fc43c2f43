/** Every time-out of the machines, in milliseconds, each with its reason. Machines name them; nothing else holds one. */
export const delays = {
  /** CLEAR twice within this clears the whole amount (surfaces: keys on the box). */
  clearTwiceMs: 500,
  /** A notice covers the last line long enough to be read by someone who looks up from the till. */
  noticeMs: 4_000,
  /** A typed amount that nobody starts is forgotten, so that the next customer does not pay it. */
  entryForgottenMs: 120_000,
  /** A list on the screen (wallets, modes, menu) that nobody answers is left. */
  choiceMs: 60_000,
  /** A prefetched counter may be overtaken by another box or a close: it is asked anew. */
  countersStaleMs: 60_000,
  /** The client's own time-out for counters is 10 s; beyond it something is stuck. */
  countersMs: 12_000,
  /** The client gives a payment request up after 20 s; this one only catches a stuck promise. */
  requestMs: 25_000,
  /** One GET without `wait`; the client gives up after 10 s. */
  askMs: 12_000,
  /** One GET with `wait`: the gateway holds it up to 25 s, the client adds its margin. */
  longPollMs: 40_000,
  /** The last question before NOT PAID: a cashier with a queue does not wait longer for an unreachable gateway. */
  lastAskMs: 5_000,
  /** One cancel; the client gives up after 10 s. */
  cancelMs: 12_000,
  /** A commit takes milliseconds, on a worn SD card up to seconds. */
  storageMs: 30_000,
  /** A full disk is freed by a person, not in milliseconds. */
  storageRetryMs: 3_000,
  /** An end that cannot be written for so long no longer holds the cashier. */
  storageGivenUpMs: 10 * 60_000,
  /** Between two questions for a pending payment: a gateway may ignore `wait`, and would be asked without a pause. */
  pollGapMs: 500,
  /** The QR of an online payment: 5 KB of raster at 9600 baud take 5.2 s, plus the cut. */
  presentQrMs: 20_000,
  /** A slip at 9600 baud takes 2 s; paper-out is reported long before this, which catches a stuck driver. */
  printMs: 60_000,
  /** The printer's own status wakes the print ledger; this is the safety net. */
  printRetryMs: 2_000,
  /** Nothing was sent: the same request may go again soon, while the customer waits. */
  resendMs: 1_000,
  /** From here on the cashier may leave a cancel that has no answer. */
  leaveOfferedMs: 4_000,
  /** A cancel without an answer holds the cashier no longer than this. */
  leaveMs: 45_000,
  /** Recovery before the first sale: long enough for one round of questions, short enough for a waiting queue. */
  recoveryMs: 15_000,
  /** A question that comes by itself: no key counts before it can have been read. */
  readingMs: 1_000,
  /** Loading from the journal at start. */
  loadMs: 30_000,
  /** Recovery looks for payments that the journal does not know; every sale asks again, so nobody waits longer for it. */
  adoptionMs: 3_000,
  /** A transaction is looked for by up to three questions, of 10 s each at most while the gateway is well. */
  lookingMs: 30_000,
  /** Payments that are open get so long before a day close names them: one round of questions. */
  settlingMs: 15_000,
  /** How soon a close notices that the last of them has ended. */
  settlePollMs: 500,
  /** The books of 50,000 transactions: a hundred pages, of 2 s each on a slow line. */
  compareMs: 10 * 60_000,
  /** Payments that only the gateway knows as paid are few; each is one cancel. */
  reverseMs: 120_000,
  /** One close; the client gives up after 20 s. */
  closeMs: 25_000,
  /** One refund request; the client gives up after 20 s. */
  refundMs: 25_000,
  /** A cashier with a queue waits so long for the end of a refund; it goes on without them. */
  refundToldMs: 20_000,
  /** After a wallet has declined to give late money back: what is owed is tried at least once a minute (rule 5). */
  lateRefundAgainMs: 60_000,
  /** No job of the menu lasts longer: each bounds itself, this only catches one that does not. */
  jobMs: 10 * 60_000,
  /** A service menu that the engineer has walked away from is closed: whoever comes by must not change anything. */
  serviceIdleMs: 120_000,
  /** Nobody sets a box at its keypad for longer; the counter is for selling. */
  serviceMs: 30 * 60_000,
  /** No sale lasts longer: its machines bound themselves, this only catches one that does not. */
  saleMs: 2 * 60 * 60_000,
  /** One activation request; the client gives up after 20 s. */
  activationMs: 25_000,
  /** The engineer reads long numbers from paper; a box that sells does not wait for them for ever. */
  activationIdleMs: 300_000,
} as const;

/** Backoff of an obligation: 1 s to 60 s, doubling, each shortened by up to half at random, never below 1 s (rule 5). */
export const obligationBackoffMs = (failures: number, random: number): number =>
  Math.max(1_000, Math.round(Math.min(60_000, 1_000 * 2 ** Math.min(failures, 6)) * (1 - random / 2)));

/** Backoff while a cashier watches: 0.5 s, 1 s, 2 s, then every 3 s. */
export const foregroundBackoffMs = (failures: number): number => Math.min(3_000, 250 * 2 ** Math.min(failures, 4));
