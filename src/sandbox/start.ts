/** `npm start`: a whole box on any PC. Prints `ready <panel URL>` on stdout; everything else it says goes to stderr. */
import { join } from 'node:path';
import type { Language } from '../locale/language.ts';
import { sandboxTexts } from '../locale/sandbox.ts';
import type { PanelServer } from '../panel/server.ts';
import {
  type DataDirectory,
  DirectoryInUse,
  maxSocketPathBytes,
  PathTooLong,
  takeDataDirectory,
} from './data-directory.ts';
import { readFlags, usualPanelPort } from './options.ts';
import { GatewayUnusable, type Sandbox, startSandbox } from './supervisor.ts';

const root = join(import.meta.dirname, '..', '..');
const language: Language = /^ru/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')
  ? 'ru'
  : 'en';
const texts = sandboxTexts[language];
const say = (sentence: string): void => void process.stderr.write(`sandbox: ${sentence}\n`);

/** Says why, and ends: 2 for wrong usage, 1 for what cannot be done here and now. */
const leave = (status: 1 | 2, sentence: string): never => {
  say(sentence);
  process.exit(status);
};

if (process.argv.includes('--help')) {
  process.stdout.write(`${texts.usage}\n`);
  process.exit(0);
}

// npm runs the script in the checkout; INIT_CWD is where the person typed the command.
const typedIn = process.env.npm_lifecycle_event === 'start' ? process.env.INIT_CWD : undefined;
const read = readFlags(process.argv.slice(2), { root, from: typedIn ?? process.cwd() }, texts);
if (!read.ok) leave(2, `${read.error}\n${texts.usage}`);
const flags = read.ok ? read.value : leave(2, texts.usage);

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

const takeDirectory = async (): Promise<DataDirectory> => {
  try {
    return await takeDataDirectory(flags.data, flags.fresh);
  } catch (thrown) {
    if (thrown instanceof DirectoryInUse) return leave(1, texts.dataInUse(flags.data));
    if (thrown instanceof PathTooLong) return leave(1, texts.pathTooLong(flags.data, maxSocketPathBytes));
    return leave(1, texts.dataUnusable(flags.data, messageOf(thrown)));
  }
};

const isTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'EADDRINUSE' || thrown.code === 'EACCES');

/** A port that was asked for is that one or none; the usual one may be taken by another checkout's sandbox. */
const openPanel = async (open: (port: number) => Promise<PanelServer>): Promise<PanelServer> => {
  const port = flags.panelPort ?? usualPanelPort;
  try {
    return await open(port);
  } catch (thrown) {
    if (!isTaken(thrown)) throw thrown;
    if (flags.panelPort !== null) return leave(1, texts.portTaken(port));
    say(texts.portTakenOther(port));
    return await open(0);
  }
};

const directory = await takeDirectory();
let sandbox: Sandbox | null = null;
let stopping = false;

const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await sandbox?.stop();
  directory.release();
  process.exit(0);
};
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop());

try {
  sandbox = await startSandbox({
    flags,
    directory,
    root,
    logDirectory: flags.dataGiven ? join(flags.data, 'Log') : join(root, 'Log'),
    openPanel,
    onBoxDied: (how) => {
      if (!stopping) say(texts.boxDied(how));
    },
    log: () => {},
  });
} catch (thrown) {
  if (thrown instanceof GatewayUnusable) leave(1, texts.gatewayUnusable(thrown.message));
  leave(1, texts.dataUnusable(flags.data, messageOf(thrown)));
}
await sandbox?.ready;
process.stdout.write(`ready ${sandbox?.panelUrl}\n`);
if (!flags.headless) say(texts.hint(sandbox?.panelUrl ?? ''));
