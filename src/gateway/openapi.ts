/** `openapi.json` (OpenAPI 3.1) of the gateway contract, from the schemas and the table of calls that the client uses. */
import { z } from 'zod';
import { maxCodeBytes } from '../payment/wallet-code.ts';
import * as contract from './contract.ts';
import type { ProblemCode } from './outcome.ts';
import { problemRules } from './problem.ts';
import { commonRefusals, type Route, type RouteShape, routes } from './routes.ts';

type JsonObject = { [name: string]: unknown };

const named: Readonly<Record<string, z.ZodType>> = {
  ActivationRequest: contract.activationRequestSchema,
  ActivationAnswer: contract.activationAnswerSchema,
  Terminal: contract.terminalAnswerSchema,
  Counters: contract.countersSchema,
  OfflineRequest: contract.offlineRequestSchema,
  OnlineRequest: contract.onlineRequestSchema,
  CancelRequest: contract.cancelRequestSchema,
  RefundRequest: contract.refundRequestSchema,
  Payment: contract.paymentSchema,
  Totals: contract.totalsSchema,
  ShiftReport: contract.shiftReportSchema,
  TransactionsPage: contract.transactionsPageSchema,
  CloseShiftRequest: contract.closeShiftRequestSchema,
  CloseShiftAnswer: contract.closeShiftAnswerSchema,
  Problem: contract.problemSchema,
};

const reference = (name: string): string => `#/components/schemas/${name}`;

/** What zod cannot say, or says in 300 characters. */
const plainer = ({ jsonSchema, path }: { jsonSchema: JsonObject; path: readonly (string | number)[] }): void => {
  if (jsonSchema.format === 'date-time') {
    jsonSchema.pattern = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$';
    jsonSchema.description = 'RFC 3339, UTC, with milliseconds';
  }
  if (path.at(-1) === 'qr') {
    jsonSchema.maxLength = maxCodeBytes;
    jsonSchema.description = `A secret while it lives. At most ${maxCodeBytes} bytes of UTF-8`;
  }
};

// As one sends it, also for answers: unknown members of an answer are ignored, so none are forbidden.
const io = 'input';

const componentSchemas = (): JsonObject => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io, uri: reference, override: plainer });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _schema, $id: _id, ...schema }]) => [name, schema]),
  );
};

const nameOf = (schema: z.ZodType): string => {
  const found = Object.entries(named).find(([, candidate]) => candidate === schema);
  if (found === undefined) throw new Error('a schema of a call has no name');
  return found[0];
};

const parametersOf = (route: RouteShape): JsonObject[] => {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  }));
  if (route.query === undefined) return inPath;
  const { properties = {}, required = [] } = z.toJSONSchema(route.query, { io, override: plainer });
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  return [...inPath, ...inQuery];
};

const refusalsOf = (route: RouteShape): JsonObject => {
  const always: readonly ProblemCode[] = route.signed ? commonRefusals : ['request-invalid', 'too-many-requests'];
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...always, ...route.refusals]) {
    const { status } = problemRules[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      .sort(([one], [other]) => one - other)
      .map(([status, codes]) => [
        String(status),
        {
          description: codes.join(', '),
          ...(status === 429 ? { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } } : {}),
          content: {
            'application/problem+json': {
              schema: { allOf: [{ $ref: reference('Problem') }, { properties: { code: { enum: codes } } }] },
            },
          },
        },
      ]),
  );
};

const operationOf = (operationId: string, route: Route<unknown>): JsonObject => ({
  operationId,
  summary: route.summary,
  ...(route.signed ? {} : { security: [] }),
  parameters: parametersOf(route),
  ...(route.body === undefined
    ? {}
    : {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: reference(nameOf(route.body)) } } },
        },
      }),
  responses: {
    '200': {
      description: route.summary,
      content: { 'application/json': { schema: { $ref: reference(nameOf(route.answer)) } } },
    },
    ...refusalsOf(route),
  },
});

const paths = (): JsonObject => {
  const byPath: { [path: string]: JsonObject } = {};
  for (const [operationId, route] of Object.entries(routes)) {
    const path = `/${route.path}`;
    byPath[path] = { ...byPath[path], [route.method.toLowerCase()]: operationOf(operationId, route) };
  }
  return byPath;
};

export const openApiDocument = (): JsonObject => ({
  openapi: '3.1.0',
  info: {
    title: 'Gateway contract of the Sendy Box',
    version: '1.0.0',
    description:
      'What a payment box speaks and a gateway serves. Money is an integer in minor units (kopecks); an answer is at most 1 MiB.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [
    {
      url: '{serverUrl}',
      description: 'The setting serverUrl without its last slash. HTTPS with TLS 1.2 or newer, HTTP/1.1.',
      variables: { serverUrl: { default: 'https://gateway.example' } },
    },
  ],
  security: [{ messageSignature: [] }],
  paths: paths(),
  components: {
    schemas: componentSchemas(),
    headers: {
      RetryAfter: { description: 'Seconds, or an HTTP date', schema: { type: 'string' } },
    },
    securitySchemes: {
      messageSignature: {
        type: 'apiKey',
        in: 'header',
        name: 'Signature',
        description:
          'RFC 9421, label sig1, algorithm hmac-sha256, key = the terminal key of the activation, keyid = terminal id, with created ' +
          'and a random nonce. Covers "@method", "@target-uri" and, where there is a body, "content-digest" (RFC 9530, sha-256). ' +
          `Signature-Input comes with it. created may differ from the gateway’s clock by ${contract.maxClockSkewSeconds} s; the Date header tells that clock.`,
      },
    },
  },
});

/** The file as it stands in the repository. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;
