import type { IncomingMessage } from 'node:http';

import proxyAddress from 'proxy-addr';

/** Says whether an address may tell for whom it asks. */
export type Trust = (address: string, hop: number) => boolean;

/**
 * @param proxies addresses, networks and the words `loopback`, `uniquelocal`, `linklocal`, with commas between them
 * @throws TypeError when one of them is none of these
 */
export function trustOf(proxies: string): Trust {
  const named = proxies.split(',').map((one) => one.trim());
  return proxyAddress.compile(named.filter((one) => one !== ''));
}

/** The address of the reader: the last one in `x-forwarded-for` that no trusted proxy has. */
export function addressOfReader(request: IncomingMessage, trust: Trust): string {
  return proxyAddress(request, trust);
}
