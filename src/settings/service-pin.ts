/** The service PIN: four to eight digits, kept as a salted scrypt hash. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { PinHash } from './schema.ts';

/** About 0.1 s on a Raspberry Pi 4. Who has the file can try every PIN through; who only sees it learns none. */
const cost = { N: 16_384, r: 8, p: 1 };
const saltBytes = 16;
const hashBytes = 32;

export const isServicePin = (value: unknown): value is string => typeof value === 'string' && /^\d{4,8}$/.test(value);

const derive = (pin: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin, salt, hashBytes, cost, (error, hash) => (error === null ? resolve(hash) : reject(error)));
  });

export const hashServicePin = async (
  pin: string,
  random: (bytes: number) => Buffer = randomBytes,
): Promise<PinHash> => {
  const salt = random(saltBytes);
  return { salt: salt.toString('base64'), hash: (await derive(pin, salt)).toString('base64') };
};

export const verifyServicePin = async (pin: string, stored: PinHash): Promise<boolean> => {
  const expected = Buffer.from(stored.hash, 'base64');
  const found = await derive(pin, Buffer.from(stored.salt, 'base64'));
  return expected.length === found.length && timingSafeEqual(expected, found);
};
