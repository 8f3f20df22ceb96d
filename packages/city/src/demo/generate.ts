import type { Result } from '@muster/kernel/result';
import { buildRoadGraph } from '@muster/roads/build';
import { type WrittenPack, writePack } from '../pack/write-pack.ts';
import { DEFAULT_SEED, DEMO_NODES, generateDemoCity } from './generate-demo-city.ts';

export interface DemoPackOptions {
  readonly seed?: number;
  /** `large` has 200,000 road nodes; a number gives any size. */
  readonly size?: 'default' | 'large' | number;
  readonly onProgress?: (step: 'planning' | 'roads' | 'writing') => void;
}

/** Generates the demo city and writes its pack to `dir` (see writePack for what it refuses). */
export async function buildDemoPack(dir: string, options: DemoPackOptions = {}): Promise<Result<WrittenPack>> {
  const { seed = DEFAULT_SEED, size = 'default', onProgress } = options;
  onProgress?.('planning');
  const city = generateDemoCity({ seed, nodes: typeof size === 'number' ? size : DEMO_NODES[size] });
  onProgress?.('roads');
  const { graph } = buildRoadGraph(city.rawRoads);
  onProgress?.('writing');
  return writePack(dir, { ...city, graph });
}
