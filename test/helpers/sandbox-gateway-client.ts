/**
 * A box as the sandbox gateway sees it from outside: its own signing, its own certificates' check, its own connections.
 * It knows the contract's text and nothing of the project's client or of the gateway's code.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { onTestFinished } from 'vitest';
import { createSandboxGateway, type SandboxGateway } from '../../src/sandbox/gateway/sandbox-gateway.ts';

export interface TestClock {
  now(): number;
  advance(ms: number): void;
}

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came and checks it
  readonly body: any;
}

export interface SigningOptions {
  readonly key?: string;
  readonly keyId?: string;
  readonly createdSeconds?: number;
  readonly nonce?: string;
  readonly components?: readonly string[];
  readonly alg?: string;
  /** Replaces the headers that were made. */
  readonly headers?: Record<string, string>;
  /** The URL that is signed, where it is not the one that is asked. */
  readonly signedUrl?: string;
  readonly rawBody?: string;
  readonly contentType?: string;
}

export const newId = (): string => randomBytes(16).toString('base64url');

export const startSandbox = async (dataDir = newDataDir(), clock = newClock()) => {
  const log: { event: string; data: Readonly<Record<string, unknown>> }[] = [];
  const gateway = await createSandboxGateway({
    dataDir,
    now: clock.now,
    random: (count) => randomBytes(count),
    log: (event, data = {}) => log.push({ event, data }),
  });
  onTestFinished(() => gateway.stop());
  return { gateway, clock, dataDir, log };
};

export const newDataDir = (): string => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-gateway-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
};

export const newClock = (): TestClock => {
  let offsetMs = 0;
  return {
    now: () => Date.now() + offsetMs,
    advance: (ms) => {
      offsetMs += ms;
    },
  };
};

export class TestBox {
  readonly hardwareId = `hw-${newId()}`;
  key = '';
  readonly #gateway: SandboxGateway;
  readonly #clock: TestClock;
  readonly #agent: Agent;

