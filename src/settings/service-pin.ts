/** The service PIN: four to eight digits, kept as a salted scrypt hash. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { slowHash } from '../storage/slow-hash.ts';
import type { PinHash } from './schema.ts';

const saltBytes = 16;

export const isServicePin = (value: unknown): value is string => typeof value === 'string' && /^\d{4,8}$/.test(value);

export const hashServicePin = async (
  pin: string,
  random: (bytes: number) => Buffer = randomBytes,
): Promise<PinHash> => {
  const salt = random(saltBytes);
  return { salt: salt.toString('base64'), hash: (await slowHash(pin, salt)).toString('base64') };
};

export const verifyServicePin = async (pin: string, stored: PinHash): Promise<boolean> => {
  const expected = Buffer.from(stored.hash, 'base64');
  const found = await slowHash(pin, Buffer.from(stored.salt, 'base64'));
  return expected.length === found.length && timingSafeEqual(expected, found);
};
