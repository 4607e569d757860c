import { environment } from '../src/environment';
import { uploadTypes } from '../src/uploads';

export default () => ({
  'users-permissions': { config: { jwtSecret: environment().JWT_SECRET } },
  upload: {
    config: {
      sizeLimit: 50 * 1024 * 1024,
      // The site makes its own sizes; the admin needs only the thumbnail.
      breakpoints: {},
      security: { allowedTypes: uploadTypes },
    },
  },
});
