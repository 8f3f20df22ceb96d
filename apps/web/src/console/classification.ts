import type { ClassificationFact } from '@muster/contracts/events/classification';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';

/** What the classifier last said about this incident; null while it has said nothing. */
export function classificationOf(incident: Incident): ClassificationFact | null {
  if (incident.classificationJson === '') return null;
  try {
    return JSON.parse(incident.classificationJson) as ClassificationFact;
  } catch {
    return null;
  }
}
