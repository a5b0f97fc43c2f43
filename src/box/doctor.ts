/**
 * The part of the self-test that only the running box can do: it looks at the network with the process, the user, the key
 * and the resolver that take payments, not with those of a shell over SSH, and only it knows its devices.
 */
import type { ControlHandlers } from '../control/protocol.ts';
import { type DeviceName, judgeDevice, judgeTill } from '../doctor/devices.ts';
import { settingsRefused } from '../doctor/files.ts';
import { sound, trouble } from '../doctor/finding.ts';
import { localMinutes } from '../doctor/minutes.ts';
import { examineNetwork } from '../doctor/network.ts';
import { judgeObligations } from '../doctor/obligations.ts';
import { examineCrypto, examineProxy, examineRuntime, examineUptime } from '../doctor/process.ts';
import { buildSelfTest } from '../documents/self-test.ts';
import { FieldFailure, fieldError, ok } from '../errors.ts';
import type { Finding } from '../locale/doctor.ts';
import type { HandlersOptions } from './control-handlers.ts';
import { owedNow } from './owed.ts';

type Parts = Pick<HandlersOptions, 'box' | 'journal' | 'gateway' | 'devices' | 'settings' | 'identity' | 'release'>;

/** Whoever asks while a look is under way gets the same one: it costs the gateway a connection or two, never more. */
export const examineFromInside = (parts: Parts): ControlHandlers['doctor'] => {
  let underWay: Promise<readonly Finding[]> | null = null;
  return () => {
    underWay ??= examine(parts).finally(() => {
      underWay = null;
    });
    return underWay;
  };
};

const examine = async ({ box, journal, gateway, devices, settings, release }: Parts): Promise<readonly Finding[]> => {
  const { caFile, pinnedKeys } = settings.current();
  const network = await examineNetwork({
    serverUrl: gateway.url(),
    caFile,
    pinnedKeys,
    lookup: gateway.lookup,
    identity: ok(gateway.identity()),
    softwareVersion: release.version,
  });
  const minute = localMinutes(settings.timeZone());
  const owed = owedNow(box().view());
  // What is well-formed in the file may still be refused by a box with an open payment or shift.
  const refused = settings.refusals();
  const set = settings.current().devices;
  const drivers = devices();
  const ofDevice = (name: DeviceName): Finding => judgeDevice(name, drivers[name].status(), set[name]?.driver ?? null);
  return [
    ofBox(box().view(), journal, release.version),
    examineRuntime(release),
    examineCrypto(),
    examineProxy(process.env),
    ...network,
    ...(['printer', 'scanner', 'keypad', 'display'] as const).map(ofDevice),
    judgeTill(set.till?.driver ?? null),
    ...judgeObligations(owed, minute),
    ...(refused.length === 0 ? [] : [settingsRefused(refused)]),
    examineUptime(true, minute),
  ];
};

const ofBox = (
  view: ReturnType<ReturnType<Parts['box']>['view']>,
  journal: Parts['journal'],
  version: string,
): Finding => {
  const { state } = view;
  const obstacle = view.obstacle ?? view.keyLost;
  if (obstacle !== null) return trouble('fail', 'box', obstacle, 'boxOutOfService', { state });
  const storage = journal.failure();
  if (storage !== null) return trouble('fail', 'box', storage, 'boxCannotWrite', { state });
  return sound('box', 'boxRuns', { state, version });
};

/** A journal's document may have a little more. */
const maxDocumentChars = 60_000;

/** Errors: JRN-…, CTL-03 as FieldFailure. */
export const oweSelfTest = async (
  { journal, settings, identity, box }: Parts,
  checks: readonly Finding[],
): Promise<null> => {
  const data = buildSelfTest(checks, identity()?.info ?? null, settings.timeZone(), new Date().toISOString());
  if (JSON.stringify(data).length > maxDocumentChars)
    throw new FieldFailure(fieldError('CTL-03', undefined, { limit: maxDocumentChars }));
  await journal.createDocument({ kind: 'selfTest', transactionNumber: null, data, copies: 1 });
  box().documentsOwed();
  return null;
};
