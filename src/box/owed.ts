/** What the box still has to bring to an end, for who asks: `sendybox status` and the self-test. */
import type { BoxView } from '../../machines/box-view.ts';
import { type Owed, owedBy, owedClose } from '../doctor/obligations.ts';

export const owedNow = ({ obligations, openClose }: Pick<BoxView, 'obligations' | 'openClose'>): readonly Owed[] => [
  ...obligations.map(({ sale, lastError }) => owedBy(sale, lastError)),
  ...(openClose === null
    ? []
    : [owedClose({ begunAt: openClose.begunAt, netMinor: openClose.netMinor }, openClose.lastError)]),
];
