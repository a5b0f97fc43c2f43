/**
 * Keeps secrets out of the log (gateway contract, customer codes): customers' codes and payment tokens (`qr`),
 * activation codes and keys. A secret is replaced by its length, which is what one needs to find a formatting bug.
 */

/**
 * Members of the contract's bodies that hold a secret. `attemptId` is one because a repeat of it is answered with the
 * terminal key.
 */
const secretMembers: ReadonlySet<string> = new Set(['qr', 'activationCode', 'attemptId', 'terminalKey']);

/** A copy of a request body that may be logged whole. */
export const redacted = (body: unknown): unknown => {
  if (Array.isArray(body)) return body.map(redacted);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      secretMembers.has(name) ? `hidden, ${String(value).length} characters` : redacted(value),
    ]),
  );
};

const maxRemarkLength = 300;

/**
 * The gateway's own words about our request, for the log: it may have quoted from the request, so every secret of it is
 * cut out; control characters and length are bounded.
 */
export const scrubbed = (remark: string, secrets: readonly string[]): string => {
  let text = remark;
  for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, 'hidden');
  return text.replace(/\p{Cc}+/gu, ' ').slice(0, maxRemarkLength);
};
