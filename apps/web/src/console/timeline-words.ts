import type { DispatchEvent } from '@muster/contracts/events/dispatch';
import type { TimelineEntry } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { named, useT, wordOr } from '../language/translate.ts';
import { useUnits } from '../live/live-store.ts';
import { useSettings } from '../settings/settings-store.ts';
import { useTypeName } from '../trade/marks.tsx';
import { useSystem } from '../trade/system-store.ts';

export interface TimelineWords {
  readonly title: string;
  readonly detail: string;
  readonly by: string;
}

/** Puts an event of a timeline into words. Unknown events show their type: none is hidden. */
export function useTimelineWords(): (entry: TimelineEntry) => TimelineWords {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const typeName = useTypeName();
  const units = useUnits();
  const statuses = useSystem((state) => state.system?.unitStatuses) ?? [];
  const unitName = (id: string) => units.get(id)?.unit.callSign ?? id;
  const statusName = (agency: string, code: string) => {
    const table = agency === 'fire' || agency === 'medical' ? agency : 'police';
    const row = statuses.find((each) => each.code === code && each.agency === table);
    return row === undefined ? code : named(language, row.zh, row.en);
  };

  function detailOf(event: DispatchEvent): string {
    switch (event.type) {
      case 'incident.classified':
        return `${typeName(event.classification.type)} ${Math.round(event.classification.confidence * 100)}%`;
      case 'incident.attention-raised':
        return named(language, event.reasonZh, event.reasonEn);
      case 'incident.similar-proposed':
        return (event.matches ?? [])
          .map(({ incidentId, p }) => `${incidentId.slice(-6)} ${Math.round(100 * p)}%`)
          .join(' · ');
      case 'incident.alarm-split':
        return `→ ${event.to.slice(-6)}`;
      case 'incident.reopened':
      case 'incident.alarm-joined':
      case 'incident.note-added':
        return event.text;
      case 'incident.place-set':
        return `${event.place.text}${event.place.confirmed ? ' ✓' : ''}`;
      case 'incident.type-set':
        return typeName(event.incidentType);
      case 'incident.priority-set':
        return `P${event.priority} ${event.reason}`;
      case 'incident.order-opened':
      case 'incident.order-withdrawn':
      case 'incident.order-closed':
        return wordOr(t, event.agency);
      case 'incident.unit-sent':
        return `${unitName(event.unitId)} ${event.overrideReason}`;
      case 'incident.unit-taken-off':
      case 'unit.released':
        return `${unitName(event.unitId)} ${wordOr(t, event.why)} ${event.reason}`;
      case 'incident.order-stage-reached':
        return `${unitName(event.unitId)} ${wordOr(t, event.stage)}`;
      case 'incident.order-feedback-given':
        return `${wordOr(t, event.agency)}：${event.text}`;
      case 'incident.merged':
        return `→ ${event.into.slice(-6)}`;
      case 'incident.cancelled':
      case 'incident.closed':
        return event.reason;
      case 'unit.status-changed':
        return `${unitName(event.unitId)} ${statusName(event.agency, event.to)} · ${wordOr(t, event.source)}`;
      case 'unit.assigned':
      case 'unit.escalated':
        return unitName(event.unitId);
      default:
        return '';
    }
  }

  return (entry) => {
    const event = parse(entry);
    const by = 'by' in event && event.by !== null && typeof event.by === 'object' ? event.by.name : '';
    return { title: wordOr(t, entry.type), detail: detailOf(event), by };
  };
}

function parse(entry: TimelineEntry): DispatchEvent {
  try {
    return { ...(JSON.parse(entry.dataJson) as DispatchEvent), type: entry.type } as DispatchEvent;
  } catch {
    return { type: entry.type } as DispatchEvent;
  }
}
