/**
 * HTTP message signatures (RFC 9421) as the gateway contract uses them: label `sig1`, `hmac-sha256`, over the method,
 * the target URI and, where there is a body, its digest. Every attempt is signed afresh: the gateway refuses a nonce
 * that it has seen.
 */
import { createHmac } from 'node:crypto';

/** Name and value of one covered component, in the order of the signature (RFC 9421, section 2). */
export type CoveredComponent = readonly [identifier: string, value: string];

/** A signature parameter (RFC 9421, section 2.3): numbers are sf-integers, text is an sf-string. */
export type SignatureParameter = readonly [name: string, value: string | number];

/** What an sf-string can carry (RFC 8941, section 3.3.3): printable ASCII. A terminal id that is not cannot sign. */
export const canBeKeyId = (text: string): boolean => /^[\x20-\x7e]+$/.test(text);

const sfString = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** The value of `@signature-params`, which is also what `Signature-Input` carries after its label (section 2.3). */
export const signatureParams = (
  components: readonly CoveredComponent[],
  parameters: readonly SignatureParameter[],
): string =>
  `(${components.map(([identifier]) => sfString(identifier)).join(' ')})${parameters
    .map(([name, value]) => `;${name}=${typeof value === 'number' ? value : sfString(value)}`)
    .join('')}`;

/** The signature base (section 2.5): one line a component, `@signature-params` last, no line end after it. */
export const signatureBase = (components: readonly CoveredComponent[], params: string): string =>
  [
    ...components.map(([identifier, value]) => `${sfString(identifier)}: ${value}`),
    `"@signature-params": ${params}`,
  ].join('\n');

/** HMAC over the base (section 3.3.3), base64. */
export const hmacSha256 = (base: string, key: Uint8Array): string =>
  createHmac('sha256', key).update(base).digest('base64');

export interface SignedRequest {
  readonly method: string;
  /** The absolute URI, query included, exactly as the server sees it (section 2.2.2). */
  readonly targetUri: string;
  /** Absent where there is no body. */
  readonly contentDigest?: string;
  /** Seconds since 1970 by the gateway's clock. */
  readonly createdSeconds: number;
  readonly nonce: string;
  /** The terminal id. */
  readonly keyId: string;
  readonly key: Uint8Array;
}

/** The two header fields (section 4). */
export const signRequest = (request: SignedRequest): { 'Signature-Input': string; Signature: string } => {
  const components: CoveredComponent[] = [
    ['@method', request.method],
    ['@target-uri', request.targetUri],
  ];
  if (request.contentDigest !== undefined) components.push(['content-digest', request.contentDigest]);
  const params = signatureParams(components, [
    ['created', request.createdSeconds],
    ['nonce', request.nonce],
    ['keyid', request.keyId],
    ['alg', 'hmac-sha256'],
  ]);
  const signature = hmacSha256(signatureBase(components, params), request.key);
  return { 'Signature-Input': `sig1=${params}`, Signature: `sig1=:${signature}:` };
};
