/** Resident memory of the bundled box after 10,000 payments ÷ bare Node, and what it grew over the last half of them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { preparePlace, residentBytes, startBox } from './box-process.ts';
import { serveDesk } from './devices-on-desk.ts';
import { startFastGateway } from './fast-gateway.ts';
import { type Figure, median, rounded } from './figures.ts';
import { sell } from './selling.ts';

const payments = 10_000;
const paymentsBetweenSamples = 50;
/** A heap breathes: the medians of two quarters of a run that keeps nothing differ by a few percent. */
const growthLimitPercent = 3;
const megabyte = 1_000_000;

/** A Node that has nothing to do, once it has settled. */
const bareNodeBytes = async (): Promise<number> => {
  const child = spawn(process.execPath, ['-e', "setInterval(() => {}, 1_000); console.log('up')"], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const bytes = residentBytes(child.pid ?? 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return bytes;
};

export const memory = async (directory: string, onProgress: (sold: number) => void): Promise<Figure[]> => {
  const gateway = await startFastGateway();
  const place = await preparePlace(join(directory, 'memory'), gateway.url);
  const desk = await serveDesk(place.virtualPath);
  const box = await startBox('bundled', place);
  const samples: number[] = [];
  for (let sold = 1; sold <= payments; sold += 1) {
    await sell(box, desk, gateway, 0);
    if (sold % paymentsBetweenSamples === 0) samples.push(box.rss());
    if (sold % 1_000 === 0) onProgress(sold);
  }
  await box.stop();
  await desk.close();
  await gateway.close();

  const bare = median([await bareNodeBytes(), await bareNodeBytes(), await bareNodeBytes()]);
  const quarter = samples.length / 4;
  const third = median(samples.slice(2 * quarter, 3 * quarter));
  const last = median(samples.slice(3 * quarter));
  const end = median(samples.slice(-5));
  const growth = rounded((last / third - 1) * 100, 2);
  return [
    {
      name: 'resident memory after 10,000 payments ÷ bare Node',
      unit: 'ratio',
      min: rounded(Math.min(...samples) / bare),
      median: rounded(end / bare),
      limit: 2.5,
      parts: { boxMegabytes: rounded(end / megabyte, 1), nodeMegabytes: rounded(bare / megabyte, 1) },
    },
    {
      name: '  its growth from the third quarter of them to the last',
      unit: '%',
      min: growth,
      median: growth,
      limit: growthLimitPercent,
      parts: { thirdMegabytes: rounded(third / megabyte, 1), lastMegabytes: rounded(last / megabyte, 1) },
    },
  ];
};
