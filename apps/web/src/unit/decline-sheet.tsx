import { useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { useT } from '../language/translate.ts';
import { attempt } from '../shell/notice-store.ts';

const REASONS = ['vehicleTrouble', 'crewShort', 'onOtherJob', 'roadBlocked'] as const;

/** Why a crew cannot go: one press for the usual reasons. */
export function DeclineSheet({ unitId, onClose }: { unitId: string; onClose(): void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const send = async (why: string) => {
    if (why !== '' && (await attempt(() => edge.decline(unitId, why)))) onClose();
  };
  return (
    <div className="sheet" role="dialog" aria-modal="true" data-testid="decline-sheet">
      <h2>{t('declineWhy')}</h2>
      {REASONS.map((word) => (
        <button key={word} type="button" className="status-button" onClick={() => send(t(word))}>
          {t(word)}
        </button>
      ))}
      <div className="sheet-row">
        <input
          value={reason}
          placeholder={t('reason')}
          aria-label={t('reason')}
          onChange={(event) => setReason(event.target.value)}
        />
        <button type="button" className="primary" disabled={reason.trim() === ''} onClick={() => send(reason.trim())}>
          {t('sendDecline')}
        </button>
      </div>
      <button type="button" className="quiet" onClick={onClose}>
        {t('cancel')}
      </button>
    </div>
  );
}
