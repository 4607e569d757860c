/**
 * Sends bodies of 100 MB to an address for a time, many at once, in a process of its own: `node bench/large-bodies.ts
 * '<LargeBodies as JSON>'` prints how many megabytes each got rid of, at most.
 */
import { connect } from 'node:net';
import { constants, setPriority } from 'node:os';

export interface LargeBodies {
  port: number;
  path: string;
  origin: string;
  seconds: number;
  atOnce: number;
}

async function largeBodies({ port, path, origin, seconds, atOnce }: LargeBodies): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let most = 0;
  const sendOn = async (): Promise<void> => {
    while (performance.now() < end) most = Math.max(most, await sendOne(port, path, origin));
  };
  await Promise.all(Array.from({ length: atOnce }, sendOn));
  return most;
}

const megabyte = Buffer.alloc(1_000_000);

function sendOne(port: number, path: string, origin: string): Promise<number> {
  return new Promise((resolve) => {
    let sent = 0;
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`POST ${path} HTTP/1.1\r\nhost: cms\r\norigin: ${origin}\r\nuser-agent: Firefox\r\ncontent-length: 100000000\r\n\r\n`);
      push();
    });
    const push = (): void => {
      if (sent === 100) return void socket.end();
      socket.write(megabyte, (error) => {
        if (error) return;
        sent++;
        push();
      });
    };
    // The cms does not read on: what is on its way then is lost, and the connection with it.
    socket
      .on('error', () => undefined)
      .on('close', () => resolve(sent))
      .resume();
  });
}

setPriority(constants.priority.PRIORITY_LOW);
process.stdout.write(String(await largeBodies(JSON.parse(process.argv[2] ?? '{}') as LargeBodies)));
process.exit(0);
