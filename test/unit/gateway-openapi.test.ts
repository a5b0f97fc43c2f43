import { expect, test } from 'vitest';
import { openApiDocument } from '../../src/gateway/openapi.ts';
import { routes } from '../../src/gateway/routes.ts';

const document = JSON.parse(JSON.stringify(openApiDocument()));

test('every call of the contract is there, with its answer and its refusals', () => {
  const operations = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((path) =>
    Object.values(path).map((operation) => operation.operationId),
  );
  expect(operations.sort()).toEqual(Object.keys(routes).sort());
  expect(Object.keys(document.paths['/pos/payment/offline'].post.responses)).toEqual([
    '200',
    '400',
    '401',
    '403',
    '409',
    '422',
    '429',
  ]);
});

test('only activation needs no signature', () => {
  expect(document.security).toEqual([{ messageSignature: [] }]);
  expect(document.paths['/pos/activation'].post.security).toEqual([]);
  expect(document.paths['/pos/counters'].get.security).toBeUndefined();
});

test('every reference leads somewhere', () => {
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
  for (const [, path] of references) {
    let target = document;
    for (const part of (path ?? '').split('/')) target = target?.[part];
    expect(target, path).toBeDefined();
  }
});

test('an answer may have members that nobody knows', () => {
  expect(JSON.stringify(document)).not.toContain('"additionalProperties":false');
});
