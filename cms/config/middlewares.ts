export default [
  'strapi::logger',
  'strapi::errors',
  {
    name: 'strapi::security',
    config: {
      contentSecurityPolicy: {
        useDefaults: true,
        directives: {
          'connect-src': ["'self'"],
          'img-src': ["'self'", 'data:', 'blob:'],
          'media-src': ["'self'", 'data:', 'blob:'],
          upgradeInsecureRequests: null,
        },
      },
    },
  },
  { name: 'strapi::cors', config: { origin: [] } },
  // The articles' own limit (1 MB of text) answers with a sentence; this one only keeps a request from filling the memory.
  {
    name: 'strapi::body',
    config: { jsonLimit: '16mb', formLimit: '1mb', textLimit: '1mb', formidable: { maxFileSize: 50 * 1024 * 1024 } },
  },
  { name: 'strapi::query', config: { depth: 8, arrayLimit: 100 } },
  'strapi::session',
  'strapi::favicon',
  'strapi::public',
];
