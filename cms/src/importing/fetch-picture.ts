import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

import { checkAddress, guardedLookup } from './network-guard';

/** Bytes of the largest picture that is taken over. */
export const largestPicture = 25 * 1024 * 1024;
const redirects = 4;
/** Milliseconds for a name to be found, and for the whole of one answer. */
const patience = { name: 3000, answer: 30_000 };

/**
 * Fetches the bytes of a picture from the web; what they are is for the caller to see.
 * @throws Error whose message says in a few words why it could not be fetched
 */
export async function fetchPicture(address: string, allowPrivate: boolean): Promise<Buffer> {
  let url = new URL(address);
  for (let hop = 0; hop <= redirects; hop += 1) {
    checkAddress(url, allowPrivate);
    const answer = await get(url, allowPrivate);
    const location = answer.headers.location;
    if (answer.statusCode && answer.statusCode >= 300 && answer.statusCode < 400 && location) {
      answer.destroy();
      if (!URL.canParse(location, url)) throw new Error('it leads to an address that is none');
      url = new URL(location, url);
      continue;
    }
    return readPicture(url, answer);
  }
  throw new Error(`it is redirected more than ${redirects} times`);
}

function get(url: URL, allowPrivate: boolean): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patience.answer);
    const asked = send(url, { lookup: guardedLookup(allowPrivate, patience.name), signal, headers: { accept: 'image/*' } }, resolve);
    asked.on('error', (error) => reject(signal.aborted ? new Error(`${url.host} did not answer in time`) : error));
    asked.end();
  });
}

async function readPicture(url: URL, answer: IncomingMessage): Promise<Buffer> {
  try {
    if (answer.statusCode !== 200) throw new Error(`the answer was ${answer.statusCode}`);
    // What a server sends as text is a page that says something.
    const type = (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (type.startsWith('text/')) throw new Error(`it is of the type "${type}", which is not taken`);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > largestPicture) throw new Error('it is larger than 25 MB');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    const isLate = error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
    throw isLate ? new Error(`${url.host} did not answer in time`) : error;
  } finally {
    answer.destroy();
  }
}
