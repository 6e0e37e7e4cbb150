// Loaded into the server under test: counts what SQLite is asked, and tells over IPC on demand.
import { openSqlite } from './sqlite.mjs';

let count = 0;
const probe = openSqlite(':memory:');
const statements = Object.getPrototypeOf(probe.prepare('select 1'));
probe.close();
for (const name of ['run', 'get', 'all', 'iterate']) {
  const original = statements[name];
  statements[name] = function counted(...values) {
    count += 1;
    return original.apply(this, values);
  };
}

process.on('message', () => {
  process.send(count);
  count = 0;
});
process.channel.unref();
