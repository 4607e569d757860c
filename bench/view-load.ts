/**
 * Readers by the thousand, in a process of their own: `node bench/view-load.ts '<LoadOrder as JSON>'` reports readings over kept
 * connections and prints a LoadResult. Each answer is read before the next report of its connection goes out.
 */
import { connect, type Socket } from 'node:net';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

import { summary, type Summary } from './statistics.ts';

export interface LoadOrder {
  /** Of the cms programs; connections take turns. */
  ports: number[];
  /** The origin that reports must come from. */
  origin: string;
  articles: string[];
  connections: number;
  seconds: number;
  /** Reports a second, spread evenly; as many as are answered without it. */
  rate?: number;
  /** Where the numbering of readers begins, so that no two loads have the same. */
  firstReader: number;
  /** Many readers; or a flood from one address; or of stories that do not exist. */
  manner?: 'readers' | 'one-place' | 'forged';
}

export interface LoadResult {
  seconds: number;
  answered: number;
  counted: number;
  /** Answered that they were not counted. */
  refused: number;
  /** Connections that broke before an answer. */
  broken: number;
  /** From report to answer, milliseconds. */
  latency: Summary | null;
}

async function load(order: LoadOrder): Promise<LoadResult> {
  const result: LoadResult = { seconds: 0, answered: 0, counted: 0, refused: 0, broken: 0, latency: null };
  const latencies: number[] = [];
  const reports = reportsOf(order);
  const begun = performance.now();
  const end = begun + order.seconds * 1000;
  const pace = order.rate === undefined ? 0 : (1000 * order.connections) / order.rate;
  await Promise.all(
    Array.from({ length: order.connections }, async (_, number) => {
      const line = await Line.open(order.ports[number % order.ports.length] ?? 0);
      // A report that has to wait for the one before it is late from the moment at which it was due.
      for (let due = begun + (pace * number) / order.connections; due < end; due += pace) {
        if (pace > 0) await until(due);
        else due = performance.now();
        // A timer may be a little early.
        const from = Math.min(due, performance.now());
        const answer = await line.ask(reports());
        if (answer === null) {
          result.broken++;
          return;
        }
        latencies.push(performance.now() - from);
        result.answered++;
        if (answer.includes('"counted":true')) result.counted++;
        else result.refused++;
      }
      line.close();
    }),
  );
  return { ...result, seconds: (performance.now() - begun) / 1000, latency: summary(latencies) };
}

/** Of a hundred reports: eighty of new readers, ten repeats, five of robots, five of pages fetched in advance. */
function reportsOf({ origin, articles, firstReader, manner = 'readers' }: LoadOrder): () => string {
  const from = `origin: ${origin}\r\nhost: cms\r\ncontent-length: 0\r\n`;
  let made = 0;
  let reader = firstReader;
  let last = '';
  return () => {
    const turn = made++ % 100;
    if (turn % 10 === 9 && last !== '') return last;
    reader++;
    const article = manner === 'forged' ? `forged${reader}` : (articles[reader % articles.length] ?? '');
    const address =
      manner === 'one-place'
        ? '198.51.100.7'
        : [10 + ((reader >> 24) & 127), (reader >> 16) & 255, (reader >> 8) & 255, reader & 255].join('.');
    const robot = turn % 20 === 3;
    const agent = robot
      ? 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
      : `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + (reader % 40)}.0.${reader % 25}.0 Safari/537.36`;
    const purpose = turn % 20 === 12 ? 'sec-purpose: prefetch;prerender\r\n' : '';
    const text = `POST /api/views/${article}/en HTTP/1.1\r\n${from}user-agent: ${agent}\r\nx-forwarded-for: ${address}\r\n${purpose}\r\n`;
    if (!robot && purpose === '') last = text;
    return text;
  };
}

/** A kept connection that carries one report at a time. */
class Line {
  readonly #socket: Socket;
  #text = '';
  #done: ((answer: string | null) => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    // The answers are short JSON: one is whole when its last brace is there.
    socket.on('data', (chunk: string) => {
      this.#text += chunk;
      if (this.#text.endsWith('}')) this.#answer(this.#text);
    });
    socket.on('error', () => this.#answer(null));
    socket.on('close', () => this.#answer(null));
  }

  static open(port: number): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => {
        socket.off('error', reject);
        resolve(new Line(socket));
      });
      socket.once('error', reject);
    });
  }

  /** What was answered; null when the connection broke before. */
  ask(report: string): Promise<string | null> {
    return new Promise((resolve) => {
      this.#done = resolve;
      if (this.#socket.destroyed) this.#answer(null);
      else this.#socket.write(report, 'latin1');
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #answer(answer: string | null): void {
    this.#text = '';
    this.#done?.(answer);
    this.#done = null;
  }
}

function until(moment: number): Promise<void> {
  const left = moment - performance.now();
  return left <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, left));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setPriority(constants.priority.PRIORITY_LOW);
  process.stdout.write(JSON.stringify(await load(JSON.parse(process.argv[2] ?? '{}') as LoadOrder)));
  process.exit(0);
}
