/** The page's own files, read once: what is not among them does not exist, whatever the path. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pageTexts } from '../locale/page.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export const pageDirectory = join(import.meta.dirname, 'page');

export interface PageFile {
  readonly contentType: string;
  readonly text: string;
}

/** By request path. `/texts.js` is made of the sentences in `src/locale/page.ts`. */
export const loadPage = (directory: string): ReadonlyMap<string, PageFile> => {
  const files = new Map<string, PageFile>();
  for (const name of readdirSync(directory)) {
    const contentType = contentTypes[extname(name)];
    if (contentType === undefined) continue;
    files.set(name === 'index.html' ? '/' : `/${name}`, {
      contentType,
      text: readFileSync(join(directory, name), 'utf8'),
    });
  }
  const texts = `export const texts = ${JSON.stringify(pageTexts)};\n`;
  return files.set('/texts.js', { contentType: contentTypes['.js'] ?? '', text: texts });
};
