import { defineConfig } from 'astro/config';

export default defineConfig({
  site: 'https://news.example.org',
  outDir: 'out',
  build: { format: 'directory', inlineStylesheets: 'never' },
  compressHTML: true,
});
