export default {
  feed() {},
};
