/**
 * Who may talk to the panel: programs and pages of this computer, addressed as such. A page of another site that a
 * browser was made to open is refused by `Origin`, and one that points its own host name at 127.0.0.1 (DNS rebinding)
 * by `Host`.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import type { z } from 'zod';

/** The longest body is a code for the virtual scanner, which is made to take over-long ones. */
const maxBodyBytes = 65_536;

export type PanelStatus = 400 | 403 | 404 | 409 | 413 | 415 | 500 | 503;

/** Thrown in a route, answered as `{error: {code, message}}`. */
export class PanelRefusal extends Error {
  readonly status: PanelStatus;
  readonly code: string;

  constructor(status: PanelStatus, code: string, message: string) {
    super(message);
    this.name = 'PanelRefusal';
    this.status = status;
    this.code = code;
  }
}

export const answerRefusal = (context: Context, { status, code, message }: PanelRefusal): Response =>
  context.json({ error: { code, message } }, status);

const ownHosts = (port: number): readonly string[] =>
  ['localhost', '127.0.0.1', '[::1]'].flatMap((host) => (port === 80 ? [host, `${host}:80`] : [`${host}:${port}`]));

/** `port` is asked for each request, since it is known only when the server listens. */
export const guardCaller =
  (port: () => number): MiddlewareHandler =>
  async (context, next) => {
    const hosts = ownHosts(port());
    const host = context.req.header('host')?.toLowerCase() ?? '';
    if (!hosts.includes(host)) throw new PanelRefusal(403, 'host-not-allowed', 'the panel answers to localhost only');
    const origin = context.req.header('origin')?.toLowerCase();
    if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`))
      throw new PanelRefusal(403, 'origin-not-allowed', 'the panel answers to its own page only');
    await next();
  };

/** Nothing of another host can load, run or frame the page. */
export const guardPage = (): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: false,
  });

export const guardBody = (): MiddlewareHandler =>
  bodyLimit({
    maxSize: maxBodyBytes,
    onError: () => {
      throw new PanelRefusal(413, 'body-too-large', `a body has at most ${maxBodyBytes} bytes`);
    },
  });

/** The JSON body by its schema. Refusals: 415 not JSON by its type, 400 not JSON, or not what the call takes. */
export const readBody = async <Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema>> => {
  const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new PanelRefusal(415, 'not-json', 'the body must be application/json');
  const body = parseJson(await context.req.text());
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new PanelRefusal(400, 'invalid-body', problems.join('; ').slice(0, 500));
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new PanelRefusal(400, 'malformed-json', 'the body is not JSON');
  }
};
