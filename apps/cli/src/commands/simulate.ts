import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RefusalError, type Result, refuse } from '@muster/kernel/result';
import type { CityModel } from '@muster/sim/simulator/model';
import { type Command, InvalidArgumentError, Option } from 'commander';

interface Options {
  readonly jemss?: string;
  readonly city?: string;
  readonly set: 'train' | 'validate' | 'test';
  readonly raster?: string;
  readonly policy: string;
  readonly compare?: readonly string[];
  readonly days: number;
  readonly seed: number;
  readonly reps: number;
  readonly ack?: boolean;
  readonly refusals: number;
  readonly hospitalBays: number;
  readonly unitsPerStation: number;
  readonly callsPerThousand: number;
  readonly adjust?: object;
  readonly plot?: string;
  readonly json?: boolean;
}

const list = (text: string): string[] => text.split(',').map((name) => name.trim());

export function register(program: Command): void {
  program
    .command('simulate')
    .description('模拟调度策略:离散事件、可重复 · simulate dispatch policies over a city model')
    .option('--jemss <dir>', 'JEMSS 模型目录 · a JEMSS ambulance model')
    .option('--city <dir>', '城市数据包目录 · a city pack')
    .addOption(
      new Option('--set <name>', '呼叫集合 · which of the model’s sets of calls; never tune on test')
        .choices(['train', 'validate', 'test'])
        .default('validate'),
    )
    .option('--raster <file>', '人口栅格(GeoTIFF) · a population raster instead of the one the model names')
    .option('--policy <name>', '策略 · closest, dmexclp, coverage, joint, joint-restricted', 'joint-restricted')
    .option(
      '--compare <names>',
      '同一批呼叫上比较多个策略,首个为基准 · policies on common calls, the first is the base',
      list,
    )
    .option('--days <n>', '计入的天数(另加一天预热) · days that count, after one of warming up', whole(1), 30)
    .option('--seed <n>', '种子 · seed', whole(0), 1)
    .option('--reps <n>', '重复次数 · replications', whole(1), 1)
    .option('--ack', '车组 20–60 秒后出发 · crews set out after 20 to 60 s')
    .option('--refusals <share>', '被人拒绝的建议比例 · share of proposals a person refuses', share, 0)
    .option('--hospital-bays <n>', '每院交接床位,0 不限 · beds for handing over, 0 no limit', whole(0), 0)
    .option('--units-per-station <n>', '每站车辆(仅城市包) · units a station (city packs)', whole(1), 2)
    .option('--calls-per-thousand <n>', '每千人每年呼叫(仅城市包) · calls a year for 1,000 people', whole(1), 60)
    .option('--adjust <json>', '改动联合策略的参数 · changes to the joint policies, as JSON', readObject)
    .option('--plot <dir>', '写出图 (SVG) · write pictures')
    .option('--json', '输出 JSON · print JSON')
    .action(simulate);
}

async function simulate(options: Options): Promise<void> {
  const { policiesWith } = await import('@muster/sim/simulator/policies/named');
  const { compare } = await import('@muster/sim/simulator/compare');
  const known = policiesWith(options.adjust ?? {});
  const names = options.compare ?? [options.policy];
  const policies = names.map((name) => {
    const make = known[name];
    if (make !== undefined) return [name, make] as const;
    const all = Object.keys(known).join(', ');
    throw refused(refuse('invalid', `No policy ${name}; known are ${all}.`, `没有策略 ${name}；已有 ${all}。`));
  });
  const model = await openModel(options);
  for (const note of model.notes) process.stderr.write(`${note}\n`);
  const { reports, paired, runs } = compare(model, policies, {
    ...{ days: options.days, seed: options.seed, replications: options.reps },
    friction: {
      acknowledgeS: options.ack ? [20, 60] : [0, 0],
      refusalShare: options.refusals,
      hospitalBays: options.hospitalBays,
    },
    clock: () => performance.now(),
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  if (options.plot !== undefined) await plot(options.plot, model, runs);
  const run = {
    ...{ model: model.name, set: options.jemss ? options.set : null, demand: model.demand.source, notes: model.notes },
    ...{ days: options.days, seed: options.seed, reps: options.reps, warmUpDays: 1 },
    adjust: options.adjust ?? {},
    options: { ack: options.ack === true, refusals: options.refusals, hospitalBays: options.hospitalBays },
  };
  if (options.json) {
    const [only] = reports;
    console.log(JSON.stringify(options.compare ? { ...run, policies: reports, paired } : { ...only, ...run }));
    return;
  }
  const { comparisonTable } = await import('@muster/sim/simulator/table');
  console.log(comparisonTable(reports, paired));
}

async function openModel(options: Options): Promise<CityModel> {
  const read = async (): Promise<Result<CityModel>> => {
    if (options.jemss !== undefined) {
      const { readJemss } = await import('@muster/sim/simulator/read-jemss');
      return readJemss(options.jemss, { set: options.set, raster: options.raster });
    }
    if (options.city !== undefined) {
      const { readCity } = await import('@muster/sim/simulator/read-city');
      return readCity(options.city, options);
    }
    return refuse('invalid', 'Say --jemss DIR or --city DIR.', '请给出 --jemss 目录或 --city 目录。');
  };
  const model = await read();
  if (!model.ok) throw refused(model);
  return model.value;
}

async function plot(
  dir: string,
  model: CityModel,
  runs: Parameters<typeof import('@muster/sim/simulator/plots').plotResponse>[2],
) {
  const { plotCoverage, plotResponse } = await import('@muster/sim/simulator/plots');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, `${model.name}-coverage.svg`), plotCoverage(model));
  model.classes.forEach(({ name, share: part }, k) => {
    if (part > 0) writeFileSync(join(dir, `${model.name}-${name}.svg`), plotResponse(model, k, runs));
  });
}

const refused = (result: Extract<Result<never>, { ok: false }>): RefusalError => new RefusalError(result.refusal);

function whole(least: number): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (Number.isInteger(n) && n >= least) return n;
    throw new InvalidArgumentError(`${least} 以上的整数 · a whole number from ${least}`);
  };
}

function readObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('一个 JSON 对象 · a JSON object');
}

function share(text: string): number {
  const value = Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('0 到 1 · from 0 to 1');
}
