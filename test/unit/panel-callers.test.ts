import { expect, test } from 'vitest';
import { createPanelApp } from '../../src/panel/server.ts';
import { createEventHub } from '../../src/panel/server-events.ts';
import { createFakeBox } from '../helpers/panel-of-a-fake-box.ts';

const port = 4_510;
const panel = () => {
  const box = createFakeBox();
  const hub = createEventHub();
  const app = createPanelApp({ source: box, log: (event) => box.log.push(event) }, () => port, hub);
  const call = async (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) => {
    const headers = { host: `127.0.0.1:${port}`, ...init.headers };
    const response = await app.request(path, { ...init, headers });
    const text = await response.text();
    const body = response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body };
  };
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    call(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  return { box, hub, call, post };
};

test.each(['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST'])('the panel answers as %s', async (host) => {
  const { call } = panel();
  const { status, body } = await call('/api/screen', { headers: { host: `${host}:${port}` } });
  expect(status).toBe(200);
  expect(body).toMatchObject({ state: 'ready', tone: 'idle' });
});

test.each([
  'evil.example',
  `evil.example:${port}`,
  '127.0.0.1',
  '127.0.0.1:80',
  'localhost:4511',
  '192.168.1.2:4510',
  '',
])('a name that was pointed at this computer is no name of the panel: %s', async (host) => {
  const { call } = panel();
  for (const path of ['/', '/api/screen', '/api/events', '/nothing']) {
    const { status, body } = await call(path, { headers: { host } });
    expect(status).toBe(403);
    expect(body.error.code).toBe('host-not-allowed');
  }
});

test.each(['http://evil.example', 'null', `https://127.0.0.1:${port}`, 'http://127.0.0.1', 'http://localhost:4511'])(
  'a page of %s presses no key',
  async (origin) => {
    const { box, post } = panel();
    const { status, body } = await post('/api/keys', '{"key":"ENTER"}', { origin });
    expect(status).toBe(403);
    expect(body.error.code).toBe('origin-not-allowed');
    expect(box.pressed).toEqual([]);
  },
);

test('its own page does, under each of its names', async () => {
  const { box, post } = panel();
  for (const name of ['127.0.0.1', 'localhost', '[::1]'])
    expect((await post('/api/keys', '{"key":"00"}', { origin: `http://${name}:${port}` })).status).toBe(200);
  expect(box.pressed).toEqual(['00', '00', '00']);
});

test.each([
  ['no JSON by its type', 415, 'not-json', '{"key":"1"}', { 'content-type': 'text/plain' }],
  ['a form', 415, 'not-json', 'key=1', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['not JSON', 400, 'malformed-json', '{"key":', {}],
  ['nothing', 400, 'malformed-json', '', {}],
  ['a key that the box does not have', 400, 'invalid-body', '{"key":"F1"}', {}],
  ['a number for a key', 400, 'invalid-body', '{"key":1}', {}],
  ['no object', 400, 'invalid-body', '["1"]', {}],
  ['null', 400, 'invalid-body', 'null', {}],
  ['more than a body may have', 413, 'body-too-large', `{"key":"${'1'.repeat(70_000)}"}`, {}],
])('%s as a key: %i %s, and nothing is pressed', async (_what, expected, code, body, headers) => {
  const { box, post } = panel();
  const reply = await post('/api/keys', body, headers as Record<string, string>);
  expect(reply.status).toBe(expected);
  expect(reply.body.error).toEqual({ code, message: expect.any(String) });
  expect(box.pressed).toEqual([]);
  expect(box.log).toEqual([]);
});

test('a body that only says it is small is measured all the same', async () => {
  const { box, call } = panel();
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode(' '.repeat(16_384))),
  });
  const { status } = await call('/api/keys', {
    method: 'POST',
    body: endless,
    duplex: 'half',
    headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
  } as RequestInit & { headers: Record<string, string> });
  expect(status).toBe(413);
  expect(box.pressed).toEqual([]);
});

test.each([
  '/api/sandbox',
  '/api/paper',
  '/api/nothing',
  '/../package.json',
  '/server.ts',
  '/%2e%2e/%2e%2e/package.json',
])('a real box has no %s', async (path) => {
  const { call } = panel();
  const { status, body } = await call(path);
  expect(status).toBe(404);
  expect(body.error.code).toBe('not-found');
});

test('a bug of the box is said in the log and not to the caller', async () => {
  const { box, post } = panel();
  Object.assign(box, {
    press: () => {
      throw new Error('secret insides');
    },
  });
  const { status, body } = await post('/api/keys', '{"key":"1"}');
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('secret');
  expect(box.log).toEqual(['panel.bug']);
});

test('the page loads nothing from elsewhere, runs nothing of others, and is in no frame', async () => {
  const { call } = panel();
  const { status, headers, body } = await call('/');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(body).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
});

test('every file that the page names is there', async () => {
  const { call } = panel();
  const wanted = ['/', '/main.js'];
  const seen = new Set<string>();
  for (const path of wanted) {
    if (seen.has(path)) continue;
    seen.add(path);
    const { status, body } = await call(path);
    expect([path, status]).toEqual([path, 200]);
    for (const [, linked, imported] of String(body).matchAll(/(?:href|src)="(\/[a-z.-]+)"|from '\.(\/[a-z-]+\.js)'/g))
      wanted.push(linked ?? imported ?? '/');
  }
  expect([...seen]).toEqual(expect.arrayContaining(['/texts.js', '/paper.js', '/box.css', '/icon.svg']));
});
