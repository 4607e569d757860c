import type { Core } from '@strapi/strapi';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import { healthOf } from './health';

/** What a Prometheus server reads of the cms. Nothing in it names a person, a story or an address. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'broadsheet_cms_request_seconds',
    help: 'How long requests took, by what they were for',
    labelNames: ['kind', 'method', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
    registers: [this.#registry],
  });
  readonly #lines = new Counter({
    name: 'broadsheet_cms_log_lines_total',
    help: 'Lines of the log, by level',
    labelNames: ['level'],
    registers: [this.#registry],
  });

  constructor(private readonly strapi: Core.Strapi) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    const [fit, answer, head, waiting] = [
      new Gauge({ name: 'broadsheet_cms_fit', help: '1 while editors can save', registers }),
      new Gauge({ name: 'broadsheet_cms_database_answer_seconds', help: 'How long the database took to answer', registers }),
      new Gauge({ name: 'broadsheet_cms_change_log_head', help: 'The newest cursor of the change log', registers }),
      new Gauge({ name: 'broadsheet_cms_publishers_waiting', help: 'Publishers that wait for the next change', registers }),
    ];
    this.#take = async () => {
      const { fit: isFit, database, changes } = await healthOf(this.strapi);
      fit.set(Number(isFit));
      answer.set(database.milliseconds / 1000);
      if (changes) head.set(changes.head);
      if (changes) waiting.set(changes.waiting);
    };
    strapi.log.on('data', ({ level }: { level: string }) => this.#lines.inc({ level }));
  }
  readonly #take: () => Promise<void>;

  /** Notes one answered request. */
  request(path: string, method: string, status: number, seconds: number): void {
    this.#requests.observe({ kind: kindOf(path), method, status: `${Math.floor(status / 100)}xx` }, seconds);
  }

  /** In Prometheus's text form. */
  async text(): Promise<{ type: string; text: string }> {
    await this.#take();
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}

function kindOf(path: string): string {
  if (path.startsWith('/api/changes')) return 'feed';
  if (path.startsWith('/uploads/')) return 'file';
  if (/^\/(?:content-manager|upload|admin|i18n|content-type-builder)\b/.test(path)) return 'admin';
  return 'other';
}
