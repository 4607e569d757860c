// Plain JavaScript: it runs under whatever Node the machine has, before anything is installed.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

// The holder touches its lock every second. One left untouched this long belongs to a machine that was switched
// off: after a restart its process number may be in use by a stranger.
const abandonedAfterMs = 60_000;

/**
 * Takes a lock that lies in one file, or says who has it. A lock whose holder has died is taken over.
 *
 * @param {string} file the lock's path; its folder is made when missing
 * @param {Record<string, string | number>} [note] what the holder tells others about itself
 * @returns {{ release: () => void } | { heldBy: { pid: number, note: Record<string, unknown> } }}
 */
export function tryLock(file, note = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, note }));
  try {
    for (;;) {
      // A link appears whole or not at all, so nobody can read a lock that says nothing yet.
      if (linked(mine, file)) return { release: hold(file) };
      const holder = readHolder(file);
      if (holder && isAlive(holder)) return { heldBy: { pid: holder.pid, note: holder.note } };
      if (holder) clearAway(file, holder);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Takes the lock, waiting for as long as another process has it.
 *
 * @param {string} file
 * @param {(pid: number) => void} onWait called once when there is something to wait for
 * @returns {Promise<() => void>} what gives the lock back
 */
export async function lock(file, onWait) {
  for (let told = false; ; told = true) {
    const result = tryLock(file);
    if ('release' in result) return result.release;
    if (!told) onWait(result.heldBy.pid);
    await delay(200);
  }
}

/**
 * Who has a lock now, without taking it; null when nobody living has.
 * @param {string} file
 */
export function holderOf(file) {
  const holder = readHolder(file);
  return holder && isAlive(holder) ? { pid: holder.pid, note: holder.note } : null;
}

/** @param {string} from @param {string} to */
function linked(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function hold(file) {
  const beat = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // The folder was deleted under us: there is nothing left to guard.
    }
  }, 1000);
  beat.unref();
  const release = () => {
    clearInterval(beat);
    process.off('exit', release);
    rmSync(file, { force: true });
  };
  process.on('exit', release);
  return release;
}

/** @param {string} file @returns {{ pid: number, note: Record<string, unknown>, touched: number } | null} */
function readHolder(file) {
  try {
    const { pid, note } = JSON.parse(readFileSync(file, 'utf8'));
    return { pid: Number(pid), note: note ?? {}, touched: statSync(file).mtimeMs };
  } catch {
    return null;
  }
}

/** @param {{ pid: number, touched: number }} holder */
function isAlive(holder) {
  if (Date.now() - holder.touched > abandonedAfterMs) return false;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Removes a dead holder's lock, and only that one: two processes may find it at the same moment.
 * @param {string} file @param {{ pid: number, touched: number }} dead
 */
function clearAway(file, dead) {
  const aside = `${file}.${process.pid}-dead`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const taken = readHolder(aside);
  if (taken && (taken.pid !== dead.pid || taken.touched !== dead.touched) && isAlive(taken)) linked(aside, file);
  rmSync(aside, { force: true });
}
