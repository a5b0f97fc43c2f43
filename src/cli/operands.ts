/** What the operands of a command mean: wrong usage is told before the box is asked. */
import { maxTransactionNumber } from '../payment/numbers.ts';
import { givenPath } from './places.ts';
import { UsageError } from './session.ts';
import type { World } from './world.ts';

export const transactionNumberOf = (text: string | undefined): number => {
  if (text === undefined) throw new UsageError((texts) => texts.missing('NUMBER'));
  if (!/^[1-9]\d{0,11}$/.test(text) || Number(text) > maxTransactionNumber)
    throw new UsageError((texts) => texts.notOneOf(text, '1, 2, 3 …'));
  return Number(text);
};

/** Absolute, from where the person typed the command. */
export const fileOperand = (world: World, operands: readonly string[]): string => {
  const [file] = operands;
  if (file === undefined || file === '') throw new UsageError((texts) => texts.missing('FILE'));
  refuseSurplus(operands, 1);
  return givenPath(world, file);
};

/** For what stands behind the last operand. */
export const refuseSurplus = (operands: readonly string[], count: number): void => {
  const surplus = operands[count];
  if (surplus !== undefined) throw new UsageError(() => surplus);
};
