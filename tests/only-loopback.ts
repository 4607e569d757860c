/**
 * Loaded into each program of a newsroom under test (`node --import`): a connection that would leave the machine is
 * refused and named on standard error, where the test finds it.
 */
import dns from 'node:dns';
import net from 'node:net';

const local = /^(?:localhost|127(?:\.\d+){3}|::1|0\.0\.0\.0|::)$/;

const connect = net.Socket.prototype.connect as (this: net.Socket, ...args: unknown[]) => net.Socket;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]): net.Socket {
  const host = hostOf(args);
  if (host !== null && !local.test(host)) refuse(host);
  return connect.apply(this, args);
};

const lookup = dns.lookup as (...args: unknown[]) => void;
dns.lookup = ((...args: unknown[]): void => {
  if (typeof args[0] === 'string' && !local.test(args[0])) refuse(args[0]);
  lookup(...args);
}) as typeof dns.lookup;

function refuse(host: string): never {
  console.error(`LEAVES THE MACHINE: ${host}`);
  throw new Error(`A connection to ${host} would leave the machine.`);
}

// connect(options), connect(port, host), connect(path), and the array that net.connect passes on.
function hostOf(args: unknown[]): string | null {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === 'object' && first !== null)
    return 'path' in first && first.path ? null : 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
  if (typeof first === 'string') return null;
  return typeof second === 'string' ? second : 'localhost';
}
