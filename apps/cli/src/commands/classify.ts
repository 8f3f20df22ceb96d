import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { openGazetteer } from '../open-gazetteer.ts';

export function register(program: Command): void {
  program
    .command('classify')
    .option('--city <dir>', '城市数据包:给出地点坐标 · a city pack, to give places their coordinates')
    .description('逐行分类:标准输入 {id, text} JSON 行,标准输出结果 · classify JSON lines from standard input')
    .action(classifyStdin);
}

async function classifyStdin({ city }: { city?: string }): Promise<void> {
  const { loadClassifier } = await import('@muster/call-classification/adapters/sources');
  const { classifyLine } = await import('@muster/call-classification/app/classify-lines');
  const gazetteer = city === undefined ? null : await openGazetteer(city);
  const classifier = loadClassifier();
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!process.stdout.write(`${classifyLine(classifier, line, gazetteer)}\n`)) await once(process.stdout, 'drain');
  }
}
