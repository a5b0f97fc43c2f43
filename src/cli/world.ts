/** What the command touches outside itself; a test puts its own in place. */
import type { ControlClient } from '../control/control-client.ts';

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Why nothing can be written any more (`EPIPE`: the reader has gone); null: it can. */
  readonly failure: () => string | null;
}

export interface World {
  /** After `sendybox`. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The directory of `package.json`; null where there is none. */
  readonly root: string | null;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly connect: (socketPath: string) => ControlClient;
  /** Null: nobody sits at a terminal. The answer is null at the end of input; a secret one is not shown. */
  readonly ask: ((question: string, options?: { readonly isSecret: boolean }) => Promise<string | null>) | null;
  /** At most `maxBytes`; `-` is standard input. Rejects with the system's error. */
  readonly readFile: (path: string, maxBytes: number) => Promise<Uint8Array>;
  /** Ctrl-C. Returns the unsubscribe function. */
  readonly onInterrupt: (listener: () => void) => () => void;
}
