import { allPages, bodyOf, escaped, site } from '../lib/facts.mjs';

export async function getStaticPaths() {
  const pages = (await allPages()).filter(({ path }) => path.endsWith('.xml'));
  return pages.map((page) => ({ params: { file: page.path.slice(1, -4) }, props: { page } }));
}

const printers = { feed, sitemap, 'sitemap-index': sitemapIndex };
export const GET = ({ props: { page } }) => new Response(printers[page.kind](page));

function feed(page) {
  const items = page.items.map((item) => {
    const card = site.cards[item.key];
    const creators = card.byline.map((one) => `<dc:creator>${escaped(one.text)}</dc:creator>`).join('');
    const categories = item.categories.map((one) => `<category>${escaped(one)}</category>`).join('');
    return `<item><title>${escaped(card.title)}</title><link>${site.siteUrl}${card.path}</link><guid isPermaLink="false">${item.id}:${page.locale}</guid><description>${escaped(item.summary)}</description><pubDate>${item.published}</pubDate><content:encoded>${escaped(bodyOf(item.key))}</content:encoded>${creators}${categories}</item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>${escaped(page.title)}</title><description>${escaped(page.title)}</description><link>${site.siteUrl}${page.link}</link><language>${page.locale}</language><atom:link href="${site.siteUrl}${page.path}" rel="self" type="application/rss+xml"/>${items.join('')}</channel></rss>`;
}

function sitemap(page) {
  const entries = page.entries.map(({ path, modified, alternates }) => {
    const links = alternates.map((one) => `<xhtml:link rel="alternate" hreflang="${one.hreflang}" href="${one.href}"/>`).join('');
    return `<url><loc>${site.siteUrl}${path}</loc>${modified ? `<lastmod>${modified}</lastmod>` : ''}${links}</url>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${entries.join('')}</urlset>\n`;
}

function sitemapIndex(page) {
  const entries = page.parts.map((path) => `<sitemap><loc>${site.siteUrl}${path}</loc></sitemap>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('')}</sitemapindex>\n`;
}
