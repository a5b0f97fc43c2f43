/** What the sandbox adds to the panel's HTTP surface: the world around the box, for people and for tests. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { z } from 'zod';
import { PanelRefusal, readBody } from '../panel/server-guard.ts';
import { type Bench, deviceFaults } from './bench.ts';
import { sandboxServicePin } from './box-settings.ts';
import { networkFaults } from './gateway/faults.ts';
import type { SandboxGateway } from './gateway/sandbox-gateway.ts';
import type { CustomerRefusal } from './ledger/customer.ts';

export interface SandboxPanelParts {
  readonly bench: Bench;
  /** Null: an outside one, of which the sandbox knows nothing. */
  readonly gateway: SandboxGateway | null;
  /** Something was done to the gateway. */
  readonly onGatewayTouched: () => void;
  cutPower(): Promise<void>;
}

const scanBody = z.strictObject({ data: z.string() });
const deviceBody = z.discriminatedUnion('device', [
  z.strictObject({ device: z.literal('printer'), fault: z.enum(deviceFaults.printer) }),
  z.strictObject({ device: z.literal('scanner'), fault: z.enum(deviceFaults.scanner) }),
  z.strictObject({ device: z.literal('keypad'), fault: z.enum(deviceFaults.keypad) }),
  z.strictObject({ device: z.literal('display'), fault: z.enum(deviceFaults.display) }),
]);
const customerBody = z.strictObject({ action: z.string().max(100), qr: z.string().max(2_000).optional() });
const networkBody = z.strictObject({ fault: z.enum(networkFaults) });
const powerBody = z.strictObject({ action: z.literal('cut') });

const customerStatus = {
  'action-unknown': 400,
  'code-unknown': 404,
  'nothing-open': 409,
  'not-payable': 409,
} as const satisfies Record<CustomerRefusal['code'], number>;

export const addSandboxRoutes = (app: Hono, parts: SandboxPanelParts): void => {
  const { bench, onGatewayTouched, cutPower } = parts;
  const builtInGateway = (): SandboxGateway => {
    if (parts.gateway !== null) return parts.gateway;
    throw new PanelRefusal(409, 'external-gateway', 'the box talks to an outside gateway');
  };

  app.get('/api/sandbox', (context) => {
    const account = parts.gateway?.info();
    return context.json({
      terminalId: account?.terminalId ?? null,
      serialNumber: account?.serialNumber ?? null,
      activationCode: account?.activationCode ?? null,
      servicePin: sandboxServicePin,
      customerCodes: account?.customerCodes ?? null,
      gateway: parts.gateway === null ? 'external' : 'built-in',
    });
  });

  app.post('/api/scan', async (context) => {
    const { data } = await readBody(context, scanBody);
    return context.json({ delivered: bench.scan(data) });
  });

  app.get('/api/paper', (context) => context.json(bench.paper()));

  app.post('/api/device', async (context) => {
    const { device, fault } = await readBody(context, deviceBody);
    bench.setFault(device, fault);
    return context.json({ device, fault });
  });

  app.post('/api/customer', async (context) => {
    const gateway = builtInGateway();
    const { action, qr } = await readBody(context, customerBody);
    const acted = gateway.customer(action, qr);
    onGatewayTouched();
    if (acted.ok) return context.json(acted.value);
    throw new PanelRefusal(customerStatus[acted.error.code], acted.error.code, acted.error.detail);
  });

  app.post('/api/network', async (context) => {
    const gateway = builtInGateway();
    const { fault } = await readBody(context, networkBody);
    await gateway.setFault(fault);
    onGatewayTouched();
    return context.json({ fault });
  });

  app.post('/api/power', async (context) => {
    const { action } = await readBody(context, powerBody);
    await cutPower();
    return context.json({ action });
  });

  // The page draws codes with the very package, and loads it from here: it asks no other host for anything.
  const encoder = readFileSync(fileURLToPath(import.meta.resolve('uqr')), 'utf8');
  app.get('/uqr.js', (context) => context.body(encoder, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
};
