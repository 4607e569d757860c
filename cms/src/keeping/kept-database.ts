/** What backing up and restoring need of a database. `folder` is that of the unpacked backup, `aside` where the old state goes. */
export interface KeptDatabase {
  kind: 'sqlite' | 'postgres';
  /** Writes the database, as it was at one moment, into a folder. Others may write meanwhile. */
  copyTo(folder: string): Promise<void>;
  /** @throws KeepingRefused when another program has the database open */
  refuseInUse(): Promise<void>;
  /** @throws KeepingRefused when the copy in this folder cannot be used */
  check(folder: string): Promise<void>;
  /** Puts the copy in a folder into its place, all of it or nothing, and the database that was there into `aside`. */
  putInPlace(folder: string, aside: string): Promise<void>;
  /** Removes what `putInPlace` left outside of that folder. */
  forget(aside: string): Promise<void>;
  close(): Promise<void>;
}
