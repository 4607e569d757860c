/** The pages as template strings, which is what Eleventy runs fastest; Markdown by the library that it comes with. */
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: true });

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const esc = (text) => String(text).replace(/[&<>"]/g, (letter) => escapes[letter]);
const each = (list, make) => list.map(make).join('');

const bodies = new Map();
function bodyOf(page, site) {
  const key = `${page.locale} ${page.id}`;
  let html = bodies.get(key);
  if (html === undefined) bodies.set(key, (html = convert(page.body, site)));
  return html;
}

function convert(text, site) {
  return markdown.render(text).replace(/<p><img src="([^"]*)" alt="([^"]*)"(?: title="([^"]*)")?><\/p>/g, (_, src, alt, title = '') => {
    const found = site.pictures[site.uploads[src]];
    if (!found) return '';
    return `<figure class="picture">${picture(found, alt, '(min-width: 44rem) 41rem, 100vw')}${title && `<figcaption>${title}</figcaption>`}</figure>`;
  });
}

const printers = { article, front, list, month, feed, sitemap, 'sitemap-index': sitemapIndex };

export function print(page, site) {
  return printers[page.kind](page, site);
}

const policy =
  "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'";
const names = { en: 'English', ru: 'Русский', hy: 'Հայերեն' };

function frame(page, site, main) {
  const title = page.title === null ? site.siteName : `${page.title} — ${site.siteName}`;
  const { preview } = page;
  const card = preview.fileId && site.pictures[preview.fileId];
  const home = page.crumbs.length === 0;
  return `<!DOCTYPE html><html lang="${page.locale}"><head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${esc(title)}</title>${page.description ? `<meta name="description" content="${esc(page.description)}">` : ''}<meta name="robots" content="max-image-preview:large"><meta name="color-scheme" content="light dark"><link rel="canonical" href="${site.siteUrl}${page.path}">${each(page.alternates, (one) => `<link rel="alternate" hreflang="${one.hreflang}" href="${one.href}">`)}<link rel="icon" type="image/svg+xml" href="/icon.svg"><link rel="manifest" href="/manifest.webmanifest"><link rel="alternate" type="application/rss+xml" title="${site.siteName}" href="${page.feed}">${page.ownFeed ? `<link rel="alternate" type="application/rss+xml" title="${site.siteName}: ${esc(page.title)}" href="${page.ownFeed}">` : ''}<meta property="og:type" content="${preview.type}"><meta property="og:site_name" content="${site.siteName}"><meta property="og:title" content="${esc(page.title ?? site.siteName)}">${page.description ? `<meta property="og:description" content="${esc(page.description)}">` : ''}<meta property="og:url" content="${site.siteUrl}${page.path}"><meta property="og:locale" content="${page.territory}">${each(page.others, (one) => `<meta property="og:locale:alternate" content="${one}">`)}${card ? `<meta property="og:image" content="${site.siteUrl}${card.card}"><meta property="og:image:type" content="image/jpeg"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="630"><meta property="og:image:alt" content="${esc(preview.alt)}">` : ''}${preview.article ? published(preview.article) : ''}<meta name="twitter:card" content="${card ? 'summary_large_image' : 'summary'}"><script type="application/ld+json">${page.ld}</script><link rel="stylesheet" href="/_astro/site.css"></head><body><a class="skip" href="#content">Skip to the content</a><header class="masthead"><div class="masthead-tools"><nav class="languages" aria-label="Languages"><ul>${each(page.languages, (one) => `<li>${one.here ? `<span lang="${one.locale}" aria-current="true">${names[one.locale]}</span>` : `<a href="${one.path}" lang="${one.locale}" hreflang="${one.locale}">${names[one.locale]}</a>`}</li>`)}</ul></nav><a class="masthead-search" href="${page.front}search/">Search</a></div><div class="nameplate">${home ? `<h1 class="nameplate-name">${site.siteName}</h1>` : `<a class="nameplate-name" href="${page.front}">${site.siteName}</a>`}</div><nav class="sections" aria-label="Sections"><ul>${each(site.navigation[page.locale], (one) => `<li><a href="${one.path}"${one.path === page.path || one.path === page.section?.path ? ' aria-current="true"' : ''}>${esc(one.text)}</a></li>`)}</ul></nav></header>${home ? '' : `<nav class="breadcrumbs" aria-label="You are here"><ol>${each(page.crumbs, (one) => `<li>${one.path ? `<a href="${one.path}">${esc(one.text)}</a>` : `<span aria-current="page">${esc(one.text)}</span>`}</li>`)}</ol></nav>`}<main id="content" tabindex="-1">${main}</main><footer class="footer"><p class="footer-name"><a href="${page.front}">${site.siteName}</a></p><div class="footer-links"><nav aria-label="About the newspaper"><ul><li><a href="${page.front}rss.xml" type="application/rss+xml">RSS</a></li></ul></nav></div></footer></body></html>`;
}

