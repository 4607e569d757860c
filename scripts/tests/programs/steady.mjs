// Says that it is ready and runs until it is asked to end.
process.on('SIGTERM', () => {
  console.log('ended in order');
  process.exit(0);
});
console.log(`ready ${process.pid}`);
setInterval(() => {}, 1000);
