import { expect, test } from 'vitest';
import { dataDirectory, socketPath } from '../../src/cli/places.ts';
import { commands } from '../../src/cli/run.ts';
import { FieldFailure, fieldError } from '../../src/errors.ts';
import { cliCommandNames } from '../../src/locale/cli.ts';
import { SettingsFailure } from '../../src/settings/check.ts';
import { sendybox } from '../helpers/cli-call.ts';
import { paidRow, statusReport } from '../helpers/control-box.ts';

test('status tells what is wrong, in the language of the box', async () => {
  const { status, stdout } = await sendybox(['status'], {
    box: {
      status: async () => ({
        ...statusReport,
        obstacle: { code: 'SET-05', message: 'Не задан адрес сервера' },
        obligations: [
          {
            kind: 'payment',
            transactionNumber: 9,
            amount: 100,
            since: '2026-11-24T03:44:01.123Z',
            lastError: 'NET-01',
          },
          {
            kind: 'refund',
            transactionNumber: 11,
            amount: 200,
            since: '2026-11-24T03:44:01.123Z',
            lastError: 'GWY-04',
          },
        ],
        lastPayment: paidRow,
      }),
    },
  });
  expect(status).toBe(0);
  for (const part of [
    'готов (ready)',
    'SET-05',
    'нет бумаги: PRN-02',
    'оплата № 9  1,00  с',
    'NET-01',
    'возврат № 11  2,00  с',
    'GWY-04',
    'WeChat',
    'ОПЛАЧЕНО',
  ])
    expect(stdout).toContain(part);
});

test('--json on every command prints one document and nothing else', async () => {
  expect((await sendybox(['status', '--json'])).json()).toEqual(statusReport);
  expect((await sendybox(['--json', 'status'])).json()).toEqual(statusReport);
  expect((await sendybox(['transactions', '--json'])).json()).toEqual([paidRow]);
  expect((await sendybox(['cancel', '--json'])).json()).toEqual({ state: 'ready' });
  expect((await sendybox(['version', '--json'])).json()).toMatchObject({ runtime: expect.stringContaining('node') });
  expect((await sendybox(['settings', '--json'])).json()).toEqual({});
  expect((await sendybox(['--help', '--json'])).json()).toMatchObject({ commands: expect.any(Array) });
  for (const { name } of commands) expect((await sendybox([name, '--help', '--json'])).json()).toHaveProperty('usage');
});

