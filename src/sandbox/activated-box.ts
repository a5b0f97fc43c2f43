/** `--activated`: the box finds itself activated at its first start, as if a service engineer had done it. */
import { TerminalStore } from '../terminal/terminal-store.ts';
import type { SandboxGateway } from './gateway/sandbox-gateway.ts';

/** A box that is active at this gateway already stays as it is. Rejects with FieldFailure TRM-02. */
export const activateBox = async (
  directory: string,
  gateway: SandboxGateway,
  log: (event: string, data?: Readonly<Record<string, unknown>>) => void,
): Promise<void> => {
  const store = new TerminalStore({ directory, log });
  const present = await store.read();
  if (present.ok && present.value?.serverUrl === gateway.url) return;
  const hardwareId = await store.hardwareId();
  const { terminalKey, ...granted } = gateway.activateDirectly(hardwareId);
  const info = { ...granted, paymentSystems: [...granted.paymentSystems], modes: [...granted.modes] };
  await store.save({ serverUrl: gateway.url, hardwareId, terminalKey, info, activatedAt: info.activatedAt });
};
