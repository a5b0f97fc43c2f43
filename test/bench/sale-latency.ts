/**
 * What the customer waits for: from the scan of the code to the payment request on the wire, and from the answer *paid*
 * to the slip's first byte at the printer. The whole bundled box, with virtual devices on a unix socket.
 */
import { join } from 'node:path';
import { preparePlace, startBox } from './box-process.ts';
import { serveDesk } from './devices-on-desk.ts';
import { startFastGateway } from './fast-gateway.ts';
import { type Figure, median, type Pair, ratioFigure, rounded } from './figures.ts';
import { sell } from './selling.ts';
import { startYardstick } from './yardstick.ts';

const warmUpSales = 100;
const sales = 150;
/** The box is at rest when the customer's code comes. */
const pauseMs = 25;
/** Over one commit: rendering, encoding, the printer's status. */
const paperLimitMs = 5;

export const saleLatency = async (directory: string): Promise<Figure[]> => {
  const gateway = await startFastGateway();
  const place = await preparePlace(join(directory, 'latency'), gateway.url);
  const desk = await serveDesk(place.virtualPath);
  const box = await startBox('bundled', place);
  const yardstick = await startYardstick(directory, gateway.url);

  const wire: Pair[] = [];
  const appends: number[] = [];
  const bareToWire: Pair[] = [];
  const paper: { readonly overCommitMs: number; readonly paidToPaperMs: number; readonly commitMs: number }[] = [];
  for (let sale = -warmUpSales; sale < sales; sale += 1) {
    const bare = gateway.nextBare();
    const { appendMs, requestMs, requestedMs, commitMs } = await yardstick.measure();
    const bareWireMs = (await bare).arrivedMs - requestedMs;
    const { scanToWireMs, paidToPaperMs } = await sell(box, desk, gateway, pauseMs);
    if (sale < 0) continue;
    appends.push(appendMs);
    wire.push({ measured: scanToWireMs, yardstick: appendMs + requestMs });
    bareToWire.push({ measured: scanToWireMs, yardstick: appendMs + bareWireMs });
    paper.push({ overCommitMs: paidToPaperMs - commitMs, paidToPaperMs, commitMs });
  }
  await yardstick.stop();
  await box.stop();
  await desk.close();
  await gateway.close();

  const toWire = ratioFigure('scan to the wire ÷ (200 B append + fdatasync, + a bare request)', 1.3, wire);
  const overCommit = paper.map((one) => one.overCommitMs);
  return [
    { ...toWire, parts: { ...toWire.parts, appendMs: rounded(median(appends)) } },
    ratioFigure('  the same, the bare request only to its arrival', null, bareToWire),
    {
      name: 'paid to the first byte of the slip, over one commit',
      unit: 'ms',
      min: rounded(Math.min(...overCommit)),
      median: rounded(median(overCommit)),
      limit: paperLimitMs,
      parts: {
        paidToPaperMs: rounded(median(paper.map((one) => one.paidToPaperMs))),
        commitMs: rounded(median(paper.map((one) => one.commitMs))),
        sales: paper.length,
      },
    },
  ];
};
