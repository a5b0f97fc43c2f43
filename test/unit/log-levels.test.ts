import { expect, test } from 'vitest';
import { usualLevel } from '../../src/logging/levels.ts';

test('what was lost, refused or failed is a warning; what an engineer has to look for is found by its level', () => {
  for (const event of [
    'deviceLink.lost',
    'journal.failed',
    'scan.refused',
    'gateway.requestInvalid',
    'control.refused',
  ])
    expect(usualLevel(event), event).toBe('warn');
  for (const event of ['deviceLink.opened', 'sale.finished', 'key.pressed', 'machine.transition', 'box.ready'])
    expect(usualLevel(event), event).toBe('info');
});

test('a request without an answer is one, a request that was refused in the words of the gateway is none', () => {
  for (const outcome of ['noAnswer', 'notSent']) expect(usualLevel('gateway.request', { outcome })).toBe('warn');
  for (const outcome of ['answered', 'refused']) expect(usualLevel('gateway.request', { outcome })).toBe('info');
});
