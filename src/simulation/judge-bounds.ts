/** What must stay small at rest, whatever has been: timers, held answers, the journal's file; and what must not be in it. */
import { readFileSync } from 'node:fs';
import type { Disk } from './disk.ts';

export interface BoundsJudgeOptions {
  readonly disk: Disk;
  readonly violate: (rule: string, detail: string) => void;
}

export interface AtRest {
  /** Timers that the box has set. */
  readonly boxAlarms: number;
  /** Answers that the gateway holds. */
  readonly heldAnswers: number;
  /** Transactions in the journal. */
  readonly transactions: number;
  /** Of them without an end, which are asked about for ever. */
  readonly open: number;
  /** Actors of the machines that run. */
  readonly actors: number;
  /** Calls of the control socket that the box has not answered. */
  readonly waitingCalls: number;
}

export interface BoundsJudge {
  /** A customer's code or the token of a QR, which is a secret while it lives. */
  secret(text: string): void;
  /** One line of the log. */
  logged(event: string, data: Readonly<Record<string, unknown>> | undefined): void;
  /** At any moment. */
  queues(lengths: { readonly obligations: number; readonly owed: number }): void;
  atRest(state: AtRest): void;
}

/** Links of devices, the polls of the printer, the ready screen, a checkpoint: each has one or two. */
const maxBoxAlarms = 24;
/** Two of the box, and those that it has given up. */
const maxHeldAnswers = 12;
/** The box, the print ledger, the links of three devices and what each watches with. */
const maxActors = 16;
/** Those of the screen: the till has heard of every other one. */
const maxWaitingCalls = 4;
/** As many as the box takes on, and a sale that has just been left. */
const maxObligations = 65;
/** As many as the print ledger loads at once, with every copy of the last one. */
const maxOwed = 210;
const baseBytes = 400_000;
/** Its row, its history of fifty lines at most, two slips. */
const bytesATransaction = 24_000;
/** The latest: they are what a leak would hold. */
const keptSecrets = 40;

export const createBoundsJudge = ({ disk, violate }: BoundsJudgeOptions): BoundsJudge => {
  const secrets: string[] = [];
  return {
    secret(text) {
      if (secrets.includes(text)) return;
      secrets.push(text);
      if (secrets.length > keptSecrets) secrets.shift();
    },
    logged(event, data) {
      if (data === undefined || secrets.length === 0) return;
      const line = JSON.stringify(data);
      if (secrets.some((secret) => line.includes(secret))) violate('no-secret-is-kept', `the log says one: ${event}`);
    },
    queues({ obligations, owed }) {
      if (obligations > maxObligations) violate('bounds', `${obligations} obligations at once`);
      if (owed > maxOwed) violate('bounds', `${owed} copies in the print ledger at once`);
    },
    atRest({ boxAlarms, heldAnswers, transactions, open, actors, waitingCalls }) {
      // Each open one is a machine with its timer, and a question of it with another.
      const ofOpen = 2 * open;
      if (actors > maxActors + ofOpen) violate('bounds', `${actors} actors at rest`);
      if (waitingCalls > maxWaitingCalls) violate('bounds', `${waitingCalls} calls of the control socket at rest`);
      if (boxAlarms > maxBoxAlarms + ofOpen) violate('bounds', `${boxAlarms} timers at rest`);
      if (heldAnswers > maxHeldAnswers) violate('bounds', `${heldAnswers} answers are held`);
      const bytes = disk.bytes();
      if (bytes > baseBytes + transactions * bytesATransaction)
        violate('bounds', `the journal has ${bytes} bytes for ${transactions} transactions`);
      const kept = disk.files().map((file) => readFileSync(file));
      for (const secret of secrets) {
        if (kept.some((content) => content.includes(secret))) violate('no-secret-is-kept', 'the journal holds one');
      }
    },
  };
};
