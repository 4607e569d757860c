import { resolve } from 'node:path';

import type { Core } from '@strapi/strapi';

import { memory } from '../first-start/memory';
import { readDemoNewsroom, readDemoPages, readDemoStories } from './demo-files';
import { keepDemoNames, publishDemoPage, writeDemoSettings } from './demo-newsroom';
import { completeRelated, publishDemoStory, type DemoStoryIds } from './demo-stories';

/** How far an earlier start came. */
interface DemoState {
  finished: boolean;
  stories: DemoStoryIds;
  pages: string[];
}

/**
 * Fills a new newsroom with the demo newspaper of `cms/demo`, through the document service like an editor. Happens
 * once; a start that was interrupted is continued by the next one. Call it in bootstrap when DEMO_CONTENT is true.
 * @param folder the newspaper's files
 */
export async function seedDemo(strapi: Core.Strapi, folder: string = resolve(strapi.dirs.app.root, 'demo')): Promise<void> {
  const store = memory(strapi, 'demo');
  const state = await store.read<DemoState>({ finished: false, stories: {}, pages: [] });
  if (state.finished) return;
  const newsroom = await readDemoNewsroom(folder);
  const pages = await readDemoPages(folder);
  const stories = await readDemoStories(folder, complain);
  tell(`Filling the newsroom with “${newsroom.name.en ?? 'the demo newspaper'}”: ${stories.length} stories.`);
  const names = await keepDemoNames(strapi, newsroom);
  // Addresses of stories depend on the time zone, so the settings come first.
  await writeDemoSettings(strapi, newsroom, names);
  for (const page of pages) {
    if (state.pages.includes(page.key)) continue;
    await publishDemoPage(strapi, page);
    state.pages.push(page.key);
    await store.write(state);
  }
  const known = { ids: state.stories, locales: new Map(stories.map(({ key, versions }) => [key, versions.map(({ locale }) => locale)])) };
  const unnamed = new Set<string>();
  for (const [index, story] of stories.entries()) {
    if (story.related.some((key) => !state.stories[key])) unnamed.add(story.key);
    if (!state.stories[story.key]) {
      try {
        state.stories[story.key] = await publishDemoStory(strapi, story, names, known);
        await store.write(state);
      } catch (error) {
        complain(new Error(`The story "${story.key}" was left out: ${error instanceof Error ? error.message : String(error)}`));
      }
    }
    if ((index + 1) % 4 === 0 || index + 1 === stories.length) tell(`${index + 1} of ${stories.length} stories …`);
  }
  for (const story of stories) if (unnamed.has(story.key)) await completeRelated(strapi, story, known);
  await store.write({ ...state, finished: true });
}

function complain(error: unknown): void {
  tell(error instanceof Error ? error.message : String(error));
}

// To standard error, where progress belongs: the command that starts the cms shows it to the operator.
function tell(line: string): void {
  console.error(`[demo] ${line}`);
}
