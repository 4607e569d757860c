// Says that it is ready, and dies of something that it never mends.
console.log(`ready ${process.pid}`);
console.error('the folder is gone');
process.exitCode = 4;
