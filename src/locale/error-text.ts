/** What a person is told of a failure, as it stands in the tables of `errors-….ts`. */
import type { FieldCode } from '../errors.ts';

export interface ErrorText {
  /** At most two display lines of 20 characters, all of CP866. */
  readonly short: string;
  /** What happened. `{limit}` is a parameter of the error; `[… {limit} …]` stands only where there is that parameter. */
  readonly message: string;
  /** What to do about it. */
  readonly cure: string;
}

/** What only the self-test says. */
type DoctorFieldCode = Extract<
  FieldCode,
  | 'NET-13'
  | 'NET-14'
  | 'NET-15'
  | 'LOG-03'
  | `CLK-${string}`
  | `OBL-${string}`
  | `DSK-${string}`
  | `RGT-${string}`
  | `PWR-${string}`
>;
type PaymentFieldCode = Exclude<
  Extract<FieldCode, `NET-${string}` | `GWY-${string}` | `PAY-${string}`>,
  DoctorFieldCode
>;
export type PaymentErrorTexts = Readonly<Record<PaymentFieldCode, ErrorText>>;
export type DoctorErrorTexts = Readonly<Record<DoctorFieldCode, ErrorText>>;
export type BoxErrorTexts = Readonly<Record<Exclude<FieldCode, PaymentFieldCode | DoctorFieldCode>, ErrorText>>;
