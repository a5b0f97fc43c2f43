/**
 * Chance, all of it from one seed. Every concern draws from a source of its own, named after it, so that one draw more
 * in one place does not shift what happens everywhere else.
 */
import { assert } from '../errors.ts';

export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  chance(probability: number): boolean;
  /** Both ends included. */
  whole(lowest: number, highest: number): number;
  /** Milliseconds between both, short ones as likely as long ones: each decade has its share. */
  span(shortestMs: number, longestMs: number): number;
  pick<T>(items: readonly T[]): T;
  /** By weights, which need not add up to anything. */
  weighed<T>(choices: readonly (readonly [weight: number, value: T])[]): T;
  bytes(count: number): Uint8Array;
  /** A source of its own for a part of this concern. */
  fork(name: string): Random;
}

/** FNV-1a over the name, so that sources with like names have nothing in common. */
const hashOf = (text: string, start: number): number => {
  let hash = start >>> 0;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};

/** sfc32 (PractRand): 128 bits of state, a few operations a draw. */
export const createRandom = (seed: number, name: string): Random => {
  let a = hashOf(name, 0x811c9dc5 ^ seed);
  let b = hashOf(name, 0x9e3779b9 + seed);
  let c = (seed ^ (seed / 0x1_0000_0000)) >>> 0;
  let counter = 1;

  const draw = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) draw();

  const next = (): number => draw() / 0x1_0000_0000;
  return {
    next,
    chance: (probability) => next() < probability,
    whole: (lowest, highest) => lowest + Math.floor(next() * (highest - lowest + 1)),
    span: (shortestMs, longestMs) => Math.round(shortestMs * (longestMs / shortestMs) ** next()),
    pick(items) {
      const item = items[Math.floor(next() * items.length)];
      assert(item !== undefined, 'there is something to pick');
      return item;
    },
    weighed(choices) {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of choices) {
        left -= weight;
        if (left < 0) return value;
      }
      const last = choices.at(-1);
      assert(last !== undefined, 'there is something to weigh');
      return last[1];
    },
    bytes(count) {
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count; at += 1) bytes[at] = draw() >>> 24;
      return bytes;
    },
    fork: (part) => createRandom(seed, `${name}/${part}`),
  };
};
