import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPbf } from './read-pbf.ts';

const dir = mkdtempSync(join(tmpdir(), 'muster-pbf-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function refusal(name: string, content?: Buffer | string): Promise<string> {
  const file = join(dir, name);
  if (content !== undefined) writeFileSync(file, content);
  const result = await readPbf(file);
  return result.ok ? 'read' : result.refusal.message;
}

describe('a wrong file', () => {
  it('is refused with what to do', async () => {
    expect(await refusal('missing.osm.pbf')).toContain('check the path');
    expect(await refusal('empty.osm.pbf', '')).toContain('is empty; download it again');
    expect(await refusal('page.osm.pbf', '<html>404</html>')).toContain('is not an OpenStreetMap PBF file');
    const cut = Buffer.concat([Buffer.from([0, 0, 0, 14, 10, 9]), Buffer.from('OSMHeader'), Buffer.from([24, 200])]);
    expect(await refusal('cut.osm.pbf', cut)).toContain('damaged or cut short');
  });
});
