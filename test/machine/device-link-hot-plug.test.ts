import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { keepDeviceOpen } from '../../machines/device-link.ts';
import { FieldFailure, fieldError } from '../../src/errors.ts';

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((done) => setImmediate(done));
};

/** A socket on the side of the box that a device may be plugged into. */
const createPort = ({ hang = false, plugged = true } = {}) => {
  const clock = new SimulatedClock();
  const heard: string[] = [];
  const logged: string[] = [];
  const port = {
    plugged,
    openings: 0,
    closed: 0,
    hang,
    release: (): void => undefined,
    pull: (): void => undefined,
  };
  const channel = () => {
    let onClosed: (error: Error | null) => void = () => undefined;
    port.pull = () => {
      port.plugged = false;
      onClosed(new Error('unplugged'));
    };
    return {
      onClose: (listener: (error: Error | null) => void) => {
        onClosed = listener;
      },
      close: async () => {
        port.closed += 1;
      },
    };
  };
  const link = keepDeviceOpen({
    name: 'printer',
    open: async () => {
      port.openings += 1;
      if (port.hang) await new Promise<void>((done) => (port.release = done));
      if (!port.plugged) throw new FieldFailure(fieldError('PRN-01', 'ENODEV'));
      return channel();
    },
    onOpen: () => heard.push('open'),
    onLost: ({ code, detail }) => heard.push(`${code} ${detail}`),
    clock,
    log: (event) => logged.push(event),
  });
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 50) {
      clock.increment(50);
      await settle();
    }
  };
  return { port, link, heard, logged, pass };
};

test('a device that is there is open at once', async () => {
  const { link, heard } = createPort();
  expect(link.state()).toBe('opening');
  await settle();
  expect(link.state()).toBe('ready');
  expect(heard).toEqual(['open']);
});

test('pulled out it is said to be lost, plugged in again it is back within two seconds, whenever that is', async () => {
  const { port, link, heard, pass } = createPort();
  await settle();
  for (const awayMs of [200, 3_000, 60_000, 61_150]) {
    await pass(6_000);
    port.pull();
    expect(link.state()).toBe('waiting');
    expect(heard.at(-1)).toBe('PRN-01 unplugged');
    await pass(awayMs);
    port.plugged = true;
    await pass(2_000);
    expect(link.state()).toBe('ready');
    expect(heard.at(-1)).toBe('open');
  }
});

test('a missing device is tried 0.5 s, 1 s and then every 1.5 s later, and the log hears of it once', async () => {
  const { port, logged, pass } = createPort({ plugged: false });
  await settle();
  const openings: number[] = [];
  for (let second = 0; second < 8; second += 1) {
    openings.push(port.openings);
    await pass(500);
  }
  expect(openings).toEqual([1, 2, 2, 3, 3, 3, 4, 4]);
  await pass(60_000);
  expect(logged.filter((event) => event === 'deviceLink.lost')).toHaveLength(1);
});

test('an open that hangs is given up, and when it succeeds late it is closed, not leaked', async () => {
  const { port, link, heard, pass } = createPort({ hang: true });
  await pass(4_000);
  expect(link.state()).toBe('waiting');
  expect(heard).toEqual(['PRN-01 does not open in time']);
  port.release();
  await settle();
  expect(link.state()).toBe('waiting');
  expect(port.closed).toBe(1);
  expect(heard).toHaveLength(1);
  port.hang = false;
  await pass(2_000);
  expect(link.state()).toBe('ready');
});

test('an open that hangs while the link is stopped is closed when it succeeds', async () => {
  const { port, link, heard } = createPort({ hang: true });
  await settle();
  await link.stop();
  port.release();
  await settle();
  expect(port.closed).toBe(1);
  expect(heard).toEqual([]);
});

test('a device that falls away as soon as it is open is not retried at full speed', async () => {
  const { port, pass } = createPort();
  await settle();
  for (let time = 0; time < 60; time += 1) {
    port.pull();
    port.plugged = true;
    await pass(500);
  }
  expect(port.openings).toBeLessThan(25); // 30 s at 1.5 s, not at 0.5 s
});

test('stopped it closes the device and opens it no more', async () => {
  const { port, link, heard, pass } = createPort();
  await settle();
  await link.stop();
  await link.stop();
  expect(link.state()).toBe('closed');
  expect(port.closed).toBe(1);
  await pass(10_000);
  expect(port.openings).toBe(1);
  expect(heard).toEqual(['open']);
});
