import { requestLimit, uploadLimit } from '../src/uploads';

export default [
  'global::operating',
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
  'global::request-size',
  'global::no-mail',
  {
    name: 'strapi::body',
    config: { jsonLimit: requestLimit, formLimit: '1mb', textLimit: '1mb', formidable: { maxFileSize: uploadLimit } },
  },
  { name: 'strapi::query', config: { depth: 8, arrayLimit: 100 } },
  'strapi::session',
  'strapi::favicon',
  'strapi::public',
];
