import { uploadLimit, uploadTypes } from '../src/uploads';

export default () => ({
  upload: {
    config: {
      sizeLimit: uploadLimit,
      // The site makes its own sizes; the admin needs only the thumbnail.
      breakpoints: {},
      security: { allowedTypes: uploadTypes },
    },
  },
});
