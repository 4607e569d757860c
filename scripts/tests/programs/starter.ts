// A command that starts a service and is then killed without a chance to stop it.
import { startService } from '../../service.ts';

startService({
  name: 'steady',
  script: new URL('steady.mjs', import.meta.url).pathname,
  args: [],
  cwd: '.',
  env: process.env,
  isShown: () => true,
  untilReady: () => new Promise(() => {}),
});
