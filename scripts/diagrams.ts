/** `npm run diagrams`: writes `machines/README.md`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartsDocument } from './charts.ts';

const path = join(import.meta.dirname, '..', 'machines', 'README.md');
writeFileSync(path, chartsDocument());
process.stdout.write(`${path}\n`);
