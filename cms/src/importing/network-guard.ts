import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Why an address is not asked for a picture. */
export class NotAllowed extends Error {}

/**
 * Finds the addresses of a host for a request, and refuses those of this machine and its network: an export could
 * otherwise name a router's or a cloud's own pages as pictures. The request uses the very addresses checked here, so
 * a name that changes its mind in between gains nothing.
 * @param patience milliseconds to wait for the name service
 */
export function guardedLookup(allowPrivate: boolean, patience: number): LookupFunction {
  return (host, options, callback) => {
    let waiting = true;
    const answer: typeof callback = (error, address, family) => {
      if (!waiting) return;
      waiting = false;
      clearTimeout(timer);
      callback(error, address, family);
    };
    const timer = setTimeout(() => answer(new Error(`the name ${host} was not found in time`), ''), patience);
    systemLookup(host, { all: true }, (error, found) => {
      if (error) return answer(new Error(`the name ${host} does not exist here (${error.code ?? 'no answer'})`), '');
      const [first] = found;
      if (!first) return answer(new Error(`the name ${host} has no address`), '');
      if (!allowPrivate && found.some(({ address }) => isPrivate(address))) return answer(new NotAllowed(privateWords(host)), '');
      return options.all ? answer(null, found) : answer(null, first.address, first.family);
    });
  };
}

/**
 * Checks what no lookup sees: the protocol, the port, and hosts that are numbers.
 * @throws NotAllowed
 */
export function checkAddress(url: URL, allowPrivate: boolean): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new NotAllowed(`${url.protocol} is not fetched, only http and https`);
  if (allowPrivate) return;
  if (url.port !== '') throw new NotAllowed(`port ${url.port} is not one of the web (allow it with --allow-private)`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isPrivate(host)) throw new NotAllowed(privateWords(host));
}

/** True for addresses that are not of the public internet. */
export function isPrivate(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  return family === 6 ? blocked6.check(address, 'ipv6') : blocked4.check(address, 'ipv4');
}

function privateWords(host: string): string {
  return `${host} is an address of this machine or its network (allow it with --allow-private)`;
}

// Two lists: in one, every address of version 4 would match the rule for addresses mapped into version 6.
const blocked4 = new BlockList();
const blocked6 = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  blocked4.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  blocked6.addSubnet(network, bits, 'ipv6');
}
