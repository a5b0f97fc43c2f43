import { expect, test } from 'vitest';
import { newId, startActivated, startSandbox, TestBox } from '../helpers/sandbox-gateway-client.ts';

const startInactive = async () => {
  const sandbox = await startSandbox();
  return { ...sandbox, box: new TestBox(sandbox.gateway, sandbox.clock) };
};

test('the code from the merchant account activates the terminal, and all of it can be typed on a keypad', async () => {
  const { gateway, box } = await startInactive();
  const { terminalId, serialNumber, activationCode, customerCodes } = gateway.info();
  for (const typed of [terminalId, serialNumber, activationCode, ...Object.values(customerCodes)])
    expect(typed).toMatch(/^\d+$/);
  const answer = await box.activate();
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    terminal: { id: terminalId, serialNumber },
    currency: 'RUB',
    paymentSystems: ['sendy', 'wechat', 'alipay'],
    modes: ['online', 'offline'],
    permissions: { refund: true },
  });
  const info = await box.get('pos/terminal');
  expect(info.status).toBe(200);
  expect(info.body.terminalKey).toBeUndefined();
  expect(info.body.serverTime).toMatch(/Z$/);
});

test('the third wrong code voids the code that was issued; the new one works', async () => {
  const { gateway, box } = await startInactive();
  const issued = gateway.info().activationCode;
  expect((await box.activate({ activationCode: '00000000' })).body).toMatchObject({ status: 401, attemptsLeft: 2 });
  expect((await box.activate({ activationCode: '00000001' })).body).toMatchObject({ status: 401, attemptsLeft: 1 });
  expect((await box.activate({ activationCode: '00000002' })).body).toMatchObject({
    status: 410,
    code: 'activation-code-void',
  });
  expect((await box.activate({ activationCode: issued })).body.code).toBe('activation-code-void');
  expect(gateway.info().activationCode).not.toBe(issued);
  expect((await box.activate()).status).toBe(200);
});

test('one press of ENTER counts once, however often it is sent', async () => {
  const { box } = await startInactive();
  const attemptId = newId();
  for (let attempt = 0; attempt < 4; attempt += 1)
    expect((await box.activate({ activationCode: '00000000', attemptId })).body.attemptsLeft).toBe(2);
  expect((await box.activate({ activationCode: '00000000' })).body.attemptsLeft).toBe(1);
});

test('a success is repeated with the same key until that key is used, and not afterwards', async () => {
  const { gateway, box } = await startInactive();
  const press = { attemptId: newId(), activationCode: gateway.info().activationCode };
  const first = await box.activate(press);
  const repeated = await box.activate(press);
  expect(repeated.body).toEqual(first.body);
  await box.get('pos/counters');
  const late = await box.activate(press);
  expect([late.status, late.body.code]).toEqual([410, 'activation-code-void']);
});

test('a used code is void and the account shows another one', async () => {
  const { gateway, box } = await startInactive();
  const used = gateway.info().activationCode;
  await box.activate();
  expect(gateway.info().activationCode).not.toBe(used);
  expect((await box.activate({ activationCode: used })).status).toBe(410);
});

test('a terminal that does not exist costs no attempt', async () => {
  const { box } = await startInactive();
  expect((await box.activate({ terminalId: '00000000' })).body.code).toBe('terminal-unknown');
  expect((await box.activate({ serialNumber: '00000000' })).status).toBe(404);
  expect((await box.activate({ activationCode: '00000000' })).body.attemptsLeft).toBe(2);
});

test('a terminal that is active on another box is not taken from it without a word', async () => {
  const { gateway, clock, box } = await startActivated();
  const other = new TestBox(gateway, clock);
  const code = gateway.info().activationCode;
  const refused = await other.activate();
  expect([refused.status, refused.body.code]).toEqual([409, 'terminal-already-active']);
  expect(gateway.info().activationCode).toBe(code);
  expect((await box.get('pos/counters')).status).toBe(200);

  expect((await other.activate({ replaceExisting: true })).status).toBe(200);
  expect((await other.get('pos/counters')).status).toBe(200);
  const old = await box.get('pos/counters');
  expect([old.status, old.body.code]).toEqual([403, 'terminal-replaced']);
});

test('the same box activates again without asking, with a new key', async () => {
  const { box } = await startActivated();
  const before = box.key;
  expect((await box.activate()).status).toBe(200);
  expect(box.key).not.toBe(before);
  expect((await box.get('pos/counters', { key: before })).body.code).toBe('terminal-replaced');
});

test('a box can be activated without a code for a demonstration', async () => {
  const { gateway, box } = await startInactive();
  const code = gateway.info().activationCode;
  box.key = gateway.activateDirectly(box.hardwareId).terminalKey;
  expect((await box.get('pos/terminal')).status).toBe(200);
  expect(gateway.info().activationCode).toBe(code);
});

test('an activation without its fields is our bug', async () => {
  const { box } = await startInactive();
  expect((await box.activate({ attemptId: 'short' })).body).toMatchObject({ status: 400, code: 'request-invalid' });
});
