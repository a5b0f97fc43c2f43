/** What a person may see of the box's own files: its settings, and for whom it is registered. Writes nothing. */
import { z } from 'zod';
import { failed, fieldError, ok, type Result } from '../errors.ts';
import { checkSettings, type SettingsProblem } from '../settings/check.ts';
import { shownSettings } from '../settings/paths.ts';
import type { SettingsDocument } from '../settings/schema.ts';
import { openSettingsFile } from '../settings/settings-file.ts';
import { openTerminalFile } from '../terminal/terminal-file.ts';

export interface KnownSettings {
  /** As `sendybox settings` shows them; of the file, or of the last good one. Null: neither is to be had. */
  readonly shown: SettingsDocument | null;
  readonly timeZone: string | null;
  /** Why the file is refused, and what is warned of in it; none of it holds a value. */
  readonly problems: readonly SettingsProblem[];
}

export const readSettings = async (dataDirectory: string): Promise<KnownSettings> => {
  const file = openSettingsFile(dataDirectory);
  const problems: SettingsProblem[] = [];
  for (const one of [file.path, file.backupPath]) {
    const reading = await file.readFile(one);
    if (reading.ok && reading.value === null && one !== file.path) break;
    if (!reading.ok) {
      problems.push({ path: '', error: reading.error });
      continue;
    }
    const checked = checkSettings(reading.value?.document ?? {});
    if (!checked.ok) {
      problems.push(...checked.error);
      continue;
    }
    const { settings, warnings } = checked.value;
    return { shown: shownSettings(settings), timeZone: settings.timeZone, problems: [...problems, ...warnings] };
  }
  return { shown: null, timeZone: null, problems };
};

const text = z.string().max(1_000);

/** Member by member, so that the key is not among them whatever else is in the file. */
const registrationSchema = z.object({
  serverUrl: text,
  activatedAt: text,
  info: z.object({
    terminal: z.object({ id: text, serialNumber: text, name: text }),
    merchant: z.object({ name: text, taxId: text, address: text }),
    currency: text,
    paymentSystems: z.array(text).max(10),
    modes: z.array(text).max(10),
    limits: z.object({ minAmount: z.number(), maxAmount: z.number() }),
    permissions: z.object({ refund: z.boolean() }),
    activatedAt: text,
  }),
});

/** Null: not activated. Errors: TRM-01 damaged, TRM-02 not readable. */
export const readRegistration = async (
  dataDirectory: string,
): Promise<Result<z.output<typeof registrationSchema> | null>> => {
  const file = openTerminalFile(dataDirectory);
  const reading = await file.readFile();
  if (!reading.ok) return reading;
  if (reading.value === null) return ok(null);
  const parsed = registrationSchema.safeParse(reading.value.document);
  if (parsed.success) return ok(parsed.data);
  const where = parsed.error.issues.map((issue) => issue.path.join('.') || issue.code).slice(0, 10);
  return failed(fieldError('TRM-01', `${file.path}: ${where.join(', ')}`, { file: file.path }));
};
