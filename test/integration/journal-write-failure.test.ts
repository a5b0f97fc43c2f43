import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { directory, openedJournal } from '../helpers/journal-fixture.ts';

const seller = join(import.meta.dirname, '../helpers/journal-seller.ts');

test('writes that fail break the connection, each is refused with JRN-02, and all that was acknowledged is there', async () => {
  const path = join(directory(), 'journal.db');
  // a real failure of write(2) in the child: no file may grow over a megabyte (EFBIG)
  const child = spawn('sh', ['-c', 'ulimit -f 2048; exec "$0" "$@"', process.execPath, seller, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said: string[] = [];
  let failures = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (!line.startsWith('failed')) continue;
    failures += 1;
    if (failures < 3) child.stdin.write('again\n');
    else child.stdin.end();
  }
  if (child.exitCode === null) await once(child, 'exit');

  expect(said.filter((line) => line.startsWith('failed'))).toEqual(Array(3).fill('failed JRN-02 broken'));
  expect(child.exitCode).toBe(0);
  const journal = openedJournal(path);
  const begun = said.filter((line) => line.startsWith('begun')).length;
  const paid = said.filter((line) => line.startsWith('paid')).length;
  expect(begun).toBeGreaterThan(20);
  expect(await journal.highestNumber()).toBe(begun);
  const rows = await journal.transactions({ limit: 10_000 });
  expect(rows.filter(({ status }) => status === 'paid')).toHaveLength(paid);
});
