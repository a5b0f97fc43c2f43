/** `sendybox`, the field command: the real terminal, files and socket for `run.ts`. */
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { createControlClient } from '../control/control-client.ts';
import { findRoot } from '../control/release.ts';
import { runSendybox } from './run.ts';
import type { Output, World } from './world.ts';

// An activation code given as a flag is not left standing in the list of processes while the command waits.
process.title = 'sendybox';

const output = (stream: NodeJS.WriteStream): Output => {
  let failure: string | null = null;
  // `sendybox transactions | head`: the reader has gone, the exit status still counts
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = error.code ?? error.message;
  });
  return { write: (text) => void stream.write(text), isTerminal: stream.isTTY === true, failure: () => failure };
};

/** On stderr, so that stdout holds the answer alone. */
const ask: World['ask'] = async (question, { isSecret } = { isSecret: false }) => {
  // What is typed is not shown where the dialogue has nowhere to show it.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (isSecret) process.stderr.write(question);
  const dialogue = createInterface({
    input: process.stdin,
    output: isSecret ? nowhere : process.stderr,
    terminal: true,
  });
  const left = new Promise<null>((resolve) => dialogue.once('close', () => resolve(null)));
  try {
    return await Promise.race([dialogue.question(question), left]);
  } finally {
    dialogue.close();
    if (isSecret) process.stderr.write('\n');
  }
};

const readAtMost = async (path: string, maxBytes: number): Promise<Uint8Array> => {
  const file = path === '-' ? null : await open(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of file === null ? process.stdin : file.createReadStream({ autoClose: false })) {
      chunks.push(chunk as Uint8Array);
      length += (chunk as Uint8Array).length;
      if (length > maxBytes) break; // what is longer is refused by its length, all of it is not needed for that
    }
    return Buffer.concat(chunks);
  } finally {
    await file?.close();
  }
};

const world: World = {
  args: process.argv.slice(2),
  env: process.env,
  root: findRoot(import.meta.dirname),
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  connect: createControlClient,
  ask: process.stdin.isTTY === true && process.stderr.isTTY === true ? ask : null,
  readFile: readAtMost,
  onInterrupt(listener) {
    process.on('SIGINT', listener);
    return () => process.off('SIGINT', listener);
  },
};

process.exitCode = await runSendybox(world);
