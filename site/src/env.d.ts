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