function published({ date, section, tags, authors }) {
  return `<meta property="article:published_time" content="${date}"><meta property="article:modified_time" content="${date}">${section ? `<meta property="article:section" content="${esc(section)}">` : ''}${each(tags, (one) => `<meta property="article:tag" content="${esc(one)}">`)}${each(authors, (one) => `<meta property="article:author" content="${one}">`)}`;
}

function picture({ sources, src, width, height }, alt, sizes, first = false) {
  return `<picture>${each(sources, ({ type, srcset }) => `<source type="${type}" srcset="${srcset}" sizes="${sizes}">`)}<img src="${src}" width="${width}" height="${height}" alt="${esc(alt)}"${first ? ' fetchpriority="high"' : ' loading="lazy" decoding="async"'}></picture>`;
}

const time = ({ machine, text }) => `<time datetime="${machine}">${text}</time>`;
const byline = (parts) =>
  parts.length === 0
    ? ''
    : `<span class="byline">By ${parts.map((one) => `<a href="${one.path}" rel="author">${esc(one.text)}</a>`).join(', ')}</span>`;

function headlines(keys, site) {
  return `<ul class="headlines">${each(keys, (key) => {
    const card = site.cards[key];
    return `<li data-id="${card.id}"><h3 class="headline"><a href="${card.path}">${esc(card.title)}</a></h3><p class="story-date">${time(card.date)}</p></li>`;
  })}</ul>`;
}

function article(page, site) {
  const cover = page.cover && site.pictures[page.cover.fileId];
  const minutes = Math.max(1, Math.round(page.body.split(/\s+/).length / 228));
  return frame(
    page,
    site,
    `<article class="article"><header class="article-head">${page.section ? `<p class="label"><a href="${page.section.path}">${esc(page.section.text)}</a></p>` : ''}<h1>${esc(page.title)}</h1>${page.standfirst ? `<p class="standfirst">${esc(page.standfirst)}</p>` : ''}<div class="article-facts"><div class="article-signed"><p class="article-byline">${byline(page.byline)}</p><p class="article-date">${time(page.date)}<span class="article-reading">${minutes}-minute read</span></p></div></div></header>${cover ? `<figure class="cover">${picture(cover, page.cover.alt, '(min-width: 60rem) 54rem, 100vw', true)}<figcaption>${esc(page.cover.caption)} <span class="credit">${esc(page.cover.credit)}</span></figcaption></figure>` : ''}<div class="article-body">${bodyOf(page, site)}</div>${page.tags.length > 0 ? `<footer class="article-tags"><h2>Topics</h2><ul>${each(page.tags, (one) => `<li><a href="${one.path}" rel="tag">${esc(one.text)}</a></li>`)}</ul></footer>` : ''}</article>${page.related.length > 0 ? `<section class="more" aria-labelledby="related"><h2 id="related" class="section-title">Read also</h2>${headlines(page.related, site)}</section>` : ''}${page.older.length > 0 ? `<section class="more" aria-labelledby="older"><h2 id="older" class="section-title"><a href="${page.section.path}">Earlier in ${esc(page.section.text)}</a></h2>${headlines(page.older, site)}</section>` : ''}`,
  );
}

function block(key, site, place, level) {
  const card = site.cards[key];
  const cover = card.cover && site.pictures[card.cover.fileId];
  return `<article class="story story-${place}">${cover ? `<div class="story-picture">${picture(cover, card.cover.alt, '(min-width: 60rem) 44rem, 100vw', place === 'lead')}</div>` : ''}<div class="story-text">${place !== 'column' && card.section ? `<p class="label"><a href="${card.section.path}">${esc(card.section.text)}</a></p>` : ''}<h${level} class="headline"><a href="${card.path}">${esc(card.title)}</a></h${level}><p class="story-summary">${esc(card.summary)}</p><p class="story-date">${time(card.date)}</p></div></article>`;
}

