/** `npm run openapi`: writes `openapi.json` from the schemas of the gateway contract. */
import { writeFileSync } from 'node:fs';
import { openApiText } from '../src/gateway/openapi.ts';

writeFileSync(new URL('../openapi.json', import.meta.url), openApiText());
