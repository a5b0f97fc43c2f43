/**
 * `sendybox settings`: through the box while it runs; else in its file, with the same checks. A box that runs and does
 * not answer is left alone: two writers of one file would lose each other's work.
 */
import type { ControlFailure } from '../../control/control-client.ts';
import { failed, ok, type Result } from '../../errors.ts';
import type { CliTexts } from '../../locale/cli.ts';
import type { SettingsProblem } from '../../settings/check.ts';
import type { SettingChange } from '../../settings/paths.ts';
import { isSettingKey, settingKeys } from '../../settings/schema.ts';
import { SettingsStore } from '../../settings/settings-store.ts';
import { dataDirectory } from '../places.ts';
import { type Command, type ExitStatus, reasonLine, type Session, UsageError } from '../session.ts';
import { printable } from '../terminal-text.ts';

type Answer<T> = Result<T, ControlFailure>;

/** The running box, or its file: one and the same to the command. */
interface SettingsSource {
  get(key: string | undefined): Promise<Answer<unknown>>;
  set(values: Readonly<Record<string, unknown>>): Promise<Answer<unknown>>;
  reset(key: string): Promise<Answer<unknown>>;
}

export const settingsCommand: Command = {
  name: 'settings',
  usage: ['settings', 'settings get [KEY]', 'settings set KEY=VALUE …', 'settings reset KEY'],
  options: {},
  async run(session, _options, [action = 'get', ...operands]) {
    const [key, ...surplus] = operands;
    if (action === 'set') {
      if (key === undefined) throw new UsageError((texts) => texts.missing('KEY=VALUE'));
      const values = parseAssignments(operands);
      return change(session, (source) => source.set(values));
    }
    const [first] = surplus;
    if (first !== undefined) throw new UsageError(() => first);
    if (action === 'get') return show(session, key);
    if (action !== 'reset') throw new UsageError((texts) => texts.unknownCommand(`settings ${action}`));
    if (key === undefined) throw new UsageError((texts) => texts.missing('KEY'));
    return change(session, (source) => source.reset(key));
  },
};

const show = async (session: Session, key: string | undefined): Promise<ExitStatus> => {
  const answer = await withSource(session, (source) => source.get(key));
  if (!answer.ok) return session.failed(answer.error);
  if (session.json) session.answer(answer.value, []);
  else if (key !== undefined) session.answer(null, [valueText(key, answer.value, await session.texts())]);
  else session.answer(null, settingLines(answer.value, await session.texts()));
  return 0;
};

const change = async (
  session: Session,
  make: (source: SettingsSource) => Promise<Answer<unknown>>,
): Promise<ExitStatus> => {
  const answer = await withSource(session, make);
  if (!answer.ok) return session.failed(answer.error);
  const texts = await session.texts();
  const changes = answer.value as readonly SettingChange[];
  const lines = changes.map(
    ({ key, from, to }) => `${key}: ${valueText(key, from, texts)} → ${valueText(key, to, texts)}`,
  );
  session.answer(answer.value, lines.length === 0 ? [texts.nothingChanged] : lines);
  return 0;
};

const withSource = async <T>(
  session: Session,
  use: (source: SettingsSource) => Promise<Answer<T>>,
): Promise<Answer<T>> => {
  const { client } = session;
  const throughBox = await use({
    get: (key) => client.request('settingsGet', key === undefined ? {} : { key }),
    set: (values) => client.request('settingsSet', { values }),
    reset: (key) => client.request('settingsReset', { key }),
  });
  if (throughBox.ok || throughBox.error.reason !== 'absent') return throughBox;

  const store = await SettingsStore.open({
    directory: dataDirectory(session.world),
    log: () => {},
    mayChange: async (before, after) => (await import('../../box/terms.ts')).unusableCaFile(before, after),
  });
  const unusable = store.problems().filter(({ error }) => error.code === 'SET-06');
  if (unusable.length > 0) return refused(unusable); // the defaults would pass for what is set
  session.remark((await session.texts()).boxNotRunning(store.path));
  const language = await session.language();
  for (const { error } of store.problems()) session.remark(reasonLine(error, language));
  const changed = (outcome: Result<readonly SettingChange[], readonly SettingsProblem[]>): Answer<unknown> =>
    outcome.ok ? outcome : refused(outcome.error);
  return use({
    get: async (key) => {
      if (key === undefined) return ok(store.all());
      const value = store.get(key);
      return value.ok ? value : refused(value.error);
    },
    set: async (values) => changed(await store.set(values)),
    reset: async (key) => changed(await store.reset(key)),
  });
};

const refused = (problems: readonly SettingsProblem[]): Answer<never> =>
  failed({ reason: 'refused', error: { ...(problems[0]?.error ?? { code: 'SET-02' as const }), problems } });

const parseAssignments = (operands: readonly string[]): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  for (const operand of operands) {
    const [, key, text] = /^([A-Za-z0-9_.-]+)=(.*)$/s.exec(operand) ?? [];
    if (key === undefined || text === undefined) throw new UsageError((texts) => texts.notAKeyValue(operand));
    if (Object.hasOwn(values, key)) throw new UsageError((texts) => texts.notTogether(key, key));
    values[key] = settingValue(key, text);
  }
  return values;
};

/** Text stays text where the setting is a text (a PIN of `0042`); what cannot be read is left to the check, which refuses it. */
export const settingValue = (key: string, text: string): unknown => {
  const kind = isSettingKey(key) ? settingKeys[key].kind : 'json';
  if (kind === 'string') return text;
  if (kind === 'number') return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text;
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const valueText = (key: string, value: unknown, texts: CliTexts): string => {
  if (value === null || value === undefined) return /^(devices\.|timeZone$)/.test(key) ? texts.automatic : texts.notSet;
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
};

/** As they are written for `set`: one line a setting. */
const settingLines = (all: unknown, texts: CliTexts): string[] => {
  const lines: string[] = [];
  const walk = (prefix: string, value: unknown): void => {
    const holdsOthers = prefix === '' || prefix === 'devices' || prefix === 'paymentSystems';
    if (!holdsOthers) lines.push(`${prefix} = ${valueText(prefix, value, texts)}`);
    else
      for (const [name, member] of Object.entries(value ?? {}))
        walk(prefix === '' ? name : `${prefix}.${name}`, member);
  };
  walk('', all);
  return lines;
};
