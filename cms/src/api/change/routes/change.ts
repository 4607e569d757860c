/** The one address under /api. Strapi's token check asks for the action `api::change.change.feed`. */
export default {
  routes: [{ method: 'GET', path: '/changes', handler: 'api::change.change.feed' }],
};
