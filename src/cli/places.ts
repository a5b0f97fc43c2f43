/** Where the box's socket and data are: on a box, and in a checkout whose sandbox keeps them in `.sandbox/`. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { World } from './world.ts';

export const systemSocket = '/run/sendybox/control.sock';
const systemData = '/var/lib/sendybox';
const systemLog = '/var/log/sendybox';

/** `$SENDYBOX_SOCKET`; the box's own; the checkout's sandbox. */
export const socketPath = ({ env, root }: Pick<World, 'env' | 'root'>, exists = existsSync): string => {
  if (env.SENDYBOX_SOCKET) return env.SENDYBOX_SOCKET;
  const sandbox = root === null ? null : join(root, '.sandbox');
  return !exists(systemSocket) && sandbox !== null && exists(sandbox) ? join(sandbox, 'control.sock') : systemSocket;
};

/** `$SENDYBOX_DATA`; else beside the socket, as the sandbox has it; of the installed box its own directory. */
export const dataDirectory = (world: Pick<World, 'env' | 'root'>, exists = existsSync): string => {
  if (world.env.SENDYBOX_DATA) return world.env.SENDYBOX_DATA;
  const socket = socketPath(world, exists);
  return socket === systemSocket ? systemData : dirname(socket);
};

/** `$SENDYBOX_LOG`; of the installed box its own; of the checkout's sandbox `Log/` beside it; else in the data. */
export const logDirectory = (world: Pick<World, 'env' | 'root'>, exists = existsSync): string => {
  if (world.env.SENDYBOX_LOG) return world.env.SENDYBOX_LOG;
  const data = dataDirectory(world, exists);
  if (data === systemData) return systemLog;
  return world.root !== null && resolve(data) === join(world.root, '.sandbox')
    ? join(world.root, 'Log')
    : join(data, 'Log');
};

/** npm runs the command in the checkout; `INIT_CWD` is where the person typed it. */
export const givenPath = ({ env }: Pick<World, 'env'>, path: string): string =>
  resolve((env.npm_lifecycle_event === 'sendybox' && env.INIT_CWD) || '.', path);
