// Will not end when it is asked to.
process.on('SIGTERM', () => console.log('no'));
console.log(`ready ${process.pid}`);
setInterval(() => {}, 1000);
