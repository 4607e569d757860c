/** The published types of this package ask for Express; it works with Node's own server just as well. */
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  type Filter = (request: IncomingMessage, response: ServerResponse) => boolean;
  type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

  interface Compression {
    (options?: { filter?: Filter }): Middleware;
    /** Whether a response is of a kind that shrinks: text, scripts, SVG, but no pictures or fonts. */
    filter: Filter;
  }

  const compression: Compression;
  export default compression;
}
