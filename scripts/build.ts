/**
 * `npm run build`: the box as one file in `dist/` and the field command as a few, so that a start does not read two
 * thousand. Each has a launcher (`dist/sendy-box`) and an entry that turns Node's compile cache on before the bundle
 * is compiled.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { readRelease } from '../src/control/release.ts';

const root = join(import.meta.dirname, '..');
/** `dist/`, or the directory that is named. */
const dist = resolve(process.argv[2] ?? join(root, 'dist'));

interface Program {
  readonly module: string;
  /** What a command alone needs is a file of its own and is read when that command runs: `status` must not wait for it. */
  readonly splitting: boolean;
  readonly nodeFlags: string;
}

/** Name in `dist/` → the module that runs. */
const programs: Readonly<Record<string, Program>> = {
  // A box works a few milliseconds a minute for months: V8 is told to keep its heap and its code small rather than fast,
  // and half of the resident memory goes with it. No limit on the heap: a long report may need it.
  'sendy-box': {
    module: 'src/main.ts',
    splitting: false,
    nodeFlags: '--optimize-for-size --no-maglev --max-semi-space-size=2',
  },
  sendybox: { module: 'src/cli/sendybox.ts', splitting: true, nodeFlags: '--no-maglev' },
};

/** CommonJS packages ask for Node's own modules by `require`, which an ES module does not have. */
const requireForCommonJs = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/**
 * Parts of packages that a box never runs are half of the bundle, of its start and of what it holds in memory: undici's
 * fetch, WebSocket, cache and mocks (a name that is missing here fails the build), zod's messages in fifty languages,
 * and iconv's tables of East Asian code pages (paper and display speak CP866).
 */
const withoutUnused: Plugin = {
  name: 'without-unused',
  setup(bundler) {
    bundler.onLoad({ filter: /\/node_modules\/undici\/index\.js$/ }, () => ({
      contents: `export { default as Pool } from './lib/dispatcher/pool.js';
        export { default as buildConnector } from './lib/core/connect.js';`,
      resolveDir: join(root, 'node_modules/undici'),
    }));
    bundler.onLoad({ filter: /\/node_modules\/zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js';`,
      resolveDir: join(root, 'node_modules/zod/v4/locales'),
    }));
    bundler.onLoad({ filter: /\/node_modules\/iconv-lite\/encodings\/dbcs-data\.js$/ }, () => ({
      contents: 'module.exports = {};',
    }));
  },
};

/**
 * The cache lies beside the bundle unless NODE_COMPILE_CACHE says where, and is written a while after the start: a box
 * ends by a power cut more often than by an exit. A directory that cannot be written costs speed and nothing else.
 */
const entry = (program: string): string => `import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
enableCompileCache(process.env.NODE_COMPILE_CACHE ?? join(import.meta.dirname, 'compile-cache'));
await import('./${program}.bundle.js');
setTimeout(flushCompileCache, 5_000).unref();
`;

/** One arena of the C library instead of one a thread: memory, and no time. */
const launcher = (program: string, { nodeFlags }: Program): string => `#!/bin/sh
here=$(dirname -- "$(readlink -f -- "$0")")
MALLOC_ARENA_MAX=1 exec "\${SENDYBOX_NODE:-node}" ${nodeFlags} \\
  --disable-warning=ExperimentalWarning "$here/${program}.js" "$@"
`;

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const common = {
  absWorkingDir: root,
  outdir: dist,
  chunkNames: 'sendybox-[name]-[hash]',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node26',
  // names stay: a stack trace in a box's log must be readable without a source map
  minifySyntax: true,
  minifyWhitespace: true,
  // zod and xstate offer modules beside CommonJS: those can be shaken
  mainFields: ['module', 'main'],
  banner: { js: requireForCommonJs },
  legalComments: 'linked',
  metafile: true,
  plugins: [withoutUnused],
  logLevel: 'warning',
} as const satisfies BuildOptions;

for (const [name, program] of Object.entries(programs)) {
  const { module, splitting } = program;
  const { metafile } = await build({ ...common, splitting, entryPoints: { [`${name}.bundle`]: module } });
  writeFileSync(join(dist, `${name}.js`), entry(name));
  writeFileSync(join(dist, name), launcher(name, program), { mode: 0o755 });
  for (const [output, { bytes }] of Object.entries(metafile.outputs)) {
    if (output.endsWith('.js')) console.log(`${output} ${Math.round(bytes / 1_024)} KiB`);
  }
}

// the panel reads its page from beside itself
cpSync(join(root, 'src/panel/page'), join(dist, 'page'), { recursive: true });

const { version, commit } = readRelease(root);
const description = { name: 'sendy-box', version, commit, type: 'module', license: 'MIT' };
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
