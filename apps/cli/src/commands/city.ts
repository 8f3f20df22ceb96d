import { resolve } from 'node:path';
import { RefusalError } from '@muster/kernel/result';
import { DEMO_SEED } from '@muster/local/demo-city';
import { type Command, InvalidArgumentError } from 'commander';

export function register(program: Command): void {
  const city = program.command('city').description('城市数据包 · city packs');
  city
    .command('import')
    .argument('<file.osm.pbf>', 'OpenStreetMap 数据 · an OpenStreetMap extract')
    .requiredOption('--out <dir>', '输出目录 · directory to write')
    .option('--id <id>', '标识(小写字母、数字、连字符) · lower-case letters, digits, hyphens')
    .option('--time-zone <zone>', '时区,如 Asia/Shanghai · IANA time zone')
    .option('--seed-stations', '缺少站点时按合理位置补齐 · place plausible stations where the data has too few')
    .description('由 OpenStreetMap 数据生成 · make a city pack from OpenStreetMap')
    .action(importCity);
  city
    .command('demo')
    .requiredOption('--out <dir>', '输出目录 · directory to write')
    .option(
      '--size <size>',
      '大小:default、large 或路口数 · default, large, or a number of road nodes',
      readDemoSize,
      'default',
    )
    .option('--seed <number>', '随机种子:相同种子得到相同城市 · the same seed gives the same city', Number, DEMO_SEED)
    .description('生成内置演示城市 · make the built-in demo city')
    .action(demoCity);
}

interface ImportFlags {
  readonly out: string;
  readonly id?: string;
  readonly timeZone?: string;
  readonly seedStations?: boolean;
}

async function importCity(file: string, { out, ...flags }: ImportFlags): Promise<void> {
  const { importOsmPack } = await import('@muster/city/osm/import-pack');
  const { printReport } = await import('@muster/city/osm/report');
  let last = '';
  const imported = await importOsmPack(resolve(file), resolve(out), {
    ...flags,
    onProgress: ({ step }) => {
      if (step !== last) process.stderr.write(`${step} …\n`);
      last = step;
    },
  });
  if (!imported.ok) throw new RefusalError(imported.refusal);
  console.log(printReport(imported.value.report));
  console.log(`城市数据包已写入 · the city pack is in ${resolve(out)}`);
}

type DemoSize = 'default' | 'large' | number;

export function readDemoSize(text: string): DemoSize {
  const nodes = Number(text);
  if (text === 'default' || text === 'large') return text;
  if (Number.isInteger(nodes) && nodes > 0) return nodes;
  throw new InvalidArgumentError('default, large 或路口数 · or a number of road nodes');
}

async function demoCity({ out, size, seed }: { out: string; size: DemoSize; seed: number }): Promise<void> {
  const { buildDemoPack } = await import('@muster/city/demo/generate');
  const built = await buildDemoPack(resolve(out), { seed, size });
  if (!built.ok) throw new RefusalError(built.refusal);
  console.log(`演示城市已写入 · the demo city is in ${resolve(out)}`);
}
