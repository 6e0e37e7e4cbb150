// Builds what the browser gets: scripts and styles with the hash of their content in the name, compressed beforehand,
// and manifest.json, which tells the server the address of each.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { context } from 'esbuild';
import { PurgeCSS } from 'purgecss';
import subsetFont from 'subset-font';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(ROOT, 'dist/public');
const isWatching = process.argv.includes('--watch');

/** Where it is written: beside the old files, which serve until the new ones are whole. */
const MADE_IN = isWatching ? OUT : `${OUT}.${process.pid}`;
const ENTRIES = [
  'acceptance.ts',
  'app.ts',
  'calendar.ts',
  'contracts.ts',
  'theme.ts',
  'styles/acceptance.css',
  'styles/app.css',
  'styles/calendar.css',
  'styles/content.css',
  'styles/contracts.css',
  'styles/document.css',
  'styles/reminders.css',
  'styles/trail.css',
  'styles/review.css',
  'evidence.ts',
  'link-metadata.ts',
  'styles/evidence.css',
];

/** Tabler without the rules that no template or script of ours names. */
const purgeTabler = {
  name: 'purge-tabler',
  setup(build) {
    build.onLoad({ filter: /tabler\.min\.css$/ }, async ({ path }) => {
      const [{ css }] = await new PurgeCSS().purge({
        css: [{ raw: readFileSync(path, 'utf8') }],
        content: ['templates/**/*.hbs', 'apps/web/browser/*.ts', 'apps/web/src/**/*.ts'].map((glob) => join(ROOT, glob)),
        defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) ?? [],
        safelist: { standard: ['html', 'body', /^data-bs-theme/], variables: [] },
        variables: true,
        keyframes: true,
        fontFace: true,
      });
      return { contents: css, loader: 'css' };
    });
  },
};

const range = (first, last) => Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index)).join('');

/** Every letter that Vietnamese is written with, composed and decomposed, digits, and the signs that the pages use. */
const LETTERS = `${range(0x20, 0x7e)}ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư${range(0x1ea0, 0x1ef9)}\u0300\u0301\u0303\u0309\u0323₫«»°·–—‘’“”…×©§`;

/** The typeface with the letters of its readers only: a quarter less to load on a first visit. */
const subsetFonts = {
  name: 'subset-fonts',
  setup(build) {
    build.onLoad({ filter: /\.woff2$/ }, async ({ path }) => ({
      contents: await subsetFont(readFileSync(path), LETTERS, { targetFormat: 'woff2' }),
      loader: 'file',
    }));
  },
};

const finish = {
  name: 'manifest',
  setup(build) {
    build.onEnd(({ metafile, errors }) => {
      if (errors.length > 0 || !metafile) return;
      const addresses = {};
      for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
        if (entryPoint) addresses[basename(entryPoint).replace(/\.ts$/, '.js')] = `/assets/${basename(file)}`;
      }
      for (const file of readdirSync(MADE_IN).filter((name) => /\.(js|css|svg)$/.test(name))) {
        const content = readFileSync(join(MADE_IN, file));
        writeFileSync(join(MADE_IN, `${file}.br`), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
        writeFileSync(join(MADE_IN, `${file}.gz`), gzipSync(content, { level: 9 }));
      }
      writeFileSync(join(MADE_IN, 'manifest.json'), JSON.stringify(addresses, null, 2));
    });
  },
};

rmSync(MADE_IN, { recursive: true, force: true });
mkdirSync(MADE_IN, { recursive: true });
const builder = await context({
  absWorkingDir: ROOT,
  entryPoints: ENTRIES.map((entry) => `apps/web/browser/${entry}`),
  outdir: MADE_IN,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome109', 'firefox115', 'safari15'],
  loader: { '.woff2': 'file', '.woff': 'empty', '.svg': 'dataurl' },
  publicPath: '/assets',
  metafile: true,
  logLevel: 'warning',
  plugins: [purgeTabler, subsetFonts, finish],
});
if (isWatching) {
  await builder.watch();
} else {
  await builder.rebuild();
  await builder.dispose();
  rmSync(OUT, { recursive: true, force: true });
  renameSync(MADE_IN, OUT);
}
