// What the calendar's JSON is measured against: one route, one prepared query, the same full rows, nothing else.
import fastify from 'fastify';
import { openSqlite } from './sqlite.mjs';

const [file, port, start, end] = process.argv.slice(2);
const month = openSqlite(file).prepare('select * from deliverable where occurs_on >= ? and occurs_on < ? order by occurs_on, id');
const server = fastify();
server.get('/api/v1/calendar', () => month.all(start, end));
await server.listen({ host: '127.0.0.1', port: Number(port) });
process.send('listening');
