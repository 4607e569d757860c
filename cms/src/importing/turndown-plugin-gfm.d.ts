/// <reference lib="dom" />

// The types of turndown speak of the browser's HTMLElement; in Node it is an element of the parser turndown brings.
declare module '@joplin/turndown-plugin-gfm' {
  import type { Plugin } from 'turndown';

  export const strikethrough: Plugin;
  export const tables: Plugin;
  export const taskListItems: Plugin;
}
