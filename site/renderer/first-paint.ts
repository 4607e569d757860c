import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { build, type Plugin } from 'vite';

const source = fileURLToPath(new URL('../src/scripts/first-paint.ts', import.meta.url));

/** Gives the pages `virtual:first-paint`: the script of their head, made small, and its hash for their policy. */
export function firstPaintScript(): Plugin {
  return {
    name: 'first-paint-script',
    resolveId: (id) => (id === 'virtual:first-paint' ? `\0${id}` : null),
    async load(id) {
      if (id !== '\0virtual:first-paint') return null;
      const code = await compile();
      const hash = `sha256-${createHash('sha256').update(code).digest('base64')}`;
      return `export const code = ${JSON.stringify(code)};\nexport const hash = ${JSON.stringify(hash)};`;
    },
  };
}

/**
 * Leaves a loaded module to the browser: Vite's helper, which looks for style sheets that the module may need, would weigh
 * a third of all that the pages load, and there are none.
 */
export function plainDynamicImports(): Plugin {
  return {
    name: 'plain-dynamic-imports',
    enforce: 'pre',
    load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null),
  };
}

async function compile(): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      emptyOutDir: false,
      copyPublicDir: false,
      minify: true,
      lib: { entry: source, formats: ['iife'], name: 'firstPaint' },
    },
  });
  const [bundle] = Array.isArray(made) ? made : [made];
  const file = bundle && 'output' in bundle ? bundle.output[0] : undefined;
  if (!file) throw new Error(`${source} could not be compiled for the head of the pages.`);
  const code = file.code.trim();
  if (/<\/script|<!--/i.test(code)) throw new Error(`${source} holds "</script" or "<!--", which cannot stand inside a page.`);
  return code;
}
