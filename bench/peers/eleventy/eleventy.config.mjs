import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** The facts lie beside this file: site.json, and pages.ndjson with a page a line. */
export default function (config) {
  const site = JSON.parse(readFileSync('site.json', 'utf8'));
  config.addGlobalData('newspaper', () => site);
  config.addGlobalData('all', async () => {
    const pages = [];
    for await (const line of createInterface({ input: createReadStream('pages.ndjson') })) pages.push(JSON.parse(line));
    site.stories = new Map(pages.filter(({ kind }) => kind === 'article').map((page) => [`${page.locale} ${page.id}`, page]));
    return pages;
  });
  config.setQuietMode(true);
  return { dir: { input: 'pages', output: 'out' } };
}