test('every command has its help, in the language of the box', async () => {
  for (const name of cliCommandNames) {
    const { status, stdout } = await sendybox([name, '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain(`sendybox ${name}`);
    expect(stdout).toMatch(/[а-я]/);
  }
  expect(commands.map(({ name }) => name).sort()).toEqual([...cliCommandNames].sort());
});

test.each([
  [[]],
  [['open-drawer']],
  [['status', 'now']],
  [['status', '--verbose']],
  [['cancel', '12']],
  [['transactions', '--shift', '0']],
  [['transactions', '--shift', 'last']],
  [['transactions', '--state', 'lost']],
  [['transactions', '--csv', '--json']],
  [['settings', 'set']],
  [['settings', 'set', 'slipWidth']],
  [['settings', 'set', 'slipWidth=24', 'slipWidth=32']],
  [['settings', 'reset']],
  [['settings', 'get', 'a', 'b']],
  [['settings', 'delete', 'a']],
  [['activate', '--terminal', '1']],
  [['backup']],
  [['backup', '']],
  [['backup', 'a', 'b']],
  [['support', 'a', '--days', '0']],
])('wrong usage %j: 2, a reason on stderr, nothing on stdout', async (args) => {
  const { status, stdout, stderr } = await sendybox(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('неверный вызов');
});

test('wrong usage with --json is JSON on stderr', async () => {
  const { status, stdout, stderr } = await sendybox(['transactions', '--shift', 'x', '--json']);
  expect([status, stdout]).toEqual([2, '']);
  expect(JSON.parse(stderr)).toEqual({ error: { code: 'usage', message: expect.any(String) } });
});

test('a box that does not answer: 3', async () => {
  for (const reason of ['absent', 'denied', 'silent'] as const) {
    const { status, stderr } = await sendybox(['status'], { failure: reason });
    expect(status).toBe(3);
    expect(stderr).toContain('CTL-04');
  }
});

test('a setting is given to the box as what it is', async () => {
  const changes = [{ key: 'slipWidth', from: 32, to: 48 }];
  const { status, stdout, requests } = await sendybox(
    [
      'settings',
      'set',
      'slipWidth=48',
      'servicePin=0042',
      'detailedDayClose=true',
      'devices.printer={"driver":"usb"}',
      'devices.printer.path=/dev/usb/lp0',
      'language=en=x',
    ],
    { box: { settingsSet: async () => changes } },
  );
  expect(status).toBe(0);
  expect(stdout).toBe('slipWidth: 32 → 48\n');
  expect(requests).toEqual([
    [
      'settingsSet',
      {
        values: {
          slipWidth: 48,
          servicePin: '0042',
          detailedDayClose: true,
          'devices.printer': { driver: 'usb' },
          'devices.printer.path': '/dev/usb/lp0',
          language: 'en=x',
        },
      },
    ],
  ]);
});

test('all that is wrong with settings is said, one line each', async () => {
  const problems = ['slipWidth', 'slipCopies'].map((path) => ({
    path,
    error: fieldError('SET-02', undefined, { path, allowed: '0–5' }),
  }));
  const box = { settingsSet: () => Promise.reject(new SettingsFailure(problems)) };
  const human = await sendybox(['settings', 'set', 'slipWidth=1', 'slipCopies=9'], { box });
  expect(human.status).toBe(1);
  expect(human.stderr.trim().split('\n')).toHaveLength(2);
  expect(human.stderr).toContain('slipCopies');
  const json = await sendybox(['settings', 'set', 'slipWidth=1', 'slipCopies=9', '--json'], { box });
  expect(JSON.parse(json.stderr)).toMatchObject({
    error: { code: 'SET-02', problems: [{ path: 'slipWidth' }, { path: 'slipCopies' }] },
  });
});

const activated = async ({ terminalId }: { terminalId: string }) => ({ terminalId, merchant: 'ООО «Ромашка»' });

test('activate asks for what is not given', async () => {
  const { status, stdout, questions, requests } = await sendybox(['activate', '--serial', 'SN-1'], {
    answers: [' 10000001 ', '123456'],
    box: { activate: activated },
  });
  expect(status).toBe(0);
  expect(questions).toEqual(['Номер терминала: ', 'Код активации: ']);
  expect(requests[0]).toEqual([
    'activate',
    { terminalId: '10000001', serialNumber: 'SN-1', code: '123456', replace: false },
  ]);
  expect(stdout).toContain('10000001');
});

test('a box that was activated before is activated again only after a yes', async () => {
  const box = {
    activate: async (params: { terminalId: string; replace: boolean; again?: boolean | undefined }) => {
      if (!params.replace && params.again !== true) throw new FieldFailure(fieldError('ACT-09'));
      return activated(params);
    },
  };
  const args = ['activate', '--terminal', '1', '--serial', '2', '--code', '3'];
  const refused = await sendybox(args, { box });
  expect([refused.status, refused.stderr.slice(0, 6)]).toEqual([1, 'ACT-09']);
  expect((await sendybox(args, { box, answers: ['нет'] })).status).toBe(1);
  expect((await sendybox(args, { box, answers: ['да'] })).status).toBe(0);
  expect((await sendybox([...args, '--replace'], { box })).status).toBe(0);
});

test('after the activation the PIN of the service menu is asked for twice, where there is none', async () => {
  const args = ['activate', '--terminal', '1', '--serial', '2', '--code', '3'];
  const box = {
    activate: activated,
    settingsGet: async ({ key }: { key?: string }) => (key === 'servicePin' ? null : 'ru'),
    settingsSet: async () => [],
  };
  const set = await sendybox(args, { box, answers: ['2468', '2468'] });
  expect(set.requests.at(-1)).toEqual(['settingsSet', { values: { servicePin: '2468' } }]);
  for (const answers of [['2468', '2486'], [''], [null]]) {
    const { status, requests } = await sendybox(args, { box, answers });
    expect(status, 'it is activated all the same').toBe(0);
    expect(requests.some(([method]) => method === 'settingsSet')).toBe(false);
  }
  const script = await sendybox(args, { box });
  expect(script.stderr, 'a script is told how').toContain('servicePin');
});

test('a PIN that is none, or typed in two ways, is asked for again, and how to set it later is said', async () => {
  const sets: unknown[] = [];
  const box = {
    activate: async () => ({ terminalId: '10000001', merchant: 'ООО «Ромашка»' }),
    settingsGet: async ({ key }: { key?: string }) => (key === 'language' ? 'ru' : null),
    settingsSet: async ({ values }: { values: unknown }) => sets.push(values),
  };
  const args = ['activate', '--terminal', '10000001', '--serial', '20000001', '--code', '123456'];
  const set = await sendybox(args, { box, answers: ['12', '2468', '2486', '2468', '2468'] });
  expect(sets).toEqual([{ servicePin: '2468' }]);
  for (const part of ['четырёх до восьми', 'по-разному']) expect(set.stderr).toContain(part);
  const left = await sendybox(args, { box, answers: ['12', 'abcd', '1'] });
  expect(sets).toHaveLength(1);
  expect(left.stderr).toContain('settings set servicePin');
});

test('another box is replaced only after a yes', async () => {
  const box = {
    activate: async (params: { terminalId: string; replace: boolean }) => {
      if (!params.replace) throw new FieldFailure(fieldError('ACT-05'));
      return activated(params);
    },
  };
  const args = ['activate', '--terminal', '1', '--serial', '2', '--code', '3'];
  expect((await sendybox(args, { box, answers: ['нет'] })).status).toBe(1);
  expect((await sendybox(args, { box, answers: [null] })).status).toBe(1);
  expect((await sendybox(args, { box })).status).toBe(1);
  expect((await sendybox(args, { box, answers: ['Да'] })).status).toBe(0);
  expect((await sendybox([...args, '--replace'], { box })).status).toBe(0);
});

test('a dialogue that is left activates nothing', async () => {
  const { status, requests } = await sendybox(['activate'], { answers: ['10000001', null] });
  expect([status, requests]).toEqual([1, []]);
});

test('text from outside cannot act upon the terminal', async () => {
  const evil = 'Касса\u001b[2J\u009b31m\u202egnp';
  const box = { status: async () => ({ ...statusReport, terminal: { id: '1', serialNumber: '2', name: evil } }) };
  const human = await sendybox(['status'], { box });
  const json = await sendybox(['status', '--json'], { box });
  for (const character of ['\u001b', '\u009b', '\u202e']) {
    for (const { stdout } of [human, json]) expect(stdout).not.toContain(character);
  }
  expect(json.json()).toMatchObject({ terminal: { name: evil } });
});

test('colours are for terminals that want them', async () => {
  const coloured = (stdout: string) => stdout.includes('\u001b[');
  expect(coloured((await sendybox(['status'])).stdout)).toBe(false);
  expect(coloured((await sendybox(['status'], { terminal: true })).stdout)).toBe(true);
  expect(coloured((await sendybox(['status'], { terminal: true, env: { NO_COLOR: '1' } })).stdout)).toBe(false);
});

test('the socket: what the environment says, else the box’s own, else the sandbox’s of a checkout', () => {
  const system = '/run/sendybox/control.sock';
  const world = { env: {}, root: '/home/me/box' };
  const has =
    (...paths: string[]) =>
    (path: unknown) =>
      paths.includes(String(path));
  expect(socketPath({ ...world, env: { SENDYBOX_SOCKET: '/tmp/s' } }, has(system))).toBe('/tmp/s');
  expect(socketPath(world, has(system, '/home/me/box/.sandbox'))).toBe(system);
  expect(socketPath(world, has('/home/me/box/.sandbox'))).toBe('/home/me/box/.sandbox/control.sock');
  expect(socketPath(world, has())).toBe(system);
  expect(dataDirectory(world, has(system))).toBe('/var/lib/sendybox');
  expect(dataDirectory(world, has('/home/me/box/.sandbox'))).toBe('/home/me/box/.sandbox');
  expect(dataDirectory({ ...world, env: { SENDYBOX_DATA: '/data' } }, has())).toBe('/data');
});
