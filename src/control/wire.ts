/** The lines of the control socket: cutting them out of bytes, and the errors that travel in them. */
import { z } from 'zod';
import { type FieldError, fieldCodes, toFieldError } from '../errors.ts';
import { SettingsFailure, type SettingsProblem } from '../settings/check.ts';

/** An error as it travels: the field error itself, and for settings everything that was wrong. */
export interface ControlError extends FieldError {
  readonly problems?: readonly SettingsProblem[];
}

export const toControlError = (thrown: unknown): ControlError => {
  const error = toFieldError(thrown);
  return thrown instanceof SettingsFailure ? { ...error, problems: thrown.problems } : error;
};

const fieldErrorSchema = z.object({
  code: z.enum(fieldCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  detail: z.string().optional(),
});

const errorSchema = fieldErrorSchema.extend({
  problems: z.array(z.object({ path: z.string(), error: fieldErrorSchema })).optional(),
});

/** What a client may be sent: an answer, or an event of `watch`. */
export const messageSchema = z.union([
  z.object({ id: z.union([z.number(), z.string(), z.null()]), error: errorSchema }),
  z.object({ id: z.union([z.number(), z.string()]), result: z.unknown() }),
  z.object({ event: z.string(), data: z.unknown() }),
]);

/**
 * Collects bytes to lines. `push` returns the lines that are whole, without their line feed, or null once a line is
 * longer than `maxBytes`: then the stream is of no more use.
 */
export const createLineCutter = (maxBytes: number): { push(chunk: Uint8Array | string): string[] | null } => {
  let parts: Uint8Array[] = [];
  let length = 0;
  return {
    push(chunk) {
      const lines: string[] = [];
      let rest = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      for (;;) {
        const end = rest.indexOf(0x0a);
        const part = end < 0 ? rest : rest.subarray(0, end);
        if (length + part.length > maxBytes) return null;
        parts.push(part);
        length += part.length;
        if (end < 0) return lines;
        lines.push(Buffer.concat(parts).toString('utf8'));
        parts = [];
        length = 0;
        rest = rest.subarray(end + 1);
      }
    },
  };
};
