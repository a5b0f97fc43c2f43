/**
 * The control socket of the running box. Whoever may open it (mode 0660: the box's user and group) may run the box; but
 * none of them can trouble the others: lines, connections, open requests and what waits to be read are all bounded.
 */
import { lstat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { FieldFailure, failed, fieldError, ok, type Result, reasonedError } from '../errors.ts';
import { isControlMethod, paramSchemas, type RequestId, requestSchema } from './params.ts';
import { type ControlHandlers, maxRequestBytes } from './protocol.ts';
import { type ControlError, createLineCutter, toControlError } from './wire.ts';

export interface ControlServerOptions {
  /** The directory is there; systemd makes `/run/sendybox`. */
  readonly path: string;
  readonly handlers: ControlHandlers;
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>, level?: 'info' | 'warn' | 'error') => void;
  readonly clock?: Timers;
  readonly limits?: Partial<ControlLimits>;
}

/** The part of XState's clock that is needed here. */
export interface Timers {
  setTimeout(callback: () => void, timeoutMs: number): unknown;
  clearTimeout(timer: unknown): void;
}

export interface ControlLimits {
  readonly maxConnections: number;
  /** Open requests of one connection: `pay` waits for minutes, and `cancel` must pass it. */
  readonly maxOpenRequests: number;
  /** A connection that owes a request, or the rest of one, for this long is closed. */
  readonly idleTimeoutMs: number;
  /** A client that does not read what it asked for is not listened to beyond this; one that watches is closed. */
  readonly maxUnreadBytes: number;
}

const defaultLimits: ControlLimits = {
  maxConnections: 32,
  maxOpenRequests: 8,
  idleTimeoutMs: 30_000,
  maxUnreadBytes: 262_144,
};

/** For the last line to a client that is turned away to be read. */
const partingMs = 1_000;

export interface ControlServer {
  readonly path: string;
  /** Closes every connection and removes the socket. What the box is doing goes on. */
  close(): Promise<void>;
}

/** Rejects with FieldFailure CTL-05: another box answers on the socket, or it cannot be made. */
export const createControlServer = async (options: ControlServerOptions): Promise<ControlServer> => {
  const limits = { ...defaultLimits, ...options.limits };
  const connections = new Set<Socket>();
  const free = await removeStaleSocket(options.path);
  if (!free.ok) throw new FieldFailure(free.error);

  const server = createServer((socket) => {
    if (connections.size >= limits.maxConnections) {
      turnAway(socket);
      return;
    }
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    serve(socket, { ...options, limits });
  });
  await listen(server, options.path);
  server.on('error', (error) => options.log('control.serverFailed', { error }, 'error'));

  return {
    path: options.path,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of connections) socket.destroy();
      }),
  };
};

/** The socket has its mode from the moment it is there: bound under a umask, since `bind` happens within the call. */
const listen = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new FieldFailure(fieldError('CTL-05', `${path}: ${error.message}`))));
    server.once('listening', () => {
      server.removeAllListeners('error');
      resolve();
    });
    const umask = process.umask(0o117);
    try {
      server.listen(path);
    } finally {
      process.umask(umask);
    }
  });

/** A box that died leaves its socket: it goes if nobody listens on it. What is no socket is never touched. */
const removeStaleSocket = async (path: string): Promise<Result<null>> => {
  const found = await lstat(path).catch(() => null);
  if (found === null) return ok(null);
  if (!found.isSocket()) return failed(fieldError('CTL-05', `${path} is not a socket`));
  const answers = await new Promise<boolean>((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => resolve(true));
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'));
    probe.once('close', () => probe.destroy());
    probe.once('connect', () => probe.destroy());
  });
  if (answers) return failed(fieldError('CTL-05', `another box answers on ${path}`));
  await unlink(path).catch(() => {});
  return ok(null);
};

const line = (message: unknown): string => `${JSON.stringify(message)}\n`;

interface Service extends ControlServerOptions {
  readonly limits: ControlLimits;
}

/** Who has connected and asks nothing does not keep a connection beyond the bound for longer. */
const turnAwayMs = 2_000;

/** Told when it has asked: a refusal that comes before the question is lost with the pipe that breaks under it. */
const turnAway = (socket: Socket): void => {
  const patience = setTimeout(() => socket.destroy(), turnAwayMs);
  socket.on('error', () => {});
  socket.on('close', () => clearTimeout(patience));
  socket.once('data', () => {
    socket.end(line({ id: null, error: reasonedError('PAY-04', 'tooManyConnections') }));
    socket.destroySoon();
  });
};

