import type { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import { RefusalError } from '@muster/kernel/result';

/** Loaded only where it is needed: the command line itself starts at once. @throws RefusalError: not a city pack */
export async function openGazetteer(dir: string): Promise<Gazetteer> {
  const { openPack } = await import('@muster/city/pack/open-pack');
  const { Gazetteer: Loaded } = await import('@muster/city/gazetteer/gazetteer');
  const pack = openPack(dir);
  if (!pack.ok) throw new RefusalError(pack.refusal);
  return new Loaded(pack.value.gazetteer());
}
