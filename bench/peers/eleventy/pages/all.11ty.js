import { print } from '../templates.mjs';

export const data = {
  pagination: { data: 'all', size: 1, alias: 'page_' },
  permalink: ({ page_ }) => (page_.path.endsWith('/') ? `${page_.path}index.html` : page_.path),
  eleventyComputed: {},
};

export const render = ({ page_, newspaper }) => print(page_, newspaper);
