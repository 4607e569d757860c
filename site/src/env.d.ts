/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    /** The content store, as this page reads it. */
    reading: import('./content/reading.ts').Reading;
    /** What the requested path means. */
    address: import('@broadsheet/shared').Address;
    /** Set for the page of a redirect: a path of the site or a full address. */
    redirectTo?: string;
  }
}

/** The script of every page's head, compiled; see `renderer/first-paint.ts`. */
declare module 'virtual:first-paint' {
  export const code: string;
  /** As a policy names it: `sha256-…`. */
  export const hash: string;
}

/** Set by the notices of the page's language, when they came. */
interface Window {
  broadsheetNotices?: import('./model/notices.ts').Notices;
}
