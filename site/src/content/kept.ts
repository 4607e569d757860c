import { Recent } from './recent.ts';
import type { Tag } from './tags.ts';
import { UntilTouched, type Noted } from './until-touched.ts';

/**
 * What pages read, kept for the next ones. Whoever renders makes one of the compiled site's own kind and gives it back with each page:
 * the site of an older release has another, or none.
 */
export class Kept {
  /** Of the state that the content has now; see `Reading.once`. Some 50 MB. */
  ofNow = new Recent<Noted>(15_000);
  /** Of any state in which it was the same; see `Reading.lasting`. Some 10 MB. */
  lasting = new UntilTouched(10_000);
  /** The same for whole stories, by their bytes: as long as they are, they are kept twice. */
  stories = new UntilTouched(25_000_000);

  /** The content changed, and only what is under these tags. */
  changed(tags: readonly Tag[]): void {
    this.ofNow = new Recent(15_000);
    for (const lasting of [this.lasting, this.stories]) lasting.touch(tags);
  }
}
