/**
 * `npm run crash`: the box of `npm start`, a process of its own under load, is killed with SIGKILL at random moments, also
 * while it starts and recovers. When the shop has closed and everything has settled, the gateway's ledger is the judge.
 * The moments come from the seed; what the operating system makes of them does not, so a failure keeps its directory.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { createControlClient } from '../control/control-client.ts';
import type { StatusReport, TransactionRow } from '../control/protocol.ts';
import { openLedger } from '../sandbox/ledger/ledger.ts';
import { judge } from './crash-judge.ts';
import { createMoments, hitsOf, type Kill } from './crash-moments.ts';
import { printedSlips } from './crash-paper.ts';
import { type CrashSandbox, startCrashSandbox } from './crash-sandbox.ts';
import { openShop, type Shop } from './crash-shop.ts';
import { killsTable, salesTable } from './crash-table.ts';
import { createRandom, type Random } from './random.ts';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  say('npm run crash -- [--kills N] [--seed S] [--keep]');
  process.exit(0);
}
const kills = Number(values.kills);
const seed = Number(values.seed);
if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed)) {
  say('npm run crash -- [--kills N] [--seed S] [--keep]');
  process.exit(2);
}

/** The shortest that the settings allow: a sale that nobody confirms is over within the run. */
const waitTimeoutSeconds = 15;
/** An obligation is asked for every minute at the latest, and a pending payment expires by itself before. */
const settleTimeoutMs = 240_000;
const progressEvery = 25;

/** Node's own command on the box's socket, as a person types it. */
const sendybox = async <T>(sandbox: CrashSandbox, ...words: string[]): Promise<T> => {
  const command = [join(root, 'src/cli/sendybox.ts'), ...words, '--json'];
  const { stdout } = await run(join(root, 'bin/box-node'), command, {
    env: { ...process.env, SENDYBOX_SOCKET: sandbox.controlSocket },
    maxBuffer: 256 * 1_048_576,
  });
  return JSON.parse(stdout) as T;
};

const killAll = async (sandbox: CrashSandbox, dice: Random): Promise<readonly Kill[]> => {
  const startedMs = performance.now();
  const nextKill = createMoments(sandbox, dice);
  const done: Kill[] = [];
  while (done.length < kills) {
    done.push(await nextKill());
    if (done.length % progressEvery === 0)
      say(`${done.length} kills, ${Math.round((performance.now() - startedMs) / 1_000)} s`);
  }
  return done;
};

/** The time it took, or null: something stayed open. */
const settle = async (sandbox: CrashSandbox, shop: Shop): Promise<number | null> => {
  const control = createControlClient(sandbox.controlSocket);
  const startedMs = performance.now();
  shop.closeDoors();
  await sandbox.post('/api/network', { fault: 'ok' });
  await sandbox.post('/api/device', { device: 'printer', fault: 'ok' });
  let quietSince: number | null = null;
  while (performance.now() - startedMs < settleTimeoutMs) {
    await pause(250);
    const status = await control.request('status', undefined);
    const open = status.ok ? status.value.obligations.length : 1;
    const hanging = sandbox.paper().some(({ cut }) => !cut);
    quietSince = shop.isQuiet() && open === 0 && !hanging ? (quietSince ?? performance.now()) : null;
    // Two copies are a quarter of a second at the virtual printer.
    if (quietSince !== null && performance.now() - quietSince > 3_000) return performance.now() - startedMs;
  }
  return null;
};

const crash = async (data: string): Promise<readonly string[]> => {
  const sandbox = await startCrashSandbox(data);
  const shop = openShop(sandbox, createRandom(seed, 'shop'));
  try {
    const setting = await createControlClient(sandbox.controlSocket).request('settingsSet', {
      values: { waitTimeoutSeconds },
    });
    if (!setting.ok) throw new Error(`the settings cannot be set: ${setting.error.error.code}`);
    const startedMs = performance.now();
    // The kills have dice of their own: how often the shop throws depends on how fast the machine is.
    const killed = await killAll(sandbox, createRandom(seed, 'kills'));
    const killSeconds = Math.round((performance.now() - startedMs) / 1_000);
    const settledMs = await settle(sandbox, shop);
    const journal = await sendybox<TransactionRow[]>(sandbox, 'transactions');
    const status = await sendybox<StatusReport>(sandbox, 'status');
    const sheets = sandbox.paper();
    await shop.stop();
    await sandbox.stop();

    const slips = printedSlips(sheets);
    const ledger = openLedger({
      path: join(data, 'gateway', 'gateway.db'),
      now: () => Date.now(),
      random: (bytes) => new Uint8Array(bytes),
    });
    const journalFile = join(data, 'journal.db');
    const found = judge({ ledger: ledger.view, journal, journalFile, slips, sales: shop.sales, copies: 2 });
    ledger.close();
    const hits = hitsOf(journalFile, killed);
    say(killsTable(killed, hits, { killSeconds, settledMs }));
    say(salesTable(shop, journal, slips));
    return [
      ...found,
      // A box that is only killed and never sells survives everything.
      ...(journal.length < kills / 2 || hits.any < kills / 2
        ? [`${journal.length} sales, ${hits.any} kills with one under way: too few to prove anything`]
        : []),
      ...(settledMs === null ? [`not settled: ${status.state}, open ${JSON.stringify(status.obligations)}`] : []),
      // A death that nobody asked for is told there.
      ...(sandbox.said() === '' ? [] : [`it complained: ${sandbox.said().trim()}`]),
    ];
  } finally {
    await shop.stop();
    await sandbox.stop();
  }
};

const data = mkdtempSync(join(tmpdir(), 'sendybox-crash-'));
say(`${kills} kills, seed ${seed}, ${data}`);
const violations = await crash(data);
say(`${'violations'.padEnd(44)} ${String(violations.length).padStart(8)}`);
for (const violation of violations) say(`  ${violation}`);
if (violations.length === 0 && !values.keep) rmSync(data, { recursive: true, force: true });
else say(`the box, the ledger and the log are in ${data}; again: npm run crash -- --kills ${kills} --seed ${seed}`);
process.exitCode = violations.length === 0 ? 0 : 1;
