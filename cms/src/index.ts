export default {
  register() {},
  async bootstrap() {},
};
