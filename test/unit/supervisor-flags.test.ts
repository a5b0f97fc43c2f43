import { expect, test } from 'vitest';
import { sandboxTexts } from '../../src/locale/sandbox.ts';
import { readFlags } from '../../src/sandbox/options.ts';

const read = (...args: string[]) => readFlags(args, { root: '/checkout', from: '/home/me' }, sandboxTexts.en);

test('without flags: the checkout’s own directory, the usual port, the built-in gateway', () => {
  expect(read()).toEqual({
    ok: true,
    value: {
      data: '/checkout/.sandbox',
      dataGiven: false,
      panelPort: null,
      fresh: false,
      headless: false,
      activated: false,
      gatewayUrl: null,
    },
  });
});

test('a relative directory is one of where the command was typed', () => {
  expect(read('--data', 'box', '--panel-port', '0', '--fresh', '--headless', '--activated')).toMatchObject({
    value: { data: '/home/me/box', dataGiven: true, panelPort: 0, fresh: true, headless: true, activated: true },
  });
  expect(read('--data=/elsewhere')).toMatchObject({ value: { data: '/elsewhere' } });
});

test.each([
  ['https://pay.example/api/', 'https://pay.example/api/'],
  ['https://pay.example/api', 'https://pay.example/api/'],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/'],
  ['http://localhost:8080', 'http://localhost:8080/'],
  ['http://[::1]:8080/', 'http://[::1]:8080/'],
])('an outside gateway at %s', (given, gatewayUrl) => {
  expect(read('--gateway-url', given)).toMatchObject({ value: { gatewayUrl } });
});

test.each([
  ['a gateway in the clear on another computer', ['--gateway-url', 'http://pay.example/']],
  ['a gateway that is no address', ['--gateway-url', 'pay.example']],
  ['a gateway with a query', ['--gateway-url', 'https://pay.example/?x=1']],
  ['an outside gateway and an activated terminal', ['--gateway-url', 'https://pay.example/', '--activated']],
  ['a port that is no number', ['--panel-port', 'eighty']],
  ['a port that is too large', ['--panel-port', '65536']],
  ['a negative port', ['--panel-port=-1']],
  ['a port without a value', ['--panel-port']],
  ['an unknown flag', ['--frsh']],
  ['a stray word', ['fresh']],
  ['a value for a flag that has none', ['--fresh=yes']],
])('wrong usage: %s', (_what, args) => {
  const result = read(...args);
  expect(result.ok).toBe(false);
  expect(result).toMatchObject({ error: expect.stringMatching(/\S/) });
});
