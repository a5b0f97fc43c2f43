/** State charts in Mermaid, drawn from the machines themselves. */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { activationMachine } from '../machines/activation.ts';
import { boxMachine } from '../machines/box.ts';
import { confirmationMachine } from '../machines/confirmation.ts';
import { deviceLinkMachine } from '../machines/device-link.ts';
import { informationMachine } from '../machines/information.ts';
import { inquiryMachine } from '../machines/inquiry.ts';
import { menuMachine } from '../machines/menu.ts';
import { obligationMachine } from '../machines/obligation.ts';
import { offlinePaymentMachine } from '../machines/offline-payment.ts';
import { onlinePaymentMachine } from '../machines/online-payment.ts';
import { printingMachine } from '../machines/printing.ts';
import { refundMachine } from '../machines/refund.ts';
import { refundObligationMachine } from '../machines/refund-obligation.ts';
import { reprintMachine } from '../machines/reprint.ts';
import { saleMachine } from '../machines/sale.ts';
import { submissionMachine } from '../machines/submission.ts';

/** From the root downwards: who invokes or spawns whom. */
export const machines: readonly { readonly machine: AnyStateMachine; readonly file: string; readonly about: string }[] =
  [
    { machine: boxMachine, file: 'box.ts', about: 'the root: what the box is doing' },
    { machine: activationMachine, file: 'activation.ts', about: 'terminal id, serial number, code' },
    { machine: saleMachine, file: 'sale.ts', about: 'one sale as the cashier sees it' },
    { machine: offlinePaymentMachine, file: 'offline-payment.ts', about: "the box reads the customer's code" },
    { machine: onlinePaymentMachine, file: 'online-payment.ts', about: 'the customer scans a printed QR' },
    { machine: submissionMachine, file: 'submission.ts', about: 'number, intent, request' },
    { machine: confirmationMachine, file: 'confirmation.ts', about: 'from the request to the verdict' },
    { machine: obligationMachine, file: 'obligation.ts', about: 'one sale whose end is unknown, driven to it' },
    { machine: refundObligationMachine, file: 'refund-obligation.ts', about: 'one refund, driven to its end' },
    { machine: menuMachine, file: 'menu.ts', about: 'what the box does beside selling' },
    { machine: refundMachine, file: 'refund.ts', about: 'which payment, how much, and its first answer' },
    { machine: inquiryMachine, file: 'inquiry.ts', about: 'did it go through?' },
    { machine: reprintMachine, file: 'reprint.ts', about: 'a slip once more' },
    { machine: informationMachine, file: 'information.ts', about: 'what the box says of itself, page by page' },
    { machine: printingMachine, file: 'printing.ts', about: 'the print ledger' },
    { machine: deviceLinkMachine, file: 'device-link.ts', about: 'one device kept open' },
  ];

/** The name that the machine gives its guard, with its parameters; `not` and `and` of XState are functions that hold others. */
const guardName = (guard: unknown): string => {
  if (guard === undefined) return '';
  if (typeof guard === 'string') return guard;
  const inner: unknown = typeof guard === 'function' ? Reflect.get(guard, 'guards') : undefined;
  if (typeof guard === 'function' && Array.isArray(inner)) {
    return guard.name === 'not' ? `not ${inner.map(guardName).join()}` : inner.map(guardName).join(` ${guard.name} `);
  }
  if (typeof guard !== 'object' || guard === null) return 'condition';
  const params: unknown = Reflect.get(guard, 'params');
  const detail = typeof params === 'object' && params !== null ? ` ${Object.values(params).join(' ')}` : '';
  return `${String(Reflect.get(guard, 'type'))}${detail}`;
};

const label = ({ eventType, guard }: AnyTransitionDefinition): string => {
  const event = eventType
    .replace(/^xstate\.done\.actor\.(.+)$/, '$1 done')
    .replace(/^xstate\.error\.actor\.(.+)$/, '$1 failed')
    .replace(/^xstate\.after\.([^.]+)\..+$/, 'after $1');
  const name = guardName(guard);
  return `${event}${name === '' ? '' : ` [${name}]`}`.trim();
};

/** Mermaid ids hold no dots; the machine's own name is left out. */
const nodeId = (node: AnyStateNode): string => node.path.join('_');

const isLeaf = (node: AnyStateNode): boolean => Object.keys(node.states).length === 0;

const drawStates = (node: AnyStateNode, indent: string): string[] =>
  Object.values(node.states)
    .flatMap((child) => {
      const invoked = child.invoke.map(({ src }) => (typeof src === 'string' ? src : '')).filter((src) => src !== '');
      const title = invoked.length === 0 ? child.key : `${child.key} / ${invoked.join(', ')}`;
      const lines = [`${indent}state "${title}" as ${nodeId(child)}`];
      if (!isLeaf(child)) {
        lines.push(`${indent}state ${nodeId(child)} {`, ...drawStates(child, `${indent}  `), `${indent}}`);
      }
      if (child.type === 'final') lines.push(`${indent}${nodeId(child)} --> [*]`);
      return lines;
    })
    .concat(node.initial.target.slice(0, 1).map((target) => `${indent}[*] --> ${nodeId(target)}`));

/** One arrow for each pair of states, with all that leads along it. */
const drawTransitions = (root: AnyStateNode): string[] => {
  const arrows = new Map<string, Set<string>>();
  const visit = (node: AnyStateNode): void => {
    const own = [...node.transitions.values()].flat().concat(node.always ?? []);
    for (const transition of own) {
      for (const target of transition.target ?? []) {
        if (node === root) continue;
        const arrow = `${nodeId(node)} --> ${nodeId(target)}`;
        const labels = arrows.get(arrow) ?? new Set();
        labels.add(label(transition));
        arrows.set(arrow, labels);
      }
    }
    for (const child of Object.values(node.states)) visit(child);
  };
  visit(root);
  return [...arrows].map(([arrow, labels]) => {
    const text = [...labels].filter((each) => each !== '').join(' / ');
    return text === '' ? `  ${arrow}` : `  ${arrow}: ${text}`;
  });
};

export const chart = (machine: AnyStateMachine): string =>
  ['stateDiagram-v2', ...drawStates(machine.root, '  '), ...drawTransitions(machine.root)].join('\n');

/** `machines/README.md`, whole. */
export const chartsDocument = (): string =>
  [
    '# The machines',
    '',
    'Written by `npm run diagrams` from the machines themselves; a test keeps it current. Behind a slash stands what a state invokes.',
    '`world.ts` joins the machines to the ports of `ports.ts`; `running-box.ts` is what the rest of the program sees of them.',
    '',
    ...machines.flatMap(({ machine, file, about }) => [
      `## ${machine.id}`,
      '',
      `[\`${file}\`](${file}): ${about}`,
      '',
      '```mermaid',
      chart(machine),
      '```',
      '',
    ]),
  ].join('\n');
