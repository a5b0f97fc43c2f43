import { appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createControlClient } from '../../src/control/control-client.ts';
import { saidBy, spawnCommand, unpack } from '../helpers/cli-process.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';
import { begin, openedJournal, paid } from '../helpers/journal-fixture.ts';
import { startSandbox } from '../helpers/sandbox.ts';

const daysAgo = (days: number): string => Temporal.Now.plainDateISO().subtract({ days }).toString();
const logLine = (fields: Record<string, unknown>): string =>
  `${JSON.stringify({ level: 'info', time: '2026-11-24T06:44:01.123+03:00', event: 'sale.finished', ...fields })}\n`;

/** A stopped box with two payments, eight days of logs, and nothing else. */
const scene = async () => {
  const data = await scratchDirectory();
  const out = await scratchDirectory();
  const file = join(out, 'box.tar.gz');
  const journal = openedJournal(join(data, 'journal.db'));
  await paid(journal, await begin(journal, { ref: 'R-1' }));
  await journal.recordSale(
    (await begin(journal, { amountMinor: 70_00 })).intent.transactionNumber,
    {
      status: 'pending',
      verdict: 'notPaid',
      error: { code: 'PAY-03' },
      cancel: { reason: 'timeout', ifPaid: 'refund', cancelledAt: '2026-11-24T09:02:00.000Z' },
    },
    [
      { type: 'request.ended', at: '2026-11-24T09:00:31.250Z', data: { outcome: 'noAnswer' } },
      {
        type: 'verdict.notPaid',
        at: '2026-11-24T09:02:00.000Z',
        data: { status: 'pending', reason: 'timeout', ifPaid: 'refund', error: 'PAY-03' },
      },
    ],
  );
  journal.close();
  mkdirSync(join(data, 'Log'));
  for (let days = 0; days < 9; days += 1)
    writeFileSync(join(data, 'Log', `${daysAgo(days)}.log`), logLine({ transactionNumber: 1 }));
  const support = (...args: string[]) => saidBy(spawnCommand(data, ['support', file, ...args]));
  return { data, out, file, support };
};

