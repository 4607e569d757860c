// Loaded into the cms and the publisher before their own code. They run in process groups of their own, so that Ctrl-C
// reaches only the command that started them and that stops them in order. When that command is itself killed without
// a chance to do so, they must not stay behind and hold the ports.
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid === parent) return;
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 15_000).unref();
  }, 1000).unref();
}
