import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import type { AstroIntegration } from 'astro';

/**
 * Puts a `.br` and a `.gz` beside each compiled style and script, as small as they get: web servers give them as they are.
 * Pages have none: there are hundreds of thousands, each changes, and each is packed in less than a millisecond when it is asked for.
 */
export function precompressed(): AstroIntegration {
  return {
    name: 'precompressed',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const folder = join(fileURLToPath(dir), '_astro');
        for (const file of readdirSync(folder).filter((name) => /\.(?:css|js|svg)$/.test(name))) {
          const bytes = readFileSync(join(folder, file));
          writeFileSync(
            join(folder, `${file}.br`),
            brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
          );
          writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
        }
      },
    },
  };
}
