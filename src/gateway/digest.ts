/** `Content-Digest` of a body (RFC 9530, section 2), by which the signature covers it. */
import { createHash } from 'node:crypto';

/** The header's value: `sha-256=:<base64>:`. */
export const contentDigest = (body: string | Uint8Array): string =>
  `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
