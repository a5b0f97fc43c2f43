/** The QR on a slip in place of a typed number, for the jobs that are about one transaction. */
import { failed, fieldError, ok, type Result } from '../src/errors.ts';
import { maxTransactionNumber } from '../src/payment/numbers.ts';
import { parseSlipCode } from '../src/payment/wallet-code.ts';

/** The number on a slip of this terminal. Errors: SCN-07 anything else, a customer's code or another terminal's slip. */
export const scannedNumber = (code: string, terminalId: string): Result<number> => {
  const slip = parseSlipCode(code);
  if (slip === null) return failed(fieldError('SCN-07', 'no slip'));
  if (slip.terminalId !== terminalId) return failed(fieldError('SCN-07', `a slip of terminal ${slip.terminalId}`));
  const { transactionNumber } = slip;
  if (transactionNumber < 1 || transactionNumber > maxTransactionNumber)
    return failed(fieldError('SCN-07', `no transaction number: ${transactionNumber}`));
  return ok(transactionNumber);
};
