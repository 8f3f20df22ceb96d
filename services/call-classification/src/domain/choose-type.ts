import { normalised } from './linear-model.ts';

/** How much the likelihood of a type's lead agency counts beside its own; measured on the corpus. */
const LEAD_SHARE = 0.6;
/** From this likelihood of a grave type on, a call is not taken for harmless. */
const DANGER_FROM = 0.2;
/** The same where the words speak of danger. */
const SPOKEN_DANGER_FROM = 0.05;
/** Types after which nobody is sent. */
export const HARMLESS = /^(?:service\.|call\.(?:prank|misdial)$)/;
/** Concepts of the lexicon that are never a joke to a machine. */
const DANGER =
  'breath.none pulse.none cpr responseless colour.blue choke bleed.heavy suicide weapon threat hush people.in trapped fire gas water.person domestic sexual kidnap explode'.split(
    ' ',
  );

/** First the agency, then the type: types of a likely lead gain. Sums to 1. */
export function withLeads(shares: Float64Array, leads: readonly string[]): Float64Array {
  const ofLead = new Map<string, number>();
  for (const [i, lead] of leads.entries()) ofLead.set(lead, (ofLead.get(lead) ?? 0) + (shares[i] as number));
  return normalised(shares.map((share, i) => share * (ofLead.get(leads[i] as string) as number) ** LEAD_SHARE));
}

/**
 * Indices of the classes, the chosen one first, then by likelihood. A harmless type is only chosen where grave ones are
 * unlikely: a joke taken for an emergency costs a look, an emergency taken for a joke a life.
 *
 * @param grave by class: whether somebody usually has to go
 */
export function rankTypes(
  shares: Float64Array,
  classes: readonly string[],
  grave: readonly boolean[],
  said: ReadonlySet<string>,
): number[] {
  const ranked = [...shares.keys()].sort((a, b) => (shares[b] as number) - (shares[a] as number) || a - b);
  if (!HARMLESS.test(classes[ranked[0] as number] as string)) return ranked;
  const danger = ranked.reduce((sum, index) => sum + (grave[index] === true ? (shares[index] as number) : 0), 0);
  const least = DANGER.some((concept) => said.has(concept)) ? SPOKEN_DANGER_FROM : DANGER_FROM;
  const chosen = ranked.find((index) => grave[index] === true);
  if (danger < least || chosen === undefined) return ranked;
  return [chosen, ...ranked.filter((index) => index !== chosen)];
}
