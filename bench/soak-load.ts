/** The load of the soak: readers, beacons, an editor and an admin list, each at its own pace whatever the others do. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { AdminApi } from '../tests/admin-api.ts';
import type { Section } from './stories.ts';

const article = 'api::article.article';

/** Readers: so many requests a second, each for a page that should stand, through the web server. */
export class Readers {
  asked = 0;
  answered = 0;
  /** What went wrong, with how often. */
  readonly errors = new Map<string, number>();
  readonly milliseconds: number[] = [];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });
  readonly #origin: string;
  /** Paths that stand as long as the soak lasts. */
  readonly paths: string[];

  constructor(origin: string, paths: readonly string[]) {
    this.#origin = origin;
    this.paths = [...paths];
  }

  async read(perSecond: number, signal: AbortSignal): Promise<void> {
    await atPace(perSecond, signal, () => this.#ask(this.paths[Math.floor(Math.random() * this.paths.length)] ?? '/'));
    while (this.answered < this.asked) await sleep(20);
    this.#agent.destroy();
  }

  #ask(path: string): void {
    this.asked++;
    const begun = performance.now();
    const done = (fault: string | null): void => {
      this.answered++;
      if (fault !== null) this.errors.set(fault, (this.errors.get(fault) ?? 0) + 1);
      else if (this.milliseconds.length < 1_000_000) this.milliseconds.push(performance.now() - begun);
    };
    const asked = request(new URL(path, this.#origin), { agent: this.#agent, headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
      answer.on('end', () => done(answer.statusCode === 200 && bytes > 0 ? null : `${answer.statusCode} ${path}`));
      answer.on('error', (error) => done(`${error.message} ${path}`));
    });
    asked.setTimeout(10_000, () => asked.destroy(new Error('no answer within 10 s')));
    asked.on('error', (error) => done(`${error.message} ${path}`));
    asked.end();
  }
}

/** Beacons of as many readers: straight to the cms, as the web server would pass them on, so that each can have an address of its own. */
export class Beacons {
  counted = 0;
  refused = 0;
  /** Sent while the cms was away: a browser forgets them. */
  unanswered = 0;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  async send(cmsUrl: string, siteUrl: string, stories: readonly string[], perSecond: number, signal: AbortSignal): Promise<void> {
    let open = 0;
    await atPace(perSecond, signal, () => {
      open++;
      const headers = {
        origin: siteUrl,
        'user-agent': `Mozilla/5.0 (X11; Linux x86_64) Soak/${Math.floor(Math.random() * 1e9)}`,
        'x-forwarded-for': Array.from({ length: 4 }, () => 1 + Math.floor(Math.random() * 250)).join('.'),
      };
      const story = stories[Math.floor(Math.random() * stories.length)] ?? '';
      const asked = request(`${cmsUrl}/api/views/${story}/en`, { method: 'POST', agent: this.#agent, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => (text.startsWith('{"counted":true') ? this.counted++ : this.refused++, open--));
        answer.on('error', () => (this.unanswered++, open--));
      });
      asked.on('error', () => (this.unanswered++, open--));
      asked.end();
    });
    for (let waited = 0; open > 0 && waited < 500; waited++) await sleep(20);
    this.#agent.destroy();
  }
}

/** One story of the soak, as its editor knows it. */
export interface Story {
  id: string;
  title: string;
  /** Whether the cms said so last; null when its answer was cut off. */
  published: boolean | null;
}

/** An editor: publishes a story, later changes its title, and withdraws every fourth. */
export class Editor {
  readonly stories: Story[] = [];
  acts = 0;
  /** Acts whose answer was cut off by a kill. */
  cut = 0;
  #written = 0;

  async work(admin: AdminApi, { id, documentId }: Section, everyMs: number, signal: AbortSignal): Promise<void> {
    const category = { set: [{ id, documentId }] };
    for (let turn = 0; !signal.aborted; turn++) {
      const begun = performance.now();
      await this.#act(admin, turn, category).catch(() => this.cut++);
      this.acts++;
      await pause(everyMs - (performance.now() - begun), signal);
    }
  }

  async #act(admin: AdminApi, turn: number, category: object): Promise<void> {
    const earlier = this.stories[Math.floor(Math.random() * this.stories.length)];
    if (turn % 4 === 2 && earlier) return this.#publish(admin, earlier, { title: `${earlier.title}, amended` });
    if (turn % 4 === 3 && earlier?.published) {
      earlier.published = null;
      await admin.unpublish(article, earlier.id, 'en');
      earlier.published = false;
      return;
    }
    const title = `Soak story ${++this.#written}`;
    const data = { title, slug: `soak-${Date.now().toString(36)}-${this.#written}`, body: 'The council **met** at nine.', category };
    const { documentId } = await admin.create(article, data, 'en');
    const story: Story = { id: documentId, title, published: false };
    this.stories.push(story);
    await this.#publish(admin, story, {});
  }

  async #publish(admin: AdminApi, story: Story, changes: { title?: string }): Promise<void> {
    story.published = null;
    if (changes.title !== undefined) await admin.update(article, story.id, changes, 'en');
    await admin.publish(article, story.id, {}, 'en');
    story.title = changes.title ?? story.title;
    story.published = true;
  }
}

/** Lists of stories as the admin asks for them, one a second. @returns how many came and how many were cut off */
export async function listStories(admin: AdminApi, signal: AbortSignal): Promise<{ came: number; cut: number }> {
  const lists = { came: 0, cut: 0 };
  while (!signal.aborted) {
    await admin.list('api::article.article', { locale: 'en', status: 'draft' }).then(
      () => lists.came++,
      () => lists.cut++,
    );
    await pause(1000, signal);
  }
  return lists;
}

/** Waits, but not past the end. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal }).catch(() => {});
}

// What a busy moment kept from being asked is asked after it: the pace holds on the whole.
async function atPace(perSecond: number, signal: AbortSignal, act: () => void): Promise<void> {
  const begun = performance.now();
  for (let done = 0; !signal.aborted; await sleep(10)) {
    const due = Math.floor(((performance.now() - begun) / 1000) * perSecond);
    for (; done < due; done++) act();
  }
}
