/** What a crew should know before it arrives: hazard → the concepts that speak of it. */
const HAZARDS: readonly (readonly [hazard: string, concepts: readonly string[]])[] = [
  ['weapon', ['weapon']],
  ['fire', ['fire']],
  ['smoke', ['smoke']],
  ['gas', ['gas', 'co']],
  ['electricity', ['electro']],
  ['chemicals', ['hazmat', 'poison']],
  ['explosion', ['explode', 'bomb']],
  ['collapse', ['collapse', 'roadcollapse', 'landslide']],
  ['water', ['water.person', 'flood']],
  ['battery', ['ebike']],
  ['violence', ['assault', 'domestic', 'attack']],
  ['infection', ['epidemic']],
  ['crowd', ['crush', 'crowd.angry']],
];

/** A hazard is named where the call speaks of it and its type is of a kind where it can be meant. */
export function hazardsOf(said: ReadonlySet<string>, type: string): string[] {
  if (/^(?:service\.|call\.(?:prank|misdial))/.test(type)) return [];
  return HAZARDS.filter(([, concepts]) => concepts.some((concept) => said.has(concept))).map(([hazard]) => hazard);
}