function front(page, site) {
  const [lead, second, third, ...latest] = page.newest;
  return frame(
    page,
    site,
    `<div class="front-top"><section class="front-lead" aria-label="Top stories">${lead ? block(lead, site, 'lead', 2) : ''}${each([second, third].filter(Boolean), (key) => block(key, site, 'second', 2))}</section><section class="front-latest" aria-labelledby="latest"><h2 id="latest" class="section-title">Latest</h2>${headlines(latest, site)}</section></div><div class="front-sections">${each(page.columns, ({ section, stories: [first, ...rest] }) => `<section class="front-section"><h2 class="section-title"><a href="${section.path}">${esc(section.text)}</a></h2>${block(first, site, 'column', 3)}${headlines(rest, site)}</section>`)}</div>`,
  );
}

function storyList(keys, site) {
  return `<ol class="story-list">${each(keys, (key) => {
    const card = site.cards[key];
    const cover = card.cover && site.pictures[card.cover.fileId];
    return `<li><article class="story story-row"><p class="story-date">${time(card.date)}</p><div class="story-text"><h2 class="headline"><a href="${card.path}">${esc(card.title)}</a></h2><p class="story-summary">${esc(card.summary)}</p><p class="story-byline">${byline(card.byline)}</p></div>${cover ? `<div class="story-picture">${picture(cover, card.cover.alt, '(min-width: 40rem) 12rem, 7rem')}</div>` : ''}</article></li>`;
  })}</ol>`;
}

function archive(page) {
  return `<nav class="archive" aria-labelledby="archive"><h2 id="archive">Archive</h2><dl>${each(page.archive, ({ year, months }) => `<div><dt>${year}</dt>${each(months, (one) => `<dd><a href="${one.path}"${one.path === page.path ? ' aria-current="page"' : ''}>${one.text}</a></dd>`)}</div>`)}</dl></nav>`;
}

function list(page, site) {
  const about = page.description ? `<p class="list-about">${esc(page.description)}</p>` : '';
  const feedLink = page.ownFeed ? `<p class="list-feed"><a href="${page.ownFeed}" type="application/rss+xml">RSS</a></p>` : '';
  return frame(
    page,
    site,
    `<header class="list-head"><div><h1>${esc(page.title)}</h1>${about}${feedLink}</div></header><div class="list-body"><section aria-label="${esc(page.title)}">${storyList(page.stories, site)}</section>${archive(page)}</div>`,
  );
}

function month(page, site) {
  return frame(
    page,
    site,
    `<header class="list-head"><div><p class="label"><a href="${page.list.path}">${esc(page.list.text)}</a></p><h1>${esc(page.title)}</h1></div></header><div class="list-body"><section aria-label="${esc(page.title)}">${storyList(page.stories, site)}</section>${archive(page)}</div>`,
  );
}

function feed(page, site) {
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>${esc(page.title)}</title><description>${esc(page.title)}</description><link>${site.siteUrl}${page.link}</link><language>${page.locale}</language><atom:link href="${site.siteUrl}${page.path}" rel="self" type="application/rss+xml"/>${each(
    page.items,
    (item) => {
      const card = site.cards[item.key];
      return `<item><title>${esc(card.title)}</title><link>${site.siteUrl}${card.path}</link><guid isPermaLink="false">${item.id}:${page.locale}</guid><description>${esc(item.summary)}</description><pubDate>${item.published}</pubDate><content:encoded>${esc(bodyOf(site.stories.get(item.key), site))}</content:encoded>${each(card.byline, (one) => `<dc:creator>${esc(one.text)}</dc:creator>`)}${each(item.categories, (one) => `<category>${esc(one)}</category>`)}</item>`;
    },
  )}</channel></rss>`;
}

function sitemap(page, site) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${each(page.entries, (entry) => `<url><loc>${site.siteUrl}${entry.path}</loc>${entry.modified ? `<lastmod>${entry.modified}</lastmod>` : ''}${each(entry.alternates, (one) => `<xhtml:link rel="alternate" hreflang="${one.hreflang}" href="${one.href}"/>`)}</url>\n`)}</urlset>\n`;
}

function sitemapIndex(page, site) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${each(page.parts, (path) => `<sitemap><loc>${site.siteUrl}${path}</loc></sitemap>\n`)}</sitemapindex>\n`;
}
