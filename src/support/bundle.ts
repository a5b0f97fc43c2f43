/**
 * A bundle for support: what a person far away needs to see what the box did and why. It is made where something is
 * broken, so a part that cannot be had is named with its reason and the others are there all the same.
 */
import { join } from 'node:path';
import type { Sale, SaleEvent } from '../../machines/ports.ts';
import { rowOf } from '../box/rows.ts';
import type { StatusReport } from '../control/protocol.ts';
import type { Release } from '../control/release.ts';
import { paymentStory } from '../documents/payment-story.ts';
import { type FieldError, fieldError, ok, type Result } from '../errors.ts';
import { type JournalScope, readAside, scopesOf } from '../journal/read-aside.ts';
import { history, transactions } from '../journal/sales.ts';
import { doctorTexts, type Finding, saidText, summaryText } from '../locale/doctor.ts';
import { errorLine } from '../locale/error-line.ts';
import type { Language } from '../locale/language.ts';
import { createLocalDays } from '../logging/local-day.ts';
import { logFailure } from '../logging/log-days.ts';
import { redact } from '../logging/redact.ts';
import { type NewFile, prepareNewFile, writeArchive } from '../storage/new-file.ts';
import { type TarFile, tarText } from '../storage/tar.ts';
import { readRegistration, readSettings } from './known-files.ts';
import { logParts } from './logs.ts';
import { diskLines, versionLines } from './place.ts';
import { createScrub } from './secrets.ts';

export interface BundleOrder extends NewFile {
  /** `$SENDYBOX_DATA` */
  readonly dataDirectory: string;
  /** `$SENDYBOX_LOG` */
  readonly logDirectory: string;
  /** Days of logs. */
  readonly days: number;
  readonly release: Release;
  readonly language: Language;
  readonly nowMs: number;
  /** Of the running box. */
  readonly status: Result<StatusReport>;
  readonly checks: readonly Finding[];
}

export interface MissingPart {
  readonly part: string;
  readonly error: FieldError;
}

export interface BundleReport {
  /** Absolute. */
  readonly file: string;
  readonly bytes: number;
  readonly missing: readonly MissingPart[];
}

const maxTransactions = 2_000;
const maxStories = 200;

/** Errors: FIL-… of the file. Nothing is left of a bundle that failed. */
export const writeBundle = async (order: BundleOrder): Promise<Result<BundleReport>> => {
  const prepared = await prepareNewFile(order);
  if (!prepared.ok) return prepared;
  const missing: MissingPart[] = [];
  const written = await writeArchive(order, partsOf(order, missing));
  return written.ok ? ok({ file: order.path, ...written.value, missing }) : written;
};

async function* partsOf(order: BundleOrder, missing: MissingPart[]): AsyncGenerator<TarFile> {
  const { dataDirectory, logDirectory, release, nowMs, status, language } = order;
  const scrub = await createScrub(dataDirectory);
  const file = (name: string, text: string): TarFile => tarText(name, scrub(text), nowMs);
  const lines = (name: string, all: readonly string[]): TarFile => file(name, all.map((line) => `${line}\n`).join(''));
  const json = (name: string, value: unknown): TarFile => file(name, `${JSON.stringify(value, null, 2)}\n`);

  const settings = await readSettings(dataDirectory);
  const timeZone = settings.timeZone ?? Temporal.Now.timeZoneId();
  const runningVersion = status.ok ? status.value.version : null;
  yield lines('versions.txt', versionLines(release, { nowMs, timeZone, runningVersion }));
  yield lines('disk.txt', diskLines([dataDirectory, logDirectory]));

  if (status.ok) yield json('status.json', redact(status.value));
  else missing.push({ part: 'status.json', error: status.error });

  yield lines('doctor.txt', doctorLines(order.checks, language));
  yield json('doctor.json', redact(order.checks));

  for (const { error } of settings.problems) missing.push({ part: 'settings.json', error });
  if (settings.shown !== null) yield json('settings.json', settings.shown);

  const registration = await readRegistration(dataDirectory);
  if (!registration.ok) missing.push({ part: 'registration.json', error: registration.error });
  else if (registration.value === null) missing.push({ part: 'registration.json', error: fieldError('ACT-01') });
  else yield json('registration.json', registration.value);

  const told = await readAside(join(dataDirectory, 'journal.db'), (connection) =>
    scopesOf(connection).map((scope) => ({
      scope,
      sales: transactions(connection, scope.id, { limit: maxTransactions }).map((sale) => ({
        sale,
        events: history(connection, scope.id, sale.intent.transactionNumber),
      })),
    })),
  );
  if (told.ok) {
    yield json('transactions.json', transactionsOf(told.value));
    for (const { name, text } of storiesOf(told.value, { language, timeZone })) yield file(name, text);
  } else missing.push({ part: 'transactions.json', error: told.error });

  let logs = 0;
  try {
    const today = createLocalDays()(nowMs, timeZone).date;
    for await (const { name, text } of logParts(logDirectory, today, order.days, scrub)) {
      logs += 1;
      yield file(`log/${name}`, text);
    }
    if (logs === 0) missing.push({ part: 'log', error: fieldError('LOG-01', undefined, { directory: logDirectory }) });
  } catch (error) {
    missing.push({ part: 'log', error: logFailure(logDirectory, error) });
  }
  if (missing.length > 0)
    yield lines(
      'missing.txt',
      missing.map((one) => missingLine(one, language)),
    );
}

/** As `sendybox doctor` shows it. */
const doctorLines = (checks: readonly Finding[], language: Language): string[] => {
  const { states, checks: names } = doctorTexts[language];
  const said = checks.map((one) => `${states[one.state]}  ${names[one.name]}  ${saidText(one, language)}`);
  return [...said, summaryText(checks, language)];
};

export const missingLine = ({ part, error }: MissingPart, language: Language): string =>
  `${part}: ${errorLine(error, language)}`;

interface ScopeTold {
  readonly scope: JournalScope;
  /** By falling number. */
  readonly sales: readonly { readonly sale: Sale; readonly events: readonly SaleEvent[] }[];
}

/** The rows of `sendybox transactions --json`, each with its history. */
const transactionsOf = (all: readonly ScopeTold[]): unknown =>
  all.map(({ scope, sales }) => ({
    gateway: scope.gateway,
    terminalId: scope.terminalId,
    transactions: sales.map(({ sale, events }) => ({
      ...(redact(rowOf(sale)) as object),
      error: redact(sale.error),
      cancel: redact(sale.cancel),
      history: events.map((event) => redact(event)),
    })),
  }));

/** A journal of several terminals has the numbers of each in a folder of its own. */
function* storiesOf(all: readonly ScopeTold[], options: Parameters<typeof paymentStory>[2]) {
  const told = all.filter(({ sales }) => sales.length > 0);
  for (const { scope, sales } of told) {
    const folder = told.length === 1 ? 'payments' : `payments/${folderName(scope)}`;
    for (const { sale, events } of sales.slice(0, maxStories))
      yield { name: `${folder}/${sale.intent.transactionNumber}.txt`, text: paymentStory(sale, events, options) };
  }
}

const folderName = ({ id, terminalId }: JournalScope): string =>
  `${terminalId.replace(/[^A-Za-z0-9-]/g, '_').slice(0, 40)}.${id}`;
