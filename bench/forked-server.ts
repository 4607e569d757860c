/** A server in a process of its own: what a benchmark has in hand besides must not keep it waiting. */
import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface ForkedServer {
  port: number;
  end: () => void;
}

/** @param file a program that serves, tells its port in its first message, and ends with whoever started it */
export async function forkServer(file: string, args: readonly string[] = []): Promise<ForkedServer> {
  const child = fork(file, args);
  const [port] = (await once(child, 'message')) as [number];
  return { port, end: () => void child.kill() };
}
