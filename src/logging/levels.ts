/** How weighty an event is; where its part does not say, its name does: parts tell what happened, not how bad that is. */

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** By the last word of its name: something was lost, refused, or failed. */
const weighty = /(?:\.failed|Failed|\.lost|Lost|\.refused|Refused|Invalid|\.notCalled|unexpectedEvent)$/;

/** A request without an answer is the first thing an engineer looks for. */
const unanswered = new Set<unknown>(['noAnswer', 'notSent']);

export const usualLevel = (event: string, data?: Readonly<Record<string, unknown>>): 'info' | 'warn' => {
  if (event === 'gateway.request') return unanswered.has(data?.outcome) ? 'warn' : 'info';
  return weighty.test(event) ? 'warn' : 'info';
};
