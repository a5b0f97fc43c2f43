/** What went wrong with a connection, as a field code: each has another cure. */
import { type FieldCode, type FieldError, fieldError } from '../../errors.ts';
import type { ExchangeFailure } from './exchange.ts';
import { pinMismatchCode } from './tls.ts';

const fieldCodeOf: Readonly<Record<string, FieldCode>> = {
  ENOTFOUND: 'NET-02',
  EAI_AGAIN: 'NET-02',
  EAI_FAIL: 'NET-02',
  EAI_NODATA: 'NET-02',
  EAI_NONAME: 'NET-02',
  ENODATA: 'NET-02',
  ESERVFAIL: 'NET-02',
  ETIMEOUT: 'NET-02', // c-ares: the resolver did not answer
  ECONNREFUSED: 'NET-01',
  EHOSTUNREACH: 'NET-01',
  EHOSTDOWN: 'NET-01',
  ENETUNREACH: 'NET-01',
  ENETDOWN: 'NET-01',
  EADDRNOTAVAIL: 'NET-01',
  ETIMEDOUT: 'NET-01',
  UND_ERR_CONNECT_TIMEOUT: 'NET-01',
  CERT_HAS_EXPIRED: 'NET-04',
  CERT_NOT_YET_VALID: 'NET-04',
  [pinMismatchCode]: 'NET-05',
  ERR_TLS_CERT_ALTNAME_INVALID: 'NET-03',
  SELF_SIGNED_CERT_IN_CHAIN: 'NET-03',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'NET-03',
  UNABLE_TO_GET_ISSUER_CERT: 'NET-03',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'NET-03',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'NET-03',
  CERT_SIGNATURE_FAILURE: 'NET-03',
  CERT_UNTRUSTED: 'NET-03',
  CERT_REJECTED: 'NET-03',
  CERT_CHAIN_TOO_LONG: 'NET-03',
  CERT_REVOKED: 'NET-03',
  INVALID_CA: 'NET-03',
  INVALID_PURPOSE: 'NET-03',
  PATH_LENGTH_EXCEEDED: 'NET-03',
  // A request that undici refuses to write is a bug of ours.
  UND_ERR_INVALID_ARG: 'BUG-01',
};

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** Handshake failures that have no entry of their own. */
const isTlsFailure = (code: string): boolean =>
  code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || /^(?:CERT|CRL)_/.test(code);

/** `left` false: while connecting. The detail names the technical cause and holds nothing of the request. */
export const failureError = (failure: ExchangeFailure, left: boolean): FieldError => {
  switch (failure.reason) {
    case 'timeout':
      return fieldError('NET-06', left ? 'no whole answer in time' : 'no connection in time');
    case 'givenUp':
      return fieldError('NET-06', left ? 'given up before the answer' : 'given up before anything was sent');
    case 'tooLarge':
      return fieldError('NET-11');
    case 'connection': {
      const code = codeOf(failure.error);
      // After a semicolon Node advises how to run Node: nothing for whoever stands before the box.
      const [message] = failure.error.message.split(';');
      const detail = `${code} ${message}`.trim();
      // What undici makes of an answer that is not HTTP at all.
      if (code.startsWith('HPE_') || failure.error.name === 'HTTPParserError') return fieldError('NET-09', code);
      if (code === 'UND_ERR_HEADERS_OVERFLOW') return fieldError('NET-11', 'header');
      if (left) return fieldError('NET-07', detail);
      return fieldError(fieldCodeOf[code] ?? (isTlsFailure(code) ? 'NET-12' : 'NET-01'), detail);
    }
  }
};
