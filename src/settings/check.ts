/** Checks a whole settings document and says everything that is wrong with it at once, each with its path. */
import type { z } from 'zod';
import {
  type ErrorReason,
  errorReasons,
  type FieldError,
  FieldFailure,
  failed,
  fieldError,
  ok,
  type Result,
} from '../errors.ts';
import { deviceMembers } from './devices.ts';
import {
  isSettingKey,
  type Settings,
  type SettingsDocument,
  settingKeys,
  settingsSchema,
  settingsVersion,
} from './schema.ts';

/** `path` is the dotted key; empty where the file as a whole is meant. */
export interface SettingsProblem {
  readonly path: string;
  readonly error: FieldError;
}

export interface CheckedSettings {
  readonly settings: Settings;
  /** SET-04: keys of a newer version, kept and ignored. */
  readonly warnings: readonly SettingsProblem[];
}

/** Carries all problems of a refused change to the control socket; as a FieldFailure it is the first of them. */
export class SettingsFailure extends FieldFailure {
  readonly problems: readonly SettingsProblem[];

  constructor(problems: readonly SettingsProblem[]) {
    super(problems[0]?.error ?? fieldError('SET-02'));
    this.name = 'SettingsFailure';
    this.problems = problems;
  }
}

/** More says nothing new to a person. */
const maxProblems = 100;

export const isDocument = (value: unknown): value is SettingsDocument =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Errors: SET-01 no JSON object, SET-02 a value that is not allowed, SET-03 an unknown key. */
export const checkSettings = (document: unknown): Result<CheckedSettings, readonly SettingsProblem[]> => {
  if (!isDocument(document)) return failed([{ path: '', error: fieldError('SET-01', 'not a JSON object') }]);
  const parsed = settingsSchema.safeParse(document, { reportInput: true });
  if (parsed.success) return ok({ settings: parsed.data, warnings: [] });

  const unknown = unknownPaths(parsed.error.issues);
  const version = document.version;
  if (typeof version === 'number' && version > settingsVersion && unknown.length > 0) {
    const known = structuredClone(document);
    for (const path of unknown) removePath(known, path);
    const rest = checkSettings(known);
    if (!rest.ok) return rest;
    return ok({ ...rest.value, warnings: [...unknown.map(newerKey), ...rest.value.warnings].slice(0, maxProblems) });
  }
  return failed(parsed.error.issues.flatMap(problemsOf).slice(0, maxProblems));
};

type Path = readonly PropertyKey[];

const dotted = (path: Path): string => path.map(String).join('.');

const unknownPaths = (issues: readonly z.core.$ZodIssue[]): Path[] =>
  issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : []));

const removePath = (document: SettingsDocument, path: Path): void => {
  let holder: unknown = document;
  for (const key of path.slice(0, -1)) holder = (holder as Record<PropertyKey, unknown>)[key];
  delete (holder as Record<PropertyKey, unknown>)[path.at(-1) ?? ''];
};

const newerKey = (path: Path): SettingsProblem => ({
  path: dotted(path),
  error: fieldError('SET-04', undefined, { path: dotted(path) }),
});

const problemsOf = (issue: z.core.$ZodIssue): SettingsProblem[] => {
  if (issue.code === 'unrecognized_keys') {
    return unknownPaths([issue]).map((path) => unknownKey(dotted(path)));
  }
  return [notAllowed(dotted(issue.path), reasonOf(issue), issue.message)];
};

/** Where the allowed values alone do not say what is wrong. */
const reasonOf = (issue: z.core.$ZodIssue): ErrorReason | undefined => {
  if (issue.code === 'custom') return errorReasons.find((reason) => reason === issue.params?.reason);
  return issue.code === 'invalid_type' && issue.input === undefined ? 'valueMissing' : undefined;
};

export const unknownKey = (path: string): SettingsProblem => ({
  path,
  error: fieldError('SET-03', undefined, { path }),
});

/** `detail` is for the log. */
export const notAllowed = (path: string, reason?: ErrorReason, detail?: string): SettingsProblem => ({
  path,
  error: fieldError('SET-02', detail, {
    path,
    allowed: allowedAt(path),
    ...(reason === undefined ? {} : { reason }),
  }),
});

/** What may stand at the path, or at the nearest setting above it. */
const allowedAt = (path: string): string => {
  for (let key = path; key !== ''; key = key.includes('.') ? key.slice(0, key.lastIndexOf('.')) : '') {
    if (isSettingKey(key)) return settingKeys[key].allowed;
    const member = /^devices\.[a-z]+\.(\w+)$/.exec(key)?.[1] ?? '';
    if (Object.hasOwn(deviceMembers, member)) return deviceMembers[member] ?? '';
  }
  return String(settingsVersion);
};
