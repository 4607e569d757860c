import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

import type { Health } from './health.ts';

/** What a Prometheus server reads of the publisher. Figures are taken when it asks. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #gauges: [Gauge, (health: Health) => number | null][];

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    const gauge = (name: string, help: string, value: (health: Health) => number | null): [Gauge, typeof value] => [
      new Gauge({ name: `broadsheet_site_${name}`, help, registers: [this.#registry] }),
      value,
    ];
    this.#gauges = [
      gauge('fit', '1 when a publish would reach readers soon, else 0', ({ fit }) => Number(fit)),
      gauge('cms_answers', '1 when the cms answers', ({ cms }) => Number(cms.answers)),
      gauge('behind_changes', 'Changes that the cms has and the site has not', ({ behind }) => behind),
      gauge('queue_pages', 'Pages to be rendered for single changes', ({ queue }) => queue.first),
      gauge('queue_bulk_pages', 'Pages to be rendered for a change that many bear', ({ queue }) => queue.many),
      gauge('failing_pages', 'Pages that could not be made', ({ failing }) => failing),
      gauge('search_shards_waiting', 'Search shards to be built anew', ({ search }) => search),
      gauge('last_publish_timestamp_seconds', 'When the last change was live', ({ lastPublish }) =>
        lastPublish ? Date.parse(lastPublish.live) / 1000 : null,
      ),
      gauge('last_publish_duration_seconds', 'From its acceptance by the cms to readers', ({ lastPublish }) =>
        lastPublish ? lastPublish.milliseconds / 1000 : null,
      ),
    ];
  }

  /** In Prometheus's text form. */
  async of(health: Health): Promise<{ type: string; text: string }> {
    for (const [gauge, value] of this.#gauges) {
      const now = value(health);
      if (now === null) gauge.remove();
      else gauge.set(now);
    }
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}
