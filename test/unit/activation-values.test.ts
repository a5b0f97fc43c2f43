/** What people type and paste as terminal id, serial number and code. */
import { expect, test } from 'vitest';
import { controlHandlers, type HandlersOptions } from '../../src/box/control-handlers.ts';
import { errorText } from '../../src/locale/errors.ts';
import { languages } from '../../src/locale/language.ts';
import { type ActivationValues, normaliseActivation } from '../../src/terminal/activation-values.ts';
import { sendybox } from '../helpers/cli-call.ts';

const right: ActivationValues = { terminalId: 'SENDY-01', serialNumber: 'SN 7-A', code: 'ABEKMH12' };
const typed = (change: Partial<ActivationValues>) => normaliseActivation({ ...right, ...change });
const mendedFrom = (change: Partial<ActivationValues>): ActivationValues => {
  const values = typed(change);
  if (!values.ok) throw new Error(JSON.stringify(values.error));
  return values.value;
};

test.each([
  ['in groups, with spaces', '12 34 56 78'],
  ['in groups, with dashes', '1234-5678'],
  ['with the dashes of a phone', '12–34—56−78'],
  ['with spaces that do not break', '1234\u00a05678'],
  ['copied from a page, with what cannot be seen', '\u200b1234\u200b5678\ufeff\r\n'],
  ['with full-width digits', '１２３４５６７８'],
  ['with full-width dashes', '１２３４－５６７８'],
])('a code %s is the code', (_how, code) => {
  expect(mendedFrom({ code }).code).toBe('12345678');
});

test('letters of the Russian keyboard stand for the Latin ones they look like, in all three', () => {
  expect(mendedFrom({ terminalId: 'SЕNDУ-01', serialNumber: 'СН-АВ', code: 'АВЕК-МНОР-СТУХ' })).toEqual({
    terminalId: 'SENDY-01',
    serialNumber: 'CH-AB',
    code: 'ABEKMHOPCTYX',
  });
  expect(mendedFrom({ code: 'авекмнорстух' }).code).toBe('abekmhopctyx');
});

test('terminal id and serial number keep their dashes and inner spaces, and lose what stands around them', () => {
  expect(mendedFrom({ terminalId: '\t SENDY-01 \n', serialNumber: ' SN 7-A\u00a0' })).toMatchObject({
    terminalId: 'SENDY-01',
    serialNumber: 'SN 7-A',
  });
});

test('what is typed rightly is left alone, also when it is mended twice', () => {
  expect(mendedFrom({})).toEqual(right);
  expect(normaliseActivation(mendedFrom({ code: 'АВ-12' }))).toEqual({ ok: true, value: { ...right, code: 'AB12' } });
});

test.each([
  [{ terminalId: '  ' }, 'terminalIdMissing', 'Номер терминала не указан.'],
  [{ serialNumber: '' }, 'serialNumberMissing', 'Серийный номер не указан.'],
  [{ code: ' -- ' }, 'codeMissing', 'Код активации не указан.'],
  [{ code: '12Ж4' }, 'codeCharacter', 'В коде активации недопустимый знак: Ж.'],
  [{ terminalId: '10\u00073' }, 'terminalIdCharacter', 'В номере терминала недопустимый знак: U+0007.'],
  [{ serialNumber: '№ 7' }, 'serialNumberCharacter', 'В серийном номере недопустимый знак: №.'],
  [{ code: '7'.repeat(65) }, 'codeTooLong', 'Код активации длиннее 64 знаков.'],
])('%j is ACT-07 with its reason (%s)', (change, reason, said) => {
  const values = typed(change);
  expect(values).toMatchObject({ ok: false, error: { code: 'ACT-07', params: { reason } } });
  if (values.ok) return;
  expect(errorText(values.error, 'ru').message).toContain(said);
  for (const language of languages) expect(errorText(values.error, language).message).not.toMatch(/[{}[\]]/);
});

test('the command mends what is typed, and says what cannot be meant before it asks the box', async () => {
  const args = (code: string) => ['activate', '--terminal', ' 1000ООО1', '--serial', 'СН-1 ', '--code', code];
  const box = { activate: async () => ({ terminalId: '1000OOO1', merchant: '' }) };
  expect((await sendybox(args('12 34-56'), { box })).requests).toContainEqual([
    'activate',
    { terminalId: '1000OOO1', serialNumber: 'CH-1', code: '123456', replace: false },
  ]);
  const refused = await sendybox(args('12Щ456'), { box });
  expect([refused.status, refused.requests]).toEqual([1, []]);
  expect(refused.stderr).toContain('ACT-07');
  expect(refused.stderr).toContain('В коде активации недопустимый знак: Щ.');
});

test('so does the box, for every other program on its socket', async () => {
  const tried: unknown[] = [];
  const box = () => ({ activate: async (values: unknown) => void tried.push(values) });
  const handlers = controlHandlers({ box, identity: () => null } as unknown as HandlersOptions);
  await handlers.activate({ terminalId: ' SENDУ-01 ', serialNumber: '７', code: 'АВ 12-34', replace: true });
  expect(tried).toEqual([{ terminalId: 'SENDY-01', serialNumber: '7', code: 'AB1234', replace: true, again: false }]);
  await expect(
    handlers.activate({ terminalId: '', serialNumber: '7', code: '1', replace: false }),
  ).rejects.toMatchObject({ fieldError: { code: 'ACT-07' } });
  expect(tried).toHaveLength(1);
});
