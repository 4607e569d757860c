import { Recent } from './recent.ts';
import type { Tag } from './tags.ts';
import { UntilTouched, type Noted } from './until-touched.ts';

/**
 * What pages read, kept for the next ones. Whoever renders makes one of the compiled site's own kind and gives it back with each page:
 * the site of an older release has another, or none.
 */
export class Kept {
  /** Of the state that the content has now; see `Reading.once`. Some 50 MB. */
  ofNow = ofNow();
  /** Of any state in which it was the same; see `Reading.lasting`. */
  readonly lasting = new UntilTouched();

  /** The content changed, and only what is under these tags. */
  changed(tags: readonly Tag[]): void {
    this.ofNow = ofNow();
    this.lasting.touch(tags);
  }
}

function ofNow(): Recent<Noted> {
  return new Recent(15_000);
}
