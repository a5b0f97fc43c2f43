/** English: the failures of the gateway and the payments. */
import type { PaymentErrorTexts } from './error-text.ts';

export const paymentErrorsEn: PaymentErrorTexts = {
  'NET-01': {
    short: 'No link to the Sendy server',
    message: 'The server refuses the connection, or the network is down. The request was not sent.',
    cure: 'Check the network cable and the internet connection, then the setting serverUrl.',
  },
  'NET-02': {
    short: 'Server name is not found',
    message: 'The name of the server is not found in DNS. The request was not sent.',
    cure: 'Check the internet connection, the DNS settings and the name in the setting serverUrl.',
  },
  'NET-03': {
    short: 'Certificate is not trusted',
    message: 'The certificate of the server is not trusted. The request was not sent.',
    cure: 'If a proxy of this network inspects HTTPS, exempt the Sendy server; check the setting caFile.',
  },
  'NET-04': {
    short: 'Certificate date: check the clock',
    message: 'The certificate of the server has expired or is not valid yet. The request was not sent.',
    cure: 'Check date and time of the box. If they are right, call Sendy support.',
  },
  'NET-05': {
    short: 'Server has another key',
    message: 'The key of the server is not one of the setting pinnedKeys. The request was not sent.',
    cure: 'Ask Sendy support whether the server’s key has changed. Do not switch the check off before.',
  },
  'NET-06': {
    short: 'No answer in time',
    message: 'The Sendy server did not answer in time.',
    cure: 'A payment, refund or close that was begun the box brings to its end by itself; repeat anything else. If it happens often, check the quality of the link.',
  },
  'NET-07': {
    short: 'The connection was lost',
    message: 'The connection was lost before the answer came.',
    cure: 'A payment, refund or close that was begun the box brings to its end by itself; repeat anything else. Check the network.',
  },
  'NET-08': {
    short: 'Sendy server error',
    message: 'The Sendy server reports an error of its own.',
    cure: 'A payment, refund or close that was begun the box brings to its end by itself; repeat anything else in a minute. If it stays, call Sendy support.',
  },
  'NET-09': {
    short: 'Not the Sendy server',
    message: 'Something else answered in place of the Sendy server: a proxy or a login page of the network.',
    cure: 'Log in to the network or exempt the Sendy server from the proxy; check the setting serverUrl.',
  },
  'NET-10': {
    short: 'Answer not understood',
    message: 'The answer of the server is not as the protocol demands.',
    cure: 'A payment, refund or close that was begun the box brings to its end by itself; repeat anything else. Give the log of this day to Sendy support.',
  },
  'NET-11': {
    short: 'Answer is too large',
    message: 'The answer of the server is larger than allowed.',
    cure: 'A payment, refund or close that was begun the box brings to its end by itself; repeat anything else. Give the log of this day to Sendy support.',
  },
  'NET-12': {
    short: 'Secure link failed',
    message: 'A secure connection (TLS) could not be made. The request was not sent.',
    cure: 'Check date and time, proxy and firewall. The log of this day has the details.',
  },
  'GWY-01': {
    short: 'Request was refused',
    message: 'The server did not accept the request: a fault of the box’s software.',
    cure: 'Give the log of this day to support and update the software of the box.',
  },
  'GWY-02': {
    short: 'Terminal key not accepted',
    message: 'The server did not accept the signature of the terminal.',
    cure: 'If it stays, make a new code and activate the terminal again.',
  },
  'GWY-03': {
    short: 'Clock of the box is wrong',
    message: 'The clocks of box and server differ by more than 5 minutes.',
    cure: 'The box adjusts by itself. If it stays, check date, time and synchronisation (NTP).',
  },
  'GWY-04': {
    short: 'Terminal is blocked',
    message: 'The terminal is blocked: no new payments and refunds.',
    cure: 'Call Sendy support. What was begun is brought to its end by the box.',
  },
  'GWY-05': {
    short: 'Operation is not permitted',
    message: 'This operation is not permitted for the terminal.',
    cure: 'Check the permissions of the terminal in the Sendy merchant account.',
  },
  'GWY-06': {
    short: 'No such transaction',
    message: 'The server does not know this transaction.',
    cure: 'Compare the transaction number with the slip.',
  },
  'GWY-07': {
    short: 'Number is taken',
    message: 'This transaction number belongs to another sale. Nothing was charged.',
    cure: 'Start the payment again: the box takes a new number.',
  },
  'GWY-08': {
    short: 'Shift is closed',
    message: 'The shift is closed on the server already.[ The open one is {shiftNumber}.]',
    cure: 'Do it again: it goes into the open shift.',
  },
  'GWY-09': {
    short: 'Amount is out of range',
    message: 'The server does not take this amount. Nothing was charged.',
    cure: 'Enter another amount or ask Sendy support for the limits.',
  },
  'GWY-10': {
    short: 'Wallet is unavailable',
    message: 'This payment system is unavailable now. Nothing was charged.',
    cure: 'Offer the customer another wallet or another way to pay.',
  },
  'GWY-11': {
    short: 'Code not recognised',
    message: 'The server did not recognise the customer’s code. Nothing was charged.',
    cure: 'Ask the customer to refresh the code in the app, and start again.',
  },
  'GWY-12': {
    short: 'Too many requests',
    message: 'The server asks to wait: too many requests.',
    cure: 'Wait a minute and try again.',
  },
  'GWY-13': {
    short: 'No such shift',
    message: 'The server does not know this shift.',
    cure: 'Compare the shift number with the day close report.',
  },
  'GWY-14': {
    short: 'Payments are still open',
    message: 'The shift cannot be closed: payments in it are still open.',
    cure: 'Wait until the box has ended them, and close the day again.',
  },
  'GWY-15': {
    short: 'Totals have changed',
    message: 'The totals of the shift changed while it was being closed.',
    cure: 'Close the day again: the box takes the new totals.',
  },
  'GWY-16': {
    short: 'Refund has changed',
    message: 'There is another refund of this payment.',
    cure: 'Look at the payment (sendybox query) and repeat the refund with the right amount.',
  },
  'GWY-17': {
    short: 'Server contradicts itself',
    message: 'The server now says something else of a transaction than it confirmed before.',
    cure: 'Change nothing at the till. Give the slip and the log of this day to Sendy support.',
  },
  'GWY-18': {
    short: 'Repeat was refused',
    message: 'The server has seen this request and did not take the repeat.',
    cure: 'A payment, refund or close that was begun the box brings to its end by itself; repeat anything else.',
  },
  'PAY-01': {
    short: 'Payment was declined',
    message: 'The payment was declined. Nothing was charged.',
    cure: 'Offer the customer another wallet or another way to pay.',
  },
  'PAY-02': {
    short: 'Payment was cancelled',
    message: 'The payment was cancelled. Nothing was charged.',
    cure: 'If the sale is still wanted, start the payment again.',
  },
  'PAY-03': {
    short: 'Not confirmed in time',
    message: 'The customer did not confirm the payment in time.',
    cure: 'Give no goods. If the customer wants to pay, start again; money taken returns by itself.',
  },
  'PAY-04': {
    short: 'The box is busy',
    message: 'The box is busy with another operation.',
    cure: 'Wait for its end and try again.',
  },
  'PAY-05': {
    short: 'Not paid: give no goods',
    message: 'The end of the payment is not known yet. For the till it did not happen.',
    cure: 'Give no goods. If money was taken, it returns to the customer by itself.',
  },
  'PAY-06': {
    short: 'No such payment',
    message: 'There is no such payment in the journal of the box.',
    cure: 'Compare the transaction number with the slip.',
  },
  'PAY-07': {
    short: 'Not enabled',
    message: 'This mode or payment system is not enabled.',
    cure: 'Enable it in the settings (mode, paymentSystems), if the terminal is allowed to use it.',
  },
  'PAY-08': {
    short: 'Reference is in use',
    message: 'A payment with this reference (--ref) was made with other terms.',
    cure: 'Give a new sale a new reference.',
  },
  'PAY-09': {
    short: 'Cancelled by the cashier',
    message: 'The cashier cancelled the payment before anything was sent. Nothing was charged.',
    cure: 'If the sale is still wanted, start the payment again.',
  },
  'PAY-10': {
    short: 'Too many open payments',
    message: 'There are too many payments without a known end: no new ones for now.',
    cure: 'Check the link to the Sendy server: the box ends them by itself, then payments are possible again.',
  },
  'PAY-11': {
    short: 'Nothing to cancel',
    message: 'No payment is under way that could be cancelled.',
    cure: 'Look at the last payment: sendybox status.',
  },
  'PAY-12': {
    short: 'Not paid: no refund',
    message: 'This payment was not paid: there is nothing to refund.',
    cure: 'Compare the transaction number with the slip.',
  },
  'PAY-13': {
    short: 'Already refunded',
    message: 'All of this payment was refunded already.',
    cure: 'Compare the transaction number with the slip.',
  },
  'PAY-14': {
    short: 'More than is left',
    message: 'The refund is more than is left of the payment.[ Left: {limit}.]',
    cure: 'Enter a smaller amount.',
  },
  'PAY-15': {
    short: 'A refund is under way',
    message: 'Another refund of this payment is under way.[ Its number is {transactionNumber}.]',
    cure: 'Wait for its end: the box carries it on by itself (sendybox status).',
  },
  'PAY-16': {
    short: 'This is a refund',
    message: 'The number is that of a refund, not of a payment.',
    cure: 'Enter the number of the payment: it stands on its slip.',
  },
  'PAY-17': {
    short: 'Money returns by itself',
    message: 'This payment is not paid for the till. If money was taken, the box returns it by itself.',
    cure: 'No refund is needed. See how far it is: sendybox status.',
  },
  'PAY-18': {
    short: 'Payment end is unknown',
    message: 'How this payment ends is not known yet.',
    cure: 'Wait until the box has found out (sendybox status), then repeat the refund.',
  },
  'PAY-19': {
    short: 'Refund was declined',
    message: 'The refund was declined. No money was returned.',
    cure: 'Repeat the refund later or return the money in another way.',
  },
  'PAY-20': {
    short: 'Refund goes on',
    message: 'The server has not said yet how the refund ends. The box carries it on by itself.',
    cure: 'Do not repeat the refund. See how it ended: sendybox status or the check of its number.',
  },
  'PAY-21': {
    short: 'Same sale twice?',
    message: 'It looks like a sale before it (the same code or amount), and nobody confirmed that it is another.',
    cure: 'Nothing was sent. See whether the earlier sale was paid; if this is another, start it again and press ENTER.',
  },
};
