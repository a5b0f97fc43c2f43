// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces are bash's
/** The Tab key: bash itself runs the script that the command prints. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../../src/cli/run.ts';
import { logLevels } from '../../src/logging/levels.ts';
import { paymentSystems, saleStatuses } from '../../src/payment/types.ts';
import { settingKeys } from '../../src/settings/schema.ts';
import { saidBy, spawnCommand } from '../helpers/cli-process.ts';

let directory = '';
let script = '';

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'completion-'));
  script = join(directory, 'completion');
  const said = await saidBy(spawnCommand(join(directory, 'nowhere'), ['completion', 'bash']));
  expect([said.status, said.stderr]).toEqual([0, '']);
  writeFileSync(script, said.stdout);
  mkdirSync(join(directory, 'usb stick'));
  writeFileSync(join(directory, 'usb.tar.gz'), '');
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** As bash calls the function when Tab is pressed at the end of this line; what it would offer. */
const tab = (line: string): string[] => {
  const inBash = [
    'set -u; source "$1"',
    'complete -p sendybox >/dev/null || exit 3',
    "COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDBREAKS=$' \\t\\n\"\\'><=;|&(:'",
    '_sendybox sendybox',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const said = execFileSync('bash', ['--norc', '-c', inBash, 'bash', script, line], {
    encoding: 'utf8',
    cwd: directory,
  });
  return said.split('\n').filter((word) => word !== '');
};

test('every command of the table, and nothing else', () => {
  expect(tab('sendybox ')).toEqual(commands.map(({ name }) => name));
  expect(tab('sendybox st')).toEqual(['status']);
  expect(tab('sendybox --json re')).toEqual(['refund', 'reprint', 'report']);
  expect(tab('sendybox -')).toEqual(['--json', '--help']);
});

test.each(commands.map((command) => [command.name, command] as const))('%s: each of its options', (name, command) => {
  expect(tab(`sendybox ${name} --`)).toEqual(
    [...Object.keys(command.options), 'json', 'help'].map((one) => `--${one}`),
  );
});

test('the values of an option, where they are few', () => {
  expect(tab('sendybox log --level ')).toEqual([...logLevels]);
  expect(tab('sendybox log --follow --day y')).toEqual(['yesterday']);
  expect(tab('sendybox pay 150 --online ')).toEqual([...paymentSystems]);
  expect(tab('sendybox transactions --state re')).toEqual(saleStatuses.filter((status) => status.startsWith('re')));
  expect(tab('sendybox log --number '), 'a number is typed').toEqual([]);
});

test('settings: what to do, its keys, and its values behind the =', () => {
  expect(tab('sendybox settings ')).toEqual(['get', 'set', 'reset']);
  expect(tab('sendybox settings get ')).toEqual(Object.keys(settingKeys));
  expect(tab('sendybox settings reset slip')).toEqual(['slipWidth', 'slipCopies']);
  expect(tab('sendybox settings set slipW')).toEqual(['slipWidth=']);
  expect(tab('sendybox settings set mode=')).toEqual(['online', 'offline', 'ask']);
  expect(tab('sendybox settings set mode=o')).toEqual(['online', 'offline']);
  expect(tab('sendybox settings set mode=ask language=')).toEqual(['ru', 'en']);
  expect(tab('sendybox settings set mode=ask paymentSystems.we')).toEqual([
    'paymentSystems.wechat=',
    'paymentSystems.wechat=true',
    'paymentSystems.wechat=false',
  ]);
  expect(tab('sendybox settings set slipWidth='), 'a number is typed').toEqual([]);
});

test('operands that are typed as they stand, and files', () => {
  expect(tab('sendybox reprint ')).toEqual(['last', 'close']);
  expect(tab('sendybox backup usb').sort()).toEqual(['usb stick', 'usb.tar.gz']);
  expect(tab('sendybox pay 150 --offline --code-file usb.')).toEqual(['usb.tar.gz']);
  expect(tab('sendybox status '), 'nothing follows').toEqual([]);
  expect(tab('sendybox nonsense ')).toEqual([]);
});

test('another shell is wrong usage', async () => {
  const said = await saidBy(spawnCommand(join(directory, 'nowhere'), ['completion', 'fish']));
  expect([said.status, said.stdout]).toEqual([2, '']);
});
