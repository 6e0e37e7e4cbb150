const [major = 0] = process.versions.node.split('.').map(Number);

// The SQLite driver is built for Node 24 and ends an older one without a word.
if (major < 24) {
  console.error(
    `Lịch Tuyên Truyền cần Node.js 24 trở lên, đang chạy ${process.version}. Hãy dùng lệnh npm (npm start, npm run …): npm chạy đúng phiên bản kèm theo.`,
  );
  process.exit(1);
}
