/**
 * `settings.json`, the successor of `ShSendy.ini`: read at start, changed by the box, and edited by engineers over SSH.
 * A file that cannot be used is refused as a whole and left untouched; the last good one (`.bak`) stays in force.
 */
import { Low } from 'lowdb';
import { type FieldError, failed, fieldError, ok, type Result } from '../errors.ts';
import type { FileCalls } from '../storage/durable-file.ts';
import { type JsonFileAdapter, type Reading, serialise, systemError } from '../storage/json-adapter.ts';
import { type CheckedSettings, checkSettings, notAllowed, type SettingsProblem, unknownKey } from './check.ts';
import {
  changesBetween,
  knownValue,
  type SettingChange,
  shownSettings,
  splitKey,
  withoutValue,
  withValue,
} from './paths.ts';
import { type Settings, type SettingsDocument, settingsVersion } from './schema.ts';
import { hashServicePin, isServicePin } from './service-pin.ts';
import { openSettingsFile } from './settings-file.ts';

export interface SettingsOptions {
  /** `$SENDYBOX_DATA`. */
  readonly directory: string;
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>, level?: 'info' | 'warn' | 'error') => void;
  /** Refuses a change that the box's state forbids, such as another `serverUrl` while an obligation is open. */
  readonly mayChange?: (before: Settings, after: Settings) => Promise<readonly SettingsProblem[]>;
  readonly calls?: FileCalls;
}

export type SettingsOutcome = Result<readonly SettingChange[], readonly SettingsProblem[]>;

/** Found once: it is asked for with every line of the log, and a process keeps the zone it was started in. */
let knownSystemTimeZone: string | null = null;
const systemTimeZone = (): string => {
  knownSystemTimeZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return knownSystemTimeZone;
};

export class SettingsStore {
  readonly path: string;
  readonly #options: SettingsOptions;
  readonly #adapter: JsonFileAdapter<SettingsDocument>;
  readonly #db: Low<SettingsDocument>;
  readonly #listeners = new Set<(changes: readonly SettingChange[]) => void>();
  #settings: Settings;
  #problems: readonly SettingsProblem[] = [];
  /** The text of the file as it was last looked at: another text is somebody's edit. */
  #seenText: string | null = null;
  #started = false;
  #lastJob: Promise<unknown> = Promise.resolve();

  private constructor(options: SettingsOptions, defaults: Settings) {
    this.#options = options;
    this.#adapter = openSettingsFile(options.directory, options.calls);
    this.path = this.#adapter.path;
    this.#db = new Low(this.#adapter, { version: settingsVersion });
    this.#settings = defaults;
  }

  /** Never fails for what is in the file: `problems()` says what was wrong with it, `obstacle()` what keeps the box out of service. */
  static async open(options: SettingsOptions): Promise<SettingsStore> {
    const defaults = checkSettings({});
    if (!defaults.ok) throw new Error('broken invariant: the defaults are valid settings');
    const store = new SettingsStore(options, defaults.value.settings);
    await store.#start();
    store.#started = true;
    return store;
  }

  /** What is in force, the PIN's hash included: for the program. */
  current(): Settings {
    return this.#settings;
  }

  /** The setting `timeZone`, or the system's. */
  timeZone(): string {
    return this.#settings.timeZone ?? systemTimeZone();
  }

  /** Why the file was refused (SET-01, SET-02, SET-03, SET-06) and what is warned of in it (SET-04). */
  problems(): readonly SettingsProblem[] {
    return this.#problems;
  }

  /** Why the file was refused, without what is only warned of. */
  refusals(): readonly SettingsProblem[] {
    return this.#problems.filter(({ error }) => error.code !== 'SET-04');
  }

  /** SET-05 while there is no `serverUrl`: the box is out of service. */
  obstacle(): FieldError | null {
    return this.#settings.serverUrl === null ? fieldError('SET-05') : null;
  }

  /** A setting as a person may see it. Error: SET-03. */
  get(key: string): Result<unknown, readonly SettingsProblem[]> {
    const known = knownValue(this.#settings, key);
    return known === null ? failed([unknownKey(key)]) : ok(known.value);
  }

  /** All settings as a person may see them. */
  all(): SettingsDocument {
    return shownSettings(this.#settings);
  }

  /** Dotted keys. All of them or none: resolves when they are on disk and in force, or with everything that is wrong. */
  set(values: Readonly<Record<string, unknown>>): Promise<SettingsOutcome> {
    return this.#inTurn(async () => {
      const pin = values.servicePin;
      const bad = pin !== undefined && pin !== null && !isServicePin(pin);
      const problems = bad ? [notAllowed('servicePin', 'servicePinDigits')] : [];
      const stored = isServicePin(pin) ? { ...values, servicePin: await hashServicePin(pin) } : values;
      return this.#change((document) => setAll(document, bad ? { ...stored, servicePin: null } : stored, problems));
    });
  }

  /** Back to the default; a key that holds others, with all of them. */
  reset(key: string): Promise<SettingsOutcome> {
    return this.#inTurn(async () => {
      const path = splitKey(key);
      if (path === null || knownValue(this.#settings, key) === null) return failed([unknownKey(key)]);
      return this.#change((document) => ok(withoutValue(document, path)));
    });
  }

