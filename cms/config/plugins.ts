import type { ServerResponse } from 'node:http';

import { uploadLimit, uploadTypes } from '../src/uploads';

export default () => ({
  upload: {
    config: {
      sizeLimit: uploadLimit,
      // The site makes its own sizes; the admin needs only the thumbnail.
      breakpoints: {},
      security: { allowedTypes: uploadTypes },
      providerOptions: { localServer: { setHeaders: forbidScripts } },
    },
  },
});

/** Whatever lies among the uploads: opened by itself it runs nothing, and it is nothing but what its name says. */
function forbidScripts(response: ServerResponse): void {
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  response.setHeader('X-Content-Type-Options', 'nosniff');
}
