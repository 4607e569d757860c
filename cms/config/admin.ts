import { environment } from '../src/environment';

export default () => {
  const { ADMIN_JWT_SECRET, API_TOKEN_SALT, ENCRYPTION_KEY, TRANSFER_TOKEN_SALT } = environment();
  return {
    auth: { secret: ADMIN_JWT_SECRET },
    apiToken: { salt: API_TOKEN_SALT },
    transfer: { token: { salt: TRANSFER_TOKEN_SALT } },
    secrets: { encryptionKey: ENCRYPTION_KEY },
    flags: { nps: false, promoteEE: false },
    ai: { enabled: false },
    // Without a preview, the form would advertise how to set one up.
    preview: { enabled: false },
    // The admin is compiled by the build, never at start.
    watchIgnoreFiles: ['**'],
  };
};