  constructor(gateway: SandboxGateway, clock: TestClock) {
    this.#gateway = gateway;
    this.#clock = clock;
    this.#agent = new Agent({
      allowH2: false,
      connections: 16,
      connect: {
        ca: readFileSync(gateway.caFile),
        // The box asks the sandbox's name server, which the fault `dns` makes fail.
        lookup: (host, options, done) => {
          const found = gateway.resolve(host);
          if (found === 'ENOTFOUND') {
            done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }), '', 4);
            return;
          }
          if (options.all === true) done(null, [{ address: found, family: 4 }]);
          else done(null, found, 4);
        },
      },
    });
    onTestFinished(() => this.#agent.destroy());
  }

  /** The headers of one signed attempt. */
  sign(method: string, url: string, body: string | null, options: SigningOptions = {}): Record<string, string> {
    const created = options.createdSeconds ?? Math.floor(this.#clock.now() / 1_000);
    const nonce = options.nonce ?? newId();
    const keyId = options.keyId ?? this.#gateway.info().terminalId;
    const digest = body === null ? null : `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
    const values: Record<string, string> = {
      '@method': method,
      '@target-uri': options.signedUrl ?? url,
      ...(digest === null ? {} : { 'content-digest': digest }),
    };
    const components = options.components ?? Object.keys(values);
    const parameters =
      `(${components.map((name) => `"${name}"`).join(' ')});created=${created};nonce="${nonce}"` +
      `;keyid="${keyId}";alg="${options.alg ?? 'hmac-sha256'}"`;
    const base = [
      ...components.map((name) => `"${name}": ${values[name] ?? ''}`),
      `"@signature-params": ${parameters}`,
    ].join('\n');
    const mac = createHmac('sha256', Buffer.from(options.key ?? this.key, 'base64'))
      .update(base)
      .digest('base64');
    return {
      'signature-input': `sig1=${parameters}`,
      signature: `sig1=:${mac}:`,
      ...(digest === null ? {} : { 'content-digest': digest }),
      ...options.headers,
    };
  }

  /** One signed attempt; rejects where there is no answer. */
  async call(method: 'GET' | 'POST', path: string, body?: unknown, options: SigningOptions = {}): Promise<Reply> {
    const url = `${this.#gateway.url}${path}`;
    const text = options.rawBody ?? (body === undefined ? null : JSON.stringify(body));
    return this.send(method, url, text, this.sign(method, url, text, options), options.contentType);
  }

  async send(
    method: 'GET' | 'POST',
    url: string,
    body: string | null,
    headers: Record<string, string> = {},
    contentType = 'application/json',
  ): Promise<Reply> {
    const answer = await request(url, {
      method,
      dispatcher: this.#agent,
      headers: { ...(body === null ? {} : { 'content-type': contentType }), ...headers },
      ...(body === null ? {} : { body }),
    });
    const text = await answer.body.text();
    const isJson = String(answer.headers['content-type'] ?? '').includes('json');
    return { status: answer.statusCode, headers: answer.headers, text, body: isJson ? JSON.parse(text) : null };
  }

  /** Presses ENTER on the activation code that the merchant's account shows now. */
  async activate(changes: Record<string, unknown> = {}): Promise<Reply> {
    const { terminalId, serialNumber, activationCode } = this.#gateway.info();
    const answer = await this.send(
      'POST',
      `${this.#gateway.url}pos/activation`,
      JSON.stringify({
        terminalId,
        serialNumber,
        activationCode,
        attemptId: newId(),
        hardwareId: this.hardwareId,
        softwareVersion: '1.0.0',
        replaceExisting: false,
        ...changes,
      }),
    );
    if (answer.status === 200) this.key = answer.body.terminalKey;
    return answer;
  }

  get = (path: string, options?: SigningOptions) => this.call('GET', path, undefined, options);
  post = (path: string, body: unknown, options?: SigningOptions) => this.call('POST', path, body, options);

  /** A scanned code; what is not given is right. */
  payOffline = (changes: Record<string, unknown> = {}) =>
    this.post('pos/payment/offline', {
      ...newIntent(this.#clock),
      qr: this.#gateway.info().customerCodes.sendy,
      ...changes,
    });

  payOnline = (changes: Record<string, unknown> = {}) =>
    this.post('pos/payment/online', { ...newIntent(this.#clock), paymentSystem: 'sendy', ...changes });

  find = (payment: { transactionNumber: number; saleId: string }, waitSeconds?: number) =>
    this.get(
      `pos/payment/${payment.transactionNumber}?saleId=${payment.saleId}${waitSeconds === undefined ? '' : `&wait=${waitSeconds}`}`,
    );

  cancel = (
    payment: { transactionNumber: number; saleId: string },
    ifPaid: 'keep' | 'refund',
    changes: Record<string, unknown> = {},
  ) =>
    this.post(`pos/payment/${payment.transactionNumber}/cancel`, {
      saleId: payment.saleId,
      reason: 'cashier',
      ifPaid,
      cancelledAt: new Date(this.#clock.now()).toISOString(),
      method: 'offline',
      shiftNumber: 1,
      amount: 150_00,
      currency: 'RUB',
      createdAt: new Date(this.#clock.now()).toISOString(),
      ...changes,
    });

  refund = (changes: Record<string, unknown> = {}) =>
    this.post('pos/refund', {
      transactionNumber: 2,
      saleId: newId(),
      shiftNumber: 1,
      originalTransactionNumber: 1,
      amount: 150_00,
      refundedBefore: 0,
      currency: 'RUB',
      reason: 'customer',
      createdAt: new Date(this.#clock.now()).toISOString(),
      ...changes,
    });

  closeShift = async (shiftNumber: number) => {
    const { totals } = (await this.get(`pos/shift/${shiftNumber}`)).body;
    return this.post('pos/shift/close', { shiftNumber, totals, closedAt: new Date(this.#clock.now()).toISOString() });
  };
}

export const newIntent = (clock: TestClock) => ({
  transactionNumber: 1,
  saleId: newId(),
  shiftNumber: 1,
  amount: 150_00,
  currency: 'RUB',
  expiresInSeconds: 120,
  createdAt: new Date(clock.now()).toISOString(),
});

/** A sandbox with a box that is activated. */
export const startActivated = async () => {
  const sandbox = await startSandbox();
  const box = new TestBox(sandbox.gateway, sandbox.clock);
  await box.activate();
  return { ...sandbox, box };
};
