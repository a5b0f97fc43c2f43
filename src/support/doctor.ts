/**
 * The whole self-test, from outside the box: the running box is asked for what only it can find, and the disk, the files
 * and the journal are read here, where reading them through keeps no sale waiting. Without a running box all of it is
 * done here, as far as the rights of who asks go.
 */
import { callerOf, virtualLookup } from '../box/gateway.ts';
import type { ControlClient, ControlFailure } from '../control/control-client.ts';
import type { Release } from '../control/release.ts';
import { examineClockSource } from '../doctor/clock-source.ts';
import { denial } from '../doctor/denial.ts';
import { examineDisk, examineWear } from '../doctor/disk.ts';
import { examineLog, examineSettings, examineTerminalFile } from '../doctor/files.ts';
import { skippedAfter, trouble } from '../doctor/finding.ts';
import { examineJournal } from '../doctor/journal.ts';
import { localMinutes } from '../doctor/minutes.ts';
import { examineNetwork, networkChecks } from '../doctor/network.ts';
import { judgeObligations, type Owed } from '../doctor/obligations.ts';
import { examinePower } from '../doctor/power.ts';
import { type Environment, examineCrypto, examineProxy, examineRuntime, examineUptime } from '../doctor/process.ts';
import { failed, fieldError, ok, type Result } from '../errors.ts';
import type { TerminalIdentity } from '../gateway/caller.ts';
import { checkNames, type Finding } from '../locale/doctor.ts';
import { checkSettings } from '../settings/check.ts';
import { type Settings, settingsSchema } from '../settings/schema.ts';
import { openSettingsFile } from '../settings/settings-file.ts';
import { openTerminalFile } from '../terminal/terminal-file.ts';
import { type Identity, parseIdentity } from '../terminal/terminal-store.ts';

export interface ExamineOrder {
  readonly client: ControlClient;
  /** `$SENDYBOX_DATA` */
  readonly dataDirectory: string;
  /** `$SENDYBOX_LOG` */
  readonly logDirectory: string;
  readonly env: Environment;
  readonly release: Release;
  readonly signal?: AbortSignal;
}

const presenceTimeoutMs = 2_000;
/** The box's own limits are 15 s. */
const boxTimeoutMs = 20_000;

/** In the order of `checkNames`. */
export const examine = async (order: ExamineOrder): Promise<readonly Finding[]> => {
  const { client, dataDirectory, logDirectory, signal } = order;
  const told = await askBox(client, signal);
  if (signal?.aborted === true) return [];
  // After the answer: reading the journal through lets nothing else happen in this process.
  const journal = await examineJournal(dataDirectory);
  const here = [
    examineDisk(dataDirectory),
    ...(logDirectory === dataDirectory ? [] : [examineDisk(logDirectory)]),
    ...examineWear(),
    journal.finding,
    await examineSettings(dataDirectory),
    await examineTerminalFile(dataDirectory),
    examineLog(logDirectory),
    examineClockSource(),
    examinePower(),
  ];
  const rest = told.ok ? told.value : await examineAlone(order, told.error, journal.owed);
  // The box knows more of its settings than their file says.
  const isToldOfSettings = rest.some(({ name }) => name === 'settings');
  return inOrder([...rest, ...here.filter(({ name }) => name !== 'settings' || !isToldOfSettings)]);
};

/** A box that does not say its version at once is not waited for any longer. */
const askBox = async (client: ControlClient, signal: AbortSignal | undefined) => {
  const stop = signal === undefined ? {} : { signal };
  const version = await client.request('version', undefined, { timeoutMs: presenceTimeoutMs, ...stop });
  return version.ok ? client.request('doctor', undefined, { timeoutMs: boxTimeoutMs, ...stop }) : version;
};

const inOrder = (all: readonly Finding[]): readonly Finding[] =>
  checkNames.flatMap((name) => all.filter((finding) => finding.name === name));

const boxKeys = { absent: 'boxAbsent', denied: 'boxDenied', silent: 'boxSilent' } as const;

const devices = ['printer', 'scanner', 'keypad', 'display', 'till'] as const;

const examineAlone = async (
  { dataDirectory, env, release }: ExamineOrder,
  { error, reason }: ControlFailure,
  owed: readonly Owed[] | null,
): Promise<readonly Finding[]> => {
  // The system's resolver cannot be stopped, and this process ends with it: at most 2 s a name server (resolv.conf(5)).
  process.env.RES_OPTIONS ??= 'timeout:1 attempts:2';
  const identity = await identityIn(dataDirectory);
  const settings = await settingsIn(dataDirectory);
  const resolver = env.SENDYBOX_RESOLVER;
  const signer: Result<TerminalIdentity | null> = identity.ok
    ? ok(identity.value === null ? null : callerOf(identity.value))
    : failed(denial(identity.error) ?? identity.error);
  const network = settings.ok
    ? await examineNetwork({
        serverUrl: settings.value.serverUrl,
        caFile: settings.value.caFile,
        pinnedKeys: settings.value.pinnedKeys,
        lookup: resolver === undefined || resolver === '' ? undefined : virtualLookup(resolver),
        identity: signer,
        softwareVersion: release.version,
      })
    : [
        trouble('skipped', 'server-url', denial(settings.error) ?? settings.error),
        ...skippedAfter('settings', networkChecks),
      ];
  const timeZone = settings.ok ? settings.value.timeZone : null;
  const minute = localMinutes(timeZone ?? Temporal.Now.timeZoneId());
  const ofBox =
    reason === 'refused' ? trouble('fail', 'box', error) : trouble('fail', 'box', error, boxKeys[reason], {});
  return [
    ofBox,
    examineRuntime(release),
    examineCrypto(),
    examineProxy(env),
    ...network,
    ...devices.map((name) => trouble('skipped', name, fieldError('CTL-04'), 'onlyTheBoxKnows', {})),
    ...(owed === null
      ? [trouble('skipped', 'obligation', fieldError('CTL-04'), 'onlyTheBoxKnows', {})]
      : judgeObligations(owed, minute)),
    examineUptime(false, minute),
  ];
};

/** Those in force: of the file, of the last good one, the defaults. Error: SET-06, who asks may not read them. */
const settingsIn = async (dataDirectory: string): Promise<Result<Settings>> => {
  const file = openSettingsFile(dataDirectory);
  for (const path of [file.path, file.backupPath]) {
    const reading = await file.readFile(path);
    if (!reading.ok && reading.error.code === 'SET-06') return reading;
    const checked = reading.ok && reading.value !== null ? checkSettings(reading.value.document) : null;
    if (checked?.ok === true) return ok(checked.value.settings);
  }
  return ok(settingsSchema.parse({}));
};

/** Null: not activated. Errors: TRM-01 damaged, TRM-02 not readable by who asks. Changes nothing. */
const identityIn = async (dataDirectory: string): Promise<Result<Identity | null>> => {
  const file = openTerminalFile(dataDirectory);
  const reading = await file.readFile();
  if (!reading.ok) return reading;
  if (reading.value === null) return ok(null);
  const identity = parseIdentity(reading.value.document);
  return identity === null ? failed(fieldError('TRM-01', file.path, { file: file.path })) : ok(identity);
};
