import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { openGazetteer } from '../open-gazetteer.ts';

export function register(program: Command): void {
  program
    .command('geocode')
    .requiredOption('--city <dir>', '城市数据包 · a city pack')
    .description('逐行定位:标准输入 {id, text} JSON 行,标准输出候选坐标 · find the points that JSON lines speak of')
    .action(geocodeStdin);
}

async function geocodeStdin({ city }: { city: string }): Promise<void> {
  const { geocodeLine } = await import('@muster/city/geocode/geocode-lines');
  const gazetteer = await openGazetteer(city);
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!process.stdout.write(`${geocodeLine(gazetteer, line)}\n`)) await once(process.stdout, 'drain');
  }
}
