/** The hash of a short secret (a PIN, an activation code) for a file: slow, so that trying all of them through is. */
import { scrypt } from 'node:crypto';

/** About 0.1 s on a Raspberry Pi 4. Who has the file can try every PIN through; who only sees it learns none. */
const cost = { N: 16_384, r: 8, p: 1 };
const hashBytes = 32;

/** 32 bytes; the loop is free meanwhile. */
export const slowHash = (secret: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(secret, salt, hashBytes, cost, (error, hash) => (error === null ? resolve(hash) : reject(error)));
  });
