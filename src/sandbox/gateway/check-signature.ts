/**
 * The gateway's reading of a request's signature: RFC 9421, label `sig1`, `hmac-sha256`, over exactly the components that
 * the contract names, and RFC 9530 `Content-Digest`. Written apart from the client, so that a mistake of one is found by
 * the other.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { failed, ok, type Result } from '../../errors.ts';

export interface SignedRequest {
  readonly method: string;
  /** As the client addressed it: scheme, authority, path and query. */
  readonly targetUri: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface ReadSignature {
  readonly keyId: string;
  readonly createdSeconds: number;
  readonly nonce: string;
  /** Whether this key made the signature. */
  readonly isBy: (key: Uint8Array) => boolean;
}

/** What is wrong with it, in words for the log. */
type Reading = Result<ReadSignature, string>;

const token = /^[A-Za-z*][A-Za-z0-9_.:/*!#$%&'+^`|~-]*/;
/** RFC 8941, string: printable ASCII, with `"` and `\` escaped. */
const quoted = /^"((?:[ !#-[\]-~]|\\["\\])*)"/;
const integer = /^-?\d{1,15}/;
const parameterName = /^[a-z*][a-z0-9_.*-]*/;

interface SignatureInput {
  readonly components: readonly string[];
  readonly parameters: ReadonlyMap<string, string | number>;
  /** The value of `"@signature-params"`: the inner list and its parameters as RFC 8941 serialises them. */
  readonly serialised: string;
}

/** One dictionary member `sig1=("…" "…");name=value…`, strictly (RFC 8941, inner list). */
export const parseSignatureInput = (header: string): Result<SignatureInput, string> => {
  const list = /^ *sig1=\( *((?:"[^"\\]*"(?: +"[^"\\]*")*)?) *\)/.exec(header);
  if (list === null) return failed('Signature-Input is not one member sig1 with an inner list');
  const components = (list[1] ?? '').split(/ +/).filter((item) => item !== '');
  const parameters = new Map<string, string | number>();
  const serialised: string[] = [];
  let rest = header.slice(list[0].length).trimEnd();
  while (rest !== '') {
    const start = /^; */.exec(rest);
    if (start === null) return failed('Signature-Input: a parameter was expected');
    rest = rest.slice(start[0].length);
    const name = parameterName.exec(rest)?.[0];
    if (name === undefined || parameters.has(name))
      return failed('Signature-Input: a parameter without a name, or twice');
    rest = rest.slice(name.length);
    if (!rest.startsWith('=')) return failed(`Signature-Input: parameter ${name} has no value`);
    rest = rest.slice(1);
    const text = quoted.exec(rest);
    const value = text?.[0] ?? integer.exec(rest)?.[0] ?? token.exec(rest)?.[0];
    if (value === undefined) return failed(`Signature-Input: parameter ${name} is not readable`);
    rest = rest.slice(value.length);
    parameters.set(name, text === null ? (/^-?\d/.test(value) ? Number(value) : value) : unescaped(text[1] ?? ''));
    serialised.push(`;${name}=${value}`);
  }
  return ok({ components, parameters, serialised: `(${components.join(' ')})${serialised.join('')}` });
};

const unescaped = (text: string): string => text.replace(/\\(["\\])/g, '$1');

const single = (headers: SignedRequest['headers'], name: string): string | null => {
  const value = headers[name];
  return typeof value === 'string' ? value.trim() : null;
};

/** The bytes of a dictionary's member `label=:base64:`; other members may stand beside it. */
const byteSequence = (header: string, label: string): Buffer | null => {
  for (const member of header.split(',')) {
    const match = /^([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):$/.exec(member.trim());
    if (match !== null && match[1] === label) return Buffer.from(match[2] ?? '', 'base64');
  }
  return null;
};

const isEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

/** Reads what is signed and how. Whose key it is, the clock and the nonce are judged by the caller. */
export const readSignature = (request: SignedRequest): Reading => {
  const input = single(request.headers, 'signature-input');
  const signatureHeader = single(request.headers, 'signature');
  if (input === null || signatureHeader === null) return failed('the request is not signed');
  const signature = byteSequence(signatureHeader, 'sig1');
  if (signature === null) return failed('Signature has no member sig1');
  const parsed = parseSignatureInput(input);
  if (!parsed.ok) return parsed;

  const { components, parameters, serialised } = parsed.value;
  const hasBody = request.body.length > 0;
  const wanted = ['"@method"', '"@target-uri"', ...(hasBody ? ['"content-digest"'] : [])];
  if (components.join(' ') !== wanted.join(' ')) return failed(`covered components are not ${wanted.join(' ')}`);
  const algorithm = parameters.get('alg');
  if (algorithm !== undefined && algorithm !== 'hmac-sha256') return failed('alg is not hmac-sha256');
  const created = parameters.get('created');
  if (typeof created !== 'number') return failed('created is missing');
  const keyId = parameters.get('keyid');
  if (typeof keyId !== 'string') return failed('keyid is missing');
  const nonce = parameters.get('nonce');
  if (typeof nonce !== 'string' || nonce.length < 8 || nonce.length > 256)
    return failed('nonce is missing or too short');

  const lines = [`"@method": ${request.method}`, `"@target-uri": ${request.targetUri}`];
  if (hasBody) {
    const digestHeader = single(request.headers, 'content-digest');
    const digest = digestHeader === null ? null : byteSequence(digestHeader, 'sha-256');
    if (digestHeader === null || digest === null) return failed('Content-Digest has no sha-256');
    if (!isEqual(digest, createHash('sha256').update(request.body).digest()))
      return failed('Content-Digest is not that of the body');
    lines.push(`"content-digest": ${digestHeader}`);
  }
  const base = [...lines, `"@signature-params": ${serialised}`].join('\n');
  return ok({
    keyId,
    createdSeconds: created,
    nonce,
    isBy: (key) => isEqual(signature, createHmac('sha256', key).update(base).digest()),
  });
};
