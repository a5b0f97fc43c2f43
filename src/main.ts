/** The process of one box: its environment, its signals, and its end. Everything else is `box/assemble.ts`. */
import { dirname, join } from 'node:path';
import { assembleBox } from './box/assemble.ts';
import { findRoot, readRelease } from './control/release.ts';
import { toFieldError } from './errors.ts';

const root = findRoot(import.meta.dirname);
const dataDirectory = process.env.SENDYBOX_DATA ?? '/var/lib/sendybox';

/** A box that no longer knows what it does must not move money: the journal carries on in the next process. */
const die = (what: string, thrown: unknown): never => {
  const said = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  process.stderr.write(`sendybox: ${what}: ${said}\n`);
  process.exit(70);
};
process.on('uncaughtException', (thrown) => die('stopped by a broken invariant', thrown));
process.on('unhandledRejection', (thrown) => die('stopped by a promise that nobody owned', thrown));

const assembled = await assembleBox({
  dataDirectory,
  logDirectory: process.env.SENDYBOX_LOG ?? '/var/log/sendybox',
  socketPath: process.env.SENDYBOX_SOCKET ?? '/run/sendybox/control.sock',
  virtualSocket: process.env.SENDYBOX_VIRTUAL ?? null,
  resolverSocket: process.env.SENDYBOX_RESOLVER ?? null,
  release: readRelease(root ?? join(dirname(process.execPath), '..')),
}).catch((thrown: unknown) => {
  const error = toFieldError(thrown);
  process.stderr.write(`sendybox: ${error.code} ${error.detail ?? ''}\n`);
  return process.exit(1);
});

let stopping = false;
const stop = (): void => {
  if (stopping) return;
  stopping = true;
  assembled.stop().then(
    () => process.exit(0),
    (thrown: unknown) => die('did not stop cleanly', thrown),
  );
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

// In the sandbox the supervisor holds the other end: when it dies the box ends too, rather than sell on unseen.
if (process.env.SENDYBOX_SUPERVISED === '1') {
  process.stdin.resume();
  process.stdin.on('end', stop);
  process.stdin.on('error', stop);
}
