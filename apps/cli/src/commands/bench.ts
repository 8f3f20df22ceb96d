import { type Command, InvalidArgumentError } from 'commander';

const MIN_ROUNDS = 5;

export function register(program: Command): void {
  program
    .command('bench')
    .argument('[name...]', '要测的项目,缺省为全部 · which to run; all when none is named')
    .description('与同类程序在同一次运行中对比,结果写入 load-tests/RESULTS.md · side-by-side benchmarks')
    .option('--json', '每项输出一行 JSON · print one line of JSON for each')
    .option('--rounds <n>', `轮数,至少 ${MIN_ROUNDS} · rounds, at least ${MIN_ROUNDS}`, readRounds, MIN_ROUNDS)
    .action(bench);
}

async function bench(names: string[], options: { json?: boolean; rounds: number }): Promise<void> {
  const { ROWS, runBenches } = await import('@muster/load-tests/bench/run');
  const { figure, writeResults } = await import('@muster/load-tests/bench/results-file');
  const known = ROWS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`没有这个项目 · there is no bench ${unknown.join(', ')}: ${known.join(', ')}\n`);
    process.exitCode = 1;
    return;
  }
  const rows = names.length === 0 ? ROWS : ROWS.filter(({ name }) => names.includes(name));
  await runBenches(rows, {
    rounds: options.rounds,
    tell: (line) => process.stderr.write(`${line}\n`),
    onResult(result) {
      writeResults([result], known);
      if (options.json === true) {
        console.log(JSON.stringify(result));
        return;
      }
      console.log(
        `${result.name}  ${result.met ? '达标 · met' : '未达标 · not met'}  (${result.aim}; load ${result.load})`,
      );
      for (const one of result.cases) {
        const against = one.ratio === null ? '' : `  对比 · against ${figure(one.peer)}  = ${figure(one.ratio)}×`;
        const cpu = one.cpuUs === null ? '' : `  CPU ${figure(one.cpuUs)} µs`;
        console.log(`  ${one.name.padEnd(28)} ${figure(one.ours)} ${one.unit}${against}${cpu}`);
      }
    },
  });
}

function readRounds(text: string): number {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds >= MIN_ROUNDS && rounds <= 100) return rounds;
  throw new InvalidArgumentError(`${MIN_ROUNDS} 到 100 的整数 · a whole number from ${MIN_ROUNDS} to 100`);
}
