/** Watches the memory and the work of processes in /proc; on systems without it nothing is known, and nothing fails. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Peak {
  /** Of all watched processes at one moment, bytes; what they share is counted for each. */
  together: number;
  /** Of the largest one. */
  largest: number;
  largestName: string;
  /** Of the largest of each name. */
  byName: Map<string, number>;
}

/** Samples the processes that descend from `ancestor` (without itself) until stopped. */
export class MemoryWatch {
  readonly peak: Peak = { together: 0, largest: 0, largestName: '', byName: new Map() };
  readonly #timer: NodeJS.Timeout;

  #also: number | undefined;

  constructor(ancestor = process.pid, everyMs = 100) {
    this.#timer = setInterval(() => this.#sample(ancestor), everyMs);
  }

  /** Counts this process as well. */
  include(pid: number | undefined): void {
    this.#also = pid;
  }

  stop(): Peak {
    clearInterval(this.#timer);
    return this.peak;
  }

  #sample(ancestor: number): void {
    let together = 0;
    for (const pid of [...descendants(ancestor), ...(this.#also === undefined ? [] : [this.#also])]) {
      const bytes = residentBytes(pid);
      together += bytes;
      const name = nameOf(pid);
      this.peak.byName.set(name, Math.max(bytes, this.peak.byName.get(name) ?? 0));
      if (bytes <= this.peak.largest) continue;
      this.peak.largest = bytes;
      this.peak.largestName = name;
    }
    this.peak.together = Math.max(this.peak.together, together);
  }
}

/** Processor time that the descendants of this process have used so far, in seconds; ended ones are not counted. */
export function cpuSeconds(ancestor = process.pid): number {
  // Linux counts in hundredths of a second, on every machine that Node runs on.
  const used = descendants(ancestor).map((pid) => {
    const fields = statOf(pid);
    return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
  });
  return used.reduce((sum, seconds) => sum + seconds, 0);
}

/** The processes below this one that run a script, and the memory of each with all below it, in bytes. */
export function running(script: string): { pid: number; bytes: number }[] {
  return descendants(process.pid)
    .filter((pid) => nameOf(pid).endsWith(script))
    .map((pid) => ({ pid, bytes: [pid, ...descendants(pid)].reduce((sum, one) => sum + residentBytes(one), 0) }));
}

/** Resident memory of one process, in bytes; 0 when it is gone. */
export function residentOf(pid: number | undefined): number {
  return pid === undefined ? 0 : residentBytes(pid);
}

function descendants(ancestor: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of entriesOf('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = Number(statOf(Number(entry))[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found: number[] = [];
  for (const open = [ancestor]; open.length > 0;) {
    const below = children.get(open.pop() ?? -1) ?? [];
    found.push(...below);
    open.push(...below);
  }
  return found;
}

/** The fields of /proc/<pid>/stat after the name, which may hold anything: state, parent, … */
function statOf(pid: number): string[] {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function nameOf(pid: number): string {
  const words = read(`/proc/${pid}/cmdline`).split('\0').filter(Boolean);
  const script = words.slice(1).find((word) => /\.[cm]?[jt]s$/.test(word) && !word.includes('end-with-parent'));
  return (script ?? words[0] ?? 'a process').split('/').slice(-2).join('/');
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
