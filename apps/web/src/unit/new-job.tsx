import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { useEffect } from 'react';
import { useT } from '../language/translate.ts';
import { priorityColour } from '../trade/colours.ts';
import { PriorityMark, useTypeName } from '../trade/marks.tsx';
import { startAlert } from './alert-sound.ts';

interface Props {
  readonly job: Incident;
  onAnswer(): void;
  onDecline(): void;
}

/** A new job fills the screen, sounds and shakes until the crew answers. */
export function NewJob({ job, onAnswer, onDecline }: Props) {
  const t = useT();
  const typeName = useTypeName();
  useEffect(() => {
    const alert = startAlert();
    return () => alert.stop();
  }, [job.incidentId]);
  return (
    <div
      className="new-job"
      role="alertdialog"
      aria-modal="true"
      data-testid="new-job"
      style={{ '--priority': priorityColour(job.priority) } as React.CSSProperties}
    >
      <h2>{t('newJob')}</h2>
      <PriorityMark priority={job.priority} size={92} />
      <h1>{typeName(incidentType(job))}</h1>
      <p className="new-job-place">{job.place?.text || t('noPlace')}</p>
      <p className="new-job-text">{job.summary}</p>
      <button type="button" className="new-job-answer" onClick={onAnswer} data-testid="acknowledge">
        {t('acknowledge')}
      </button>
      <button type="button" className="new-job-decline" onClick={onDecline} data-testid="new-job-decline">
        {t('declineJob')}
      </button>
    </div>
  );
}
