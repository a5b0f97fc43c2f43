/** `sendybox doctor` as people call it, and what it says of one thing. */
import { expect } from 'vitest';
import { saidBy, spawnCommand } from './cli-process.ts';

export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail' | 'skipped';
  readonly found: string;
  readonly code?: string;
  readonly message?: string;
  readonly cure?: string;
}

export interface Examination {
  readonly status: number | null;
  readonly checks: readonly Check[];
  /** Everything that was printed. */
  readonly text: string;
  of(name: string): Check;
  /** `name: state code`, of what failed or is warned of. */
  troubles(): readonly string[];
}

export interface DoctorCall {
  readonly args?: readonly string[];
  readonly as?: { readonly uid: number; readonly gid: number };
  readonly env?: Readonly<Record<string, string>>;
}

export const doctor = async (data: string, { args = [], as, env }: DoctorCall = {}): Promise<Examination> => {
  const { status, stdout, stderr } = await saidBy(spawnCommand(data, ['doctor', '--json', ...args], as, env));
  expect(stderr).toBe('');
  const { checks } = JSON.parse(stdout) as { checks: readonly Check[] };
  for (const { name, state, found, code, message, cure } of checks) {
    expect(found, name).toMatch(/\S/);
    // What is not well has its code and its cure.
    if (state === 'fail' || state === 'warn')
      expect([code, message, cure], name).toEqual([expect.stringMatching(/^[A-Z]{3}-\d\d$/), /\S/, /\S/].map(like));
  }
  expect(status).toBe(checks.some(({ state }) => state === 'fail') ? 1 : 0);
  const of = (name: string): Check => {
    const found = checks.find((check) => check.name === name);
    if (found === undefined) throw new Error(`nothing is said of ${name}`);
    return found;
  };
  return {
    status,
    checks,
    text: stdout,
    of,
    troubles: () =>
      checks
        .filter(({ state }) => state === 'fail' || state === 'warn')
        .map(({ name, state, code }) => `${name}: ${state} ${code}`),
  };
};

const like = (wanted: unknown): unknown => (wanted instanceof RegExp ? expect.stringMatching(wanted) : wanted);
