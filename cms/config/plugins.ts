import { uploadTypes } from '../src/uploads';

export default () => ({
  upload: {
    config: {
      sizeLimit: 50 * 1024 * 1024,
      // The site makes its own sizes; the admin needs only the thumbnail.
      breakpoints: {},
      security: { allowedTypes: uploadTypes },
    },
  },
});
