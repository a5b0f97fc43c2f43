/** The service PIN behind the machines: one look at a time, and what a new PIN forgives. */
import { expect, test } from 'vitest';
import { servicePort } from '../../src/box/service.ts';
import { failed, fieldError, ok } from '../../src/errors.ts';
import { PinAttempts } from '../../src/settings/pin-attempts.ts';
import { type Settings, settingsSchema } from '../../src/settings/schema.ts';
import { hashServicePin } from '../../src/settings/service-pin.ts';
import type { SettingsOutcome } from '../../src/settings/settings-store.ts';

const openedPort = async (servicePin: Settings['servicePin'], verify?: (pin: string) => Promise<boolean>) => {
  const written: string[] = [];
  const set: Record<string, unknown>[] = [];
  let outcome: SettingsOutcome = ok([]);
  const attempts = await PinAttempts.open({
    file: {
      read: async () => null,
      write: async (text) => void written.push(text),
    },
    monotonicMs: () => 0,
    wallMs: () => Date.UTC(2026, 10, 24),
    log: () => {},
  });
  const port = servicePort({
    settings: {
      current: () => settingsSchema.parse({ servicePin }),
      async set(values) {
        set.push({ ...values });
        return outcome;
      },
    },
    attempts,
    allowedSystems: () => [],
    log: () => {},
    ...(verify && { verify }),
  });
  return {
    port,
    written,
    set,
    answer(next: SettingsOutcome) {
      outcome = next;
    },
  };
};

test('the PIN that was set is right, another is not: by its real hash', async () => {
  const { port } = await openedPort(await hashServicePin('0420'));
  expect(port.hasPin()).toBe(true);
  expect(await port.checkPin('0421')).toMatchObject({
    kind: 'wrong',
    error: { code: 'SRV-02', params: { attemptsLeft: 2 } },
  });
  expect(await port.checkPin('0420')).toEqual({ kind: 'right' });
});

test('without a PIN nothing is looked at, and nothing counted', async () => {
  const { port, written } = await openedPort(null);
  expect(port.hasPin()).toBe(false);
  expect(port.refusal()).toMatchObject({ code: 'SRV-01' });
  expect(await port.checkPin('0420')).toMatchObject({ kind: 'refused', error: { code: 'SRV-01' } });
  expect(written).toEqual([]);
});

test('asked twice at once it looks at one PIN after the other, and counts both', async () => {
  const looking: ((isRight: boolean) => void)[] = [];
  const { port, written } = await openedPort(
    await hashServicePin('0420'),
    () => new Promise((resolve) => looking.push(resolve)),
  );
  const answers = [port.checkPin('1111'), port.checkPin('2222')];
  await expect.poll(() => looking.length).toBe(1);
  expect(written).toHaveLength(1);
  looking[0]?.(false);
  await expect.poll(() => looking.length).toBe(2);
  expect(written).toHaveLength(2);
  looking[1]?.(false);
  expect((await Promise.all(answers)).map((answer) => answer.kind === 'wrong' && answer.error.params)).toEqual([
    { attemptsLeft: 2 },
    { attemptsLeft: 1 },
  ]);
});

test('a new PIN ends the lock of the old one; one that is not taken does not', async () => {
  const { port, set, answer } = await openedPort(await hashServicePin('0420'), async () => false);
  for (let attempt = 0; attempt < 3; attempt += 1) await port.checkPin('1111');
  expect(port.refusal()).toMatchObject({ code: 'SRV-03', params: { minutes: 5 } });
  answer(failed([{ path: 'servicePin', error: fieldError('SET-02') }]));
  expect(await port.setPin('12')).toMatchObject({ code: 'SET-02' });
  expect(port.refusal()).toMatchObject({ code: 'SRV-03' });
  answer(ok([]));
  expect(await port.setPin('1234')).toBeNull();
  expect(port.refusal()).toBeNull();
  expect(set.at(-1)).toEqual({ servicePin: '1234' });
});