  /** Takes up an edit of the file. Valid: in force, key by key. Invalid: refused, untouched, what is in force stays. */
  reload(): Promise<SettingsOutcome> {
    return this.#inTurn(async () => {
      const taken = await this.#takeUpEdit();
      if (!taken.ok) this.#refuse(taken.error);
      return taken;
    });
  }

  /** Called after the change is on disk. Returns the unsubscribe function. */
  onChange(listener: (changes: readonly SettingChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #start(): Promise<void> {
    await this.#adapter.sweep();
    const taken = await this.#takeUpEdit();
    if (taken.ok) return;
    this.#refuse(taken.error);
    const backup = await this.#adapter.readFile(this.#adapter.backupPath);
    if (!backup.ok || backup.value === null) return;
    const checked = checkSettings(backup.value.document);
    if (!checked.ok) return;
    this.#adopt(backup.value, checked.value);
    this.#problems = [...taken.error, ...checked.value.warnings];
    this.#options.log('settings.lastGoodInForce', { file: this.#adapter.backupPath }, 'warn');
  }

  /**
   * The file as it stands now, if it is not what was last seen. A file that is gone is no edit: editors that do not
   * rename remove it for a moment, and a box must not fall out of service for that.
   */
  async #takeUpEdit(): Promise<SettingsOutcome> {
    const reading = await this.#adapter.readFile();
    if (!reading.ok) return failed([{ path: '', error: reading.error }]);
    if (reading.value === null || reading.value.text === this.#seenText) return ok([]);

    const checked = checkSettings(reading.value.document);
    if (!checked.ok) return checked;
    const forbidden = this.#started ? await this.#forbidden(checked.value.settings) : [];
    if (forbidden.length > 0) return failed(forbidden);
    const changes = this.#adopt(reading.value, checked.value);
    await this.#adapter
      .keepAsGood(reading.value.text)
      .catch((error: unknown) => this.#warn('settings.backupFailed', systemError('SET-06', this.path, error)));
    for (const warning of checked.value.warnings) this.#warn('settings.newerKey', warning.error);
    if (this.#started) this.#announce(changes); // at start nothing has changed: it is read
    return ok(changes);
  }

  /** An edit that nobody has taken up yet is the base of the change, so that neither overwrites the other. */
  async #change(
    edit: (document: SettingsDocument) => Result<SettingsDocument, readonly SettingsProblem[]>,
  ): Promise<SettingsOutcome> {
    const taken = await this.#takeUpEdit();
    const edited = edit(this.#db.data);
    if (!edited.ok) return edited;
    const checked = checkSettings(edited.value);
    if (!checked.ok) return checked;
    const forbidden = await this.#forbidden(checked.value.settings);
    if (forbidden.length > 0) return failed(forbidden);

    const before = this.#db.data;
    try {
      if (!taken.ok) await this.#keepRefused();
      this.#db.data = { version: settingsVersion, ...edited.value };
      await this.#db.write();
    } catch (error) {
      this.#db.data = before; // lowdb changes memory first
      const failure = systemError('SET-06', this.path, error);
      this.#warn('settings.notWritten', failure);
      return failed([{ path: '', error: failure }]);
    }
    const changes = this.#adopt({ text: serialise(this.#db.data), document: this.#db.data }, checked.value);
    this.#announce(changes);
    return ok(changes);
  }

  async #forbidden(after: Settings): Promise<readonly SettingsProblem[]> {
    return (await this.#options.mayChange?.(this.#settings, after)) ?? [];
  }

  async #keepRefused(): Promise<void> {
    await this.#adapter.keepRefused();
    this.#options.log('settings.refusedFileKept', { file: `${this.path}.refused` }, 'warn');
  }

  #adopt(reading: Reading, checked: CheckedSettings): readonly SettingChange[] {
    const before = this.#settings;
    this.#seenText = reading.text;
    this.#db.data = reading.document as SettingsDocument;
    this.#settings = checked.settings;
    this.#problems = checked.warnings;
    return changesBetween(before, checked.settings);
  }

  #refuse(problems: readonly SettingsProblem[]): void {
    this.#problems = problems;
    for (const { error } of problems) this.#warn('settings.refused', error);
  }

  #warn(event: string, error: FieldError): void {
    this.#options.log(event, { error }, 'warn');
  }

  #announce(changes: readonly SettingChange[]): void {
    if (changes.length === 0) return;
    this.#options.log('settings.changed', { changes });
    for (const listener of this.#listeners) listener(changes);
  }

  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    const done = this.#lastJob.then(job);
    this.#lastJob = done.catch(() => {});
    return done;
  }
}

/** The version is the program's, and a PIN is set as digits, never as a hash. */
const notSettable = /^version$|^servicePin\./;

const setAll = (
  document: SettingsDocument,
  values: Readonly<Record<string, unknown>>,
  known: readonly SettingsProblem[],
): Result<SettingsDocument, readonly SettingsProblem[]> => {
  const problems = [...known];
  let edited = document;
  for (const [key, value] of Object.entries(values)) {
    const path = splitKey(key);
    if (path === null || notSettable.test(key)) problems.push(unknownKey(key));
    else edited = withValue(edited, path, value);
  }
  if (problems.length === 0) return ok(edited);
  const checked = checkSettings(edited); // the other problems too: all are said at once
  return failed(checked.ok ? problems : [...problems, ...checked.error]);
};