const serve = (socket: Socket, { handlers, log, limits, clock = globalThis }: Service): void => {
  const cutter = createLineCutter(maxRequestBytes);
  let openRequests = 0;
  let unwatch: (() => void) | null = null;
  let idleTimer: unknown = null;

  const send = (message: unknown): void => {
    if (socket.writable) socket.write(line(message));
  };
  const refuse = (id: RequestId | null, error: ControlError): void => send({ id, error });
  /** What this client sends from here on is of no interest, and it may never read what it is told. */
  const turnAway = (error: ControlError): void => {
    stopIdling();
    socket.pause();
    refuse(null, error);
    const timer = clock.setTimeout(() => socket.destroy(), partingMs);
    socket.once('close', () => clock.clearTimeout(timer));
    socket.destroySoon();
  };
  const stopIdling = (): void => {
    if (idleTimer !== null) clock.clearTimeout(idleTimer);
    idleTimer = null;
  };
  const beIdle = (): void => {
    stopIdling();
    if (openRequests > 0 || unwatch !== null || socket.destroyed) return;
    idleTimer = clock.setTimeout(() => turnAway(reasonedError('CTL-01', 'requestIncomplete')), limits.idleTimeoutMs);
  };

  const watch = (id: RequestId): void => {
    unwatch?.();
    send({ id, result: null });
    unwatch = handlers.watch((screen) => {
      if (socket.writableLength > limits.maxUnreadBytes) socket.destroy();
      else send({ event: 'screen', data: screen });
    });
  };

  const answer = async (id: RequestId, method: string, params: unknown): Promise<void> => {
    openRequests += 1;
    try {
      send({ id, result: (await dispatch(handlers, method, params)) ?? null });
    } catch (thrown) {
      const error = toControlError(thrown);
      const keys = error.problems?.map(({ path }) => path).filter((path) => path !== '');
      const why = { code: error.code, ...(keys !== undefined && keys.length > 0 && { keys }) };
      log('control.refused', { method, error: why }, error.code === 'BUG-01' ? 'error' : 'info');
      if (error.code === 'BUG-01') log('control.failed', { method, thrown }, 'error');
      refuse(id, error);
    } finally {
      openRequests -= 1;
      beIdle();
    }
  };

  const take = (text: string): void => {
    const request = parseRequest(text);
    if (!request.ok) {
      turnAway(request.error);
      return;
    }
    const { id, method, params } = request.value;
    if (openRequests >= limits.maxOpenRequests) refuse(id, reasonedError('PAY-04', 'tooManyRequests'));
    else if (method === 'watch') watch(id);
    else void answer(id, method, params);
  };

  socket.on('data', (chunk) => {
    const lines = cutter.push(chunk);
    if (lines === null) {
      turnAway(fieldError('CTL-03', undefined, { limit: maxRequestBytes }));
      return;
    }
    if (lines.length === 0) return;
    for (const text of lines) if (socket.writable) take(text);
    if (!socket.writable) return;
    if (socket.writableLength > limits.maxUnreadBytes) socket.pause();
    beIdle();
  });
  socket.on('drain', () => socket.resume());
  socket.on('error', () => {}); // the client has gone; `close` follows
  socket.on('close', () => {
    stopIdling();
    unwatch?.();
    unwatch = null;
  });
  beIdle();
};

const parseRequest = (text: string): Result<{ id: RequestId; method: string; params?: unknown }> => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return failed(reasonedError('CTL-01', 'requestNotJson'));
  }
  const request = requestSchema.safeParse(document);
  return request.success ? ok(request.data) : failed(reasonedError('CTL-01', 'requestShape'));
};

const dispatch = async (handlers: ControlHandlers, method: string, params: unknown): Promise<unknown> => {
  if (!isControlMethod(method)) throw new FieldFailure(fieldError('CTL-02', undefined, { method }));
  const parsed = paramSchemas[method].safeParse(params);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => ['params', ...issue.path].join('.'));
    throw new FieldFailure(reasonedError('CTL-01', 'requestFields', { fields: where.slice(0, 10).join(', ') }));
  }
  // The schema of this very method has passed: TypeScript cannot follow that through the union of all methods.
  const handler = handlers[method] as (params: unknown) => Promise<unknown>;
  return handler.call(handlers, parsed.data);
};
