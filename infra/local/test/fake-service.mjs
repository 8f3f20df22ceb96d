// A service as the supervisor sees one: answers /readyz, notes that it started and that it was told to stop.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { MUSTER_SERVICE: name, MUSTER_HTTP_PORT: port, FAKE_NOTES: notes, FAKE_FAULT: fault } = process.env;
const note = (what) => notes && appendFileSync(notes, `${what} ${name}\n`);
if (fault === 'bad-config') {
  console.log('configuration is wrong: FAKE_FAULT');
  process.exit(78);
}
const server = createServer((_request, response) => response.end('ready'));
if (fault === 'never-ready') setInterval(() => {}, 1000);
else server.listen(Number(port), '127.0.0.1', () => note('started'));
process.on('SIGTERM', () => {
  if (fault === 'deaf') return;
  setTimeout(() => {
    note('stopped');
    process.exit(0);
  }, 30);
});
