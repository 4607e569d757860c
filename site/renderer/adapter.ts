import type { AstroIntegration } from 'astro';

/** Compiles the pages into one module whose entry is `entry.ts`: the publisher renders with it, no server is made. */
export function compiledRenderer(): AstroIntegration {
  return {
    name: 'compiled-renderer',
    hooks: {
      'astro:config:done': ({ setAdapter }) => {
        setAdapter({
          name: 'compiled-renderer',
          entrypointResolution: 'auto',
          serverEntrypoint: new URL('./entry.ts', import.meta.url),
          adapterFeatures: { buildOutput: 'server' },
          supportedAstroFeatures: {
            serverOutput: 'stable',
            staticOutput: 'stable',
            hybridOutput: 'stable',
            sharpImageService: 'stable',
          },
        });
      },
    },
  };
}
