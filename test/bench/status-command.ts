/** `sendybox status`, from the command to its answer, against a box that sells: what an engineer over SSH waits for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { preparePlace, startBox } from './box-process.ts';
import { serveDesk } from './devices-on-desk.ts';
import { sharedNowMs, startFastGateway } from './fast-gateway.ts';
import { type Figure, median, type Pair, ratioFigure, rounded } from './figures.ts';
import { bareNodeMs } from './start-to-ready.ts';

const calls = 15;
const limitMs = 300;
const root = join(import.meta.dirname, '../..');

export const statusCommand = async (directory: string): Promise<Figure[]> => {
  const gateway = await startFastGateway(0);
  const place = await preparePlace(join(directory, 'status'), gateway.url);
  const desk = await serveDesk(place.virtualPath);
  const box = await startBox('bundled', place);
  const pairs: Pair[] = [];
  // the first call of a bundle writes its compile cache when it ends
  for (let call = -2; call < calls; call += 1) {
    const yardstick = bareNodeMs();
    const from = sharedNowMs();
    const child = spawn(join(root, 'dist/sendybox'), ['status', '--json'], {
      env: { ...process.env, SENDYBOX_NODE: process.execPath, SENDYBOX_SOCKET: place.socketPath },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [status] = await once(child, 'exit');
    if (status !== 0) throw new Error(`sendybox status ended with ${status}`);
    if (call >= 0) pairs.push({ measured: sharedNowMs() - from, yardstick });
  }
  await box.stop();
  await desk.close();
  await gateway.close();
  const measured = pairs.map((pair) => pair.measured);
  return [
    {
      name: 'sendybox status, bundled, to its end',
      unit: 'ms',
      min: rounded(Math.min(...measured), 0),
      median: rounded(median(measured), 0),
      limit: limitMs,
      parts: { calls },
    },
    ratioFigure('  the same ÷ node -e 0', null, pairs),
  ];
};
