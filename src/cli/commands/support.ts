/** `sendybox support`: what the box did and why, in one file without a secret, for somebody who is not there. */
import { readRelease } from '../../control/release.ts';
import { ok } from '../../errors.ts';
import { fileOperand } from '../operands.ts';
import { dataDirectory, logDirectory } from '../places.ts';
import { type Command, type OptionValues, stringOption, UsageError } from '../session.ts';
import { printable } from '../terminal-text.ts';
import { examineFor } from './doctor.ts';

const usualDays = 7;
/** The longest that logs are kept. */
const maxDays = 3_650;

/** A box in trouble may not answer: the bundle is needed then most of all. */
const statusTimeoutMs = 5_000;

export const supportCommand: Command = {
  name: 'support',
  usage: ['support FILE [--days N] [--force]'],
  options: { days: { type: 'string' }, force: { type: 'boolean' } },
  async run(session, options, operands) {
    const { missingLine, writeBundle } = await import('../../support/bundle.ts'); // heavy, and only for this
    const { world } = session;
    const path = fileOperand(world, operands);
    const days = daysOf(options);
    const stopped = new AbortController();
    const stopListening = world.onInterrupt(() => stopped.abort());
    const language = await session.language();
    const status = await session.client.request('status', undefined, { timeoutMs: statusTimeoutMs });
    const checks = await examineFor(session, stopped.signal);
    const made = await writeBundle({
      path,
      force: options.force === true,
      signal: stopped.signal,
      dataDirectory: dataDirectory(world),
      logDirectory: logDirectory(world),
      days,
      release: readRelease(world.root),
      language,
      nowMs: Date.now(),
      checks,
      status: status.ok ? ok(status.value) : { ok: false, error: status.error.error },
    });
    stopListening();
    if (!made.ok) return session.fail(made.error, 1);
    const { file, bytes, missing } = made.value;
    const texts = await session.texts();
    for (const one of missing) session.remark(printable(texts.notInBundle(missingLine(one, language))));
    session.answer({ file, bytes, missing: missing.map(({ part, error }) => ({ part, code: error.code })) }, [
      texts.bundled(printable(file), bytes),
    ]);
    return 0;
  },
};

const daysOf = (options: OptionValues): number => {
  const text = stringOption(options, 'days') ?? String(usualDays);
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= maxDays) return Number(text);
  throw new UsageError((texts) => texts.notOneOf(`--days ${text}`, `1–${maxDays}`));
};
