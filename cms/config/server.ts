import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { environment } from '../src/environment';

export default () => {
  const { APP_KEYS, CMS_HOST, CMS_PORT, DATA_DIR } = environment();
  const publicFolder = join(DATA_DIR, 'public');
  // The upload provider wants its folder to stand before it starts.
  mkdirSync(join(publicFolder, 'uploads'), { recursive: true });
  return {
    host: CMS_HOST,
    port: CMS_PORT,
    app: { keys: APP_KEYS },
    dirs: { public: publicFolder },
    logger: { updates: { enabled: false }, startup: { enabled: false } },
    transfer: { remote: { enabled: false } },
    mcp: { enabled: false },
  };
};
