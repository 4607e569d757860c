// Says that it is ready and runs until it is asked to end.
console.log(`ready ${process.pid}`);
process.on('SIGTERM', () => {
  console.log('ended in order');
  process.exit(0);
});
setInterval(() => {}, 1000);
