/** What a wallet is called, the same on the screen, on paper and on the page. Names are in no language. */
import type { PaymentSystem } from '../payment/types.ts';

export const systemNames: Readonly<Record<PaymentSystem, string>> = {
  sendy: 'Sendy',
  wechat: 'WeChat',
  alipay: 'AliPay',
};