test('a real box that was activated, set and used: no secret of it is in the bundle, and each payment is told', async () => {
  const sandbox = await startSandbox();
  const { data } = sandbox;
  const { activationCode, customerCodes } = await sandbox.facts();
  await sandbox.activate();
  await sandbox.connected('printer');
  const box = createControlClient(join(data, 'control.sock'));
  const pin = '58203917';
  const values = { servicePin: pin, 'paymentSystems.wechat': true, 'paymentSystems.alipay': true };
  expect((await box.request('settingsSet', { values })).ok).toBe(true);
  /** As soon as the gateway has the payment. */
  const customer = (action: string) =>
    expect.poll(async () => (await sandbox.post('/api/customer', { action })).status, { timeout: 20_000 }).toBe(200);
  const patience = { timeoutMs: 60_000 };
  const codes = [customerCodes.sendy, 'CANARY-CODE-1029384756'];
  for (const [index, code] of codes.entries()) {
    const paying = box.request('pay', { amountMinor: 15_000 + index, method: 'offline', code }, patience);
    await customer('confirm');
    expect(await paying).toMatchObject({ ok: true, value: { outcome: 'paid' } });
  }
  const online = box.request('pay', { amountMinor: 7_000, method: 'online', paymentSystem: 'wechat' }, patience);
  await expect
    .poll(async () => (await sandbox.paper()).find(({ kind }) => kind === 'qr'), { timeout: 20_000 })
    .toBeDefined();
  const tokens = (await sandbox.paper()).filter(({ kind }) => kind === 'qr').flatMap(({ qr }) => qr);
  await customer('decline:insufficient-funds');
  expect(await online).toMatchObject({ ok: true, value: { outcome: 'notPaid' } });

  const { terminalKey } = JSON.parse(readFileSync(join(data, 'terminal.json'), 'utf8'));
  const { servicePin } = JSON.parse(readFileSync(join(data, 'settings.json'), 'utf8'));
  const journal = new DatabaseSync(join(data, 'journal.db'), { readOnly: true });
  const hashes = journal.prepare('SELECT code_hash FROM payment WHERE code_hash IS NOT NULL').all();
  const salt = journal.prepare('SELECT salt FROM journal').get()?.salt;
  journal.close();
  expect([tokens.length, hashes.length]).toEqual([1, 2]);
  const canaries = [
    terminalKey,
    Buffer.from(terminalKey, 'base64').toString('hex'),
    activationCode,
    pin,
    servicePin.salt,
    servicePin.hash,
    ...codes,
    ...tokens,
    ...hashes.map(({ code_hash }) => code_hash),
    salt,
  ].map(String);
  // What a part that has a fault would let through is hidden by its value or by its name.
  const day = daysAgo(0);
  appendFileSync(
    join(data, 'Log', `${day}.log`),
    [logLine({ text: `it is ${terminalKey}` }), logLine({ a: [{ servicePin: pin }] }), `torn ${codes[1]}\n`].join(''),
  );

  const out = await scratchDirectory();
  for (const [index, isRunning] of [true, false].entries()) {
    if (!isRunning) await sandbox.stop();
    const file = join(out, `${index}.tar.gz`);
    const { status, stdout, stderr } = await saidBy(spawnCommand(data, ['support', file, '--json']));
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({
      file,
      bytes: statSync(file).size,
      missing: isRunning ? [] : [{ part: 'status.json', code: 'CTL-04' }],
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const { files } = await unpack(file);
    for (const [name, content] of files) {
      const found = canaries.filter((secret) => content.includes(secret) || name.includes(secret));
      expect(found, name).toEqual([]);
      expect(content, name).not.toMatch(
        /"(terminalKey|signature|signature-input|qr|code_hash)"\s*:\s*"(?!\[hidden\])/i,
      );
    }
    expect(files.get(`log/${day}.log`)).toContain('it is [hidden]');
    expect(files.get(`log/${day}.log`)).toContain('"servicePin":"[hidden]"');
    expect(files.get(`log/${day}.log`)).toContain('gateway.request');
    expect(files.has('status.json')).toBe(isRunning);
    expect(files.get('registration.json')).toContain('"serialNumber"');
    expect(files.get('settings.json')).toContain('"servicePin": "[hidden]"');
    const [{ transactions }] = JSON.parse(files.get('transactions.json') ?? '');
    expect(transactions.map((row: { transactionNumber: number }) => row.transactionNumber)).toEqual([3, 2, 1]);
    expect(transactions[0]).toMatchObject({
      status: 'declined',
      verdict: 'notPaid',
      declineCode: 'insufficient-funds',
    });
    expect(transactions[0].history.length).toBeGreaterThan(2);
    expect([...files.keys()].filter((name) => name.startsWith('payments/')).sort()).toEqual([
      'payments/1.txt',
      'payments/2.txt',
      'payments/3.txt',
    ]);

    // A backup has none of them either, but for the hashes that the journal and the settings keep.
    const backup = join(out, `backup-${index}.tar.gz`);
    expect((await saidBy(spawnCommand(data, ['backup', backup]))).status).toBe(0);
    for (const [name, content] of (await unpack(backup)).files)
      for (const secret of [terminalKey, activationCode, pin, ...codes, ...tokens])
        expect(content.includes(String(secret)), name).toBe(false);
  }
});

test('a person reads what happened to a payment, in the box’s language and time zone', async () => {
  const { data, file, support } = await scene();
  writeFileSync(join(data, 'settings.json'), JSON.stringify({ version: 1, language: 'ru', timeZone: 'Europe/Moscow' }));
  expect((await support()).status).toBe(0);
  const { files } = await unpack(file);
  const story = (number: number) => Buffer.from(files.get(`payments/${number}.txt`) ?? '', 'latin1').toString('utf8');
  const lines = story(2)
    .split('\n')
    .map((line) => line.replace(/ +/g, ' '));
  expect(lines).toEqual(
    expect.arrayContaining([
      'ОПЛАТА № 2',
      'СУММА: 70,00 ₽',
      'Кассир видел: НЕ ОПЛАЧЕНО',
      expect.stringMatching(/^Причина: PAY-03 [А-Я]/),
      'Отмена: покупатель не подтвердил вовремя; если всё же оплачено, деньги вернутся покупателю',
      'Завершена: нет: терминал продолжает выяснять, чем она закончилась',
      'Что было (по часам сервера, Europe/Moscow):',
      '2026-11-24 12:00:31.250 запрос на сервер закончился: ответа нет: неизвестно, дошёл ли запрос',
    ]),
  );
  expect(lines.at(-2)).toMatch(/^2026-11-24 12:02:00\.000 итог записан на диск и показан: НЕ ОПЛАЧЕНО: ОЖИДАЕТСЯ; /);
  expect(story(1)).toMatch(/Чек кассы: +R-1\n/);
});

test('a journal of two terminals has the payments of each', async () => {
  const { data, file, support } = await scene();
  const journal = openedJournal(join(data, 'journal.db'));
  journal.scope({ gateway: 'http://127.0.0.1:1/', terminalId: 'T/2' });
  await begin(journal);
  journal.close();
  expect((await support()).status).toBe(0);
  const names = [...(await unpack(file)).files.keys()].filter((name) => name.startsWith('payments/')).sort();
  expect(names).toEqual(['payments/10000001.1/1.txt', 'payments/10000001.1/2.txt', 'payments/T_2.2/1.txt']);
});

test('logs of seven days, or as many as are wanted', async () => {
  const { file, support } = await scene();
  const logsIn = async () => [...(await unpack(file)).files.keys()].filter((name) => name.startsWith('log/')).sort();
  const lastDays = (count: number) => Array.from({ length: count }, (_, days) => `log/${daysAgo(days)}.log`).sort();
  expect((await support()).status).toBe(0);
  expect(await logsIn()).toEqual(lastDays(7));
  expect((await support('--days', '1', '--force')).status).toBe(0);
  expect(await logsIn()).toEqual(lastDays(1));
  for (const days of ['0', '-1', 'all', '99999', '']) expect((await support(`--days=${days}`)).status).toBe(2);
});

test('a broken box: what cannot be had is named with its reason, the rest is there', async () => {
  const { data, file, support } = await scene();
  const secret = 'PIN-that-nobody-should-see';
  writeFileSync(join(data, 'settings.json'), JSON.stringify({ version: 1, servicePin: secret, servicePinn: secret }));
  writeFileSync(join(data, 'terminal.json'), `{"version":1,"terminalKey":"${secret}${secret}`);
  writeFileSync(join(data, 'journal.db'), 'x'.repeat(10_000));
  const { status, stderr } = await support();
  expect(status).toBe(0);
  for (const code of ['CTL-04', 'SET-02', 'SET-03', 'TRM-01', 'JRN-04']) expect(stderr).toContain(code);
  const { files } = await unpack(file);
  const missing = files.get('missing.txt') ?? '';
  for (const part of ['status.json', 'settings.json', 'registration.json', 'transactions.json'])
    expect(missing).toContain(`${part}: `);
  expect([...files.keys()].filter((name) => !name.startsWith('log/')).sort()).toEqual([
    'disk.txt',
    'doctor.json',
    'doctor.txt',
    'missing.txt',
    'versions.txt',
  ]);
  expect(files.get('disk.txt')).toMatch(/ 10000 .* journal\.db/);
  for (const [name, content] of files) expect(content.includes(secret), name).toBe(false);
});

test('for a user without the rights: the logs are there, and who may read the rest is named', async () => {
  const { data, file, out, support } = await scene();
  writeFileSync(join(data, 'terminal.json'), '{}', { mode: 0o600 });
  chmodSync(out, 0o777);
  chmodSync(data, 0o755);
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) for (const name of ['journal.db', 'terminal.json']) chmodSync(join(data, name), 0);
  const as = isRoot ? { uid: 65_534, gid: 65_534 } : undefined;
  const { status, stderr } = await (isRoot ? saidBy(spawnCommand(data, ['support', file], as)) : support());
  expect(status).toBe(0);
  expect(stderr).toMatch(/transactions\.json: JRN-05 .*user sendybox.*sudo/);
  expect(stderr).toMatch(/registration\.json: TRM-02 .*EACCES/);
  expect([...(await unpack(file)).files.keys()]).toContain(`log/${daysAgo(0)}.log`);
  expect(readdirSync(out)).toEqual(['box.tar.gz']);
});
